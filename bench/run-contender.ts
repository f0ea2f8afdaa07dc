import { spawn } from "node:child_process";
import { mkdir, readdir, rm } from "node:fs/promises";
import { treeUsage, type Usage } from "./process-usage.ts";
import type { Command, Contender, Session } from "./scenario.ts";

/** Once through a contender's commands. */
export interface Run {
  readonly seconds: number;
  /** Highest sum over the process tree, looked at every 25 ms. Nothing where it cannot be measured. */
  readonly peakBytes: number | undefined;
  /** Of all processors, looked at every 25 ms too: what a process takes in its last moments is left out. */
  readonly cpuSeconds: number | undefined;
}

/** Why a run does not count, with the end of what the program said. */
export class RunFailed extends Error {
  override readonly name = "RunFailed";
}

/**
 * @param settle what is done when all is prepared, before the clock starts.
 * @throws RunFailed when a command fails or the files it should write are not there.
 */
export async function runContender(
  contender: Contender,
  session?: Session,
  settle: () => void = () => {},
): Promise<Run> {
  await rm(contender.output, { recursive: true, force: true });
  await mkdir(contender.output, { recursive: true });
  for (const command of contender.prepare ?? []) await runCommand(command);
  settle();
  const start = performance.now();
  let peakBytes: number | undefined;
  let cpuSeconds: number | undefined;
  for (const command of contender.commands) {
    const usage = await runCommand(command);
    if (usage === undefined) continue;
    peakBytes = Math.max(peakBytes ?? 0, usage.residentBytes);
    cpuSeconds = (cpuSeconds ?? 0) + usage.cpuSeconds;
  }
  const seconds = session === undefined ? (performance.now() - start) / 1000 : await session.run();
  const entries = await readdir(contender.output, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).length;
  if (contender.keepOutput !== true) await rm(contender.output, { recursive: true });
  if (files < contender.files)
    throw new RunFailed(`${contender.name} wrote ${files} files where ${contender.files} were expected`);
  return { seconds, peakBytes, cpuSeconds };
}

/** Answers with the highest usage seen. */
function runCommand({ program, words, env, folder }: Command): Promise<Usage | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      stdio: ["ignore", "pipe", "pipe"],
      cwd: folder,
      env: { ...process.env, ...env },
    });
    let said = "";
    const keepTheEnd = (chunk: Buffer): void => {
      said = `${said}${chunk.toString()}`.slice(-2000);
    };
    child.stdout.on("data", keepTheEnd);
    child.stderr.on("data", keepTheEnd);
    let most: Usage | undefined;
    const look = (): void => {
      const now = child.pid === undefined ? undefined : treeUsage(child.pid);
      if (now === undefined) return;
      most = {
        residentBytes: Math.max(most?.residentBytes ?? 0, now.residentBytes),
        cpuSeconds: Math.max(most?.cpuSeconds ?? 0, now.cpuSeconds),
      };
    };
    const looking = setInterval(look, 25);
    child.on("error", (cause) => {
      clearInterval(looking);
      reject(new RunFailed(`${program} cannot be started`, { cause }));
    });
    child.on("close", (code, signal) => {
      clearInterval(looking);
      if (code === 0) resolve(most);
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
