import { spawn } from "node:child_process";
import { mkdir, readdir, rm } from "node:fs/promises";
import { treeMemory } from "./process-memory.ts";
import type { Command, Contender, Session } from "./scenario.ts";

/** Once through a contender's commands. */
export interface Run {
  readonly seconds: number;
  /** Highest sum over the process tree, looked at every 25 ms. Nothing where it cannot be measured. */
  readonly peakBytes: number | undefined;
}

/** Why a run does not count, with the end of what the program said. */
export class RunFailed extends Error {
  override readonly name = "RunFailed";
}

/** @throws RunFailed when a command fails or the files it should write are not there. */
export async function runContender(contender: Contender, session?: Session): Promise<Run> {
  await rm(contender.output, { recursive: true, force: true });
  await mkdir(contender.output, { recursive: true });
  const start = performance.now();
  let peakBytes: number | undefined;
  for (const command of contender.commands) {
    const peak = await runCommand(command);
    if (peak !== undefined) peakBytes = Math.max(peakBytes ?? 0, peak);
  }
  const seconds = session === undefined ? (performance.now() - start) / 1000 : await session.run();
  const entries = await readdir(contender.output, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).length;
  if (contender.keepOutput !== true) await rm(contender.output, { recursive: true });
  if (files < contender.files)
    throw new RunFailed(`${contender.name} wrote ${files} files where ${contender.files} were expected`);
  return { seconds, peakBytes };
}

/** Answers with the highest memory seen. */
function runCommand({ program, words, env }: Command): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
    let said = "";
    const keepTheEnd = (chunk: Buffer): void => {
      said = `${said}${chunk.toString()}`.slice(-2000);
    };
    child.stdout.on("data", keepTheEnd);
    child.stderr.on("data", keepTheEnd);
    let peak: number | undefined;
    const look = (): void => {
      const now = child.pid === undefined ? undefined : treeMemory(child.pid);
      if (now !== undefined) peak = Math.max(peak ?? 0, now);
    };
    const looking = setInterval(look, 25);
    child.on("error", (cause) => {
      clearInterval(looking);
      reject(new RunFailed(`${program} cannot be started`, { cause }));
    });
    child.on("close", (code, signal) => {
      clearInterval(looking);
      if (code === 0) resolve(peak);
      else reject(new RunFailed(`${program} ended with ${signal ?? `code ${code}`}: ${lastLines(said)}`));
    });
  });
}

/** The last lines that are not part of an error's stack. */
const lastLines = (said: string): string =>
  said
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("at ") && !line.startsWith("Node.js"))
    .slice(-4)
    .join(" / ");
