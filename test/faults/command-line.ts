/** A folder for tests of faults: generated footage, a home of its own, and `cresset` run as a child process. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freshNode } from "../../scripts/fresh-node.ts";
import type { ExportEvent } from "../../src/export/export-outcome.ts";
import type { HookOutcome } from "../../src/hooks/hook-runner.ts";
import { type TestFootage, writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it printed to stdout so far. */
  readonly printed: () => string;
  readonly ended: Promise<Ended>;
}

export interface CommandLine {
  readonly folder: string;
  in(...parts: string[]): string;
  /** Writes a text file, folders made. @returns its path. */
  file(name: string, text: string): string;
  /** Writes 320 × 180 footage at 24 into `media/`. @returns its path. */
  shoot(name: string, footage: Pick<TestFootage, "codec" | "frames"> & Partial<TestFootage>): Promise<string>;
  /** Starts `cresset …` in the folder. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Started;
  /** Runs `cresset …` to its end. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** The same with `--json`: every line of stdout as an object. */
  events(
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<Ended & { events: readonly CommandEvent[] }>;
  show(runId: string): Promise<ShownRun>;
  close(): Promise<void>;
}

export async function openCommandLine(): Promise<CommandLine> {
  const main = await freshNode();
  const folder = await mkdtemp(path.join(tmpdir(), "cresset-faults-"));
  const inside = (...parts: string[]) => path.join(folder, ...parts);
  const running = new Set<ChildProcess>();

  function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env["PATH"], TMPDIR: process.env["TMPDIR"], CRESSET_HOME: inside("home"), ...env },
    });
    running.add(child);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (text) => (stdout += text));
    child.stderr.on("data", (text) => (stderr += text));
    const ended = new Promise<Ended>((resolve) => {
      child.on("close", (code, signal) => {
        running.delete(child);
        resolve({ code, signal, stdout, stderr });
      });
    });
    return { child, printed: () => stdout, ended };
  }

  const run = (args: readonly string[], env?: Readonly<Record<string, string>>) => start(args, env).ended;
  return {
    folder,
    in: inside,
    file(name, text) {
      const file = inside(name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      return file;
    },
    async shoot(name, footage) {
      const file = inside("media", name);
      await writeTestFootage({ width: 320, height: 180, rate: rate(24), ...footage, path: file });
      return file;
    },
    start,
    run,
    async events(args, env) {
      const ended = await run([...args, "--json"], env);
      return { ...ended, events: eventsIn(ended.stdout) };
    },
    async show(runId) {
      const { stdout, stderr } = await run(["runs", "show", runId, "--json"]);
      if (stdout === "") throw new Error(`The run "${runId}" cannot be shown: ${stderr}`);
      return JSON.parse(stdout) as ShownRun;
    },
    async close() {
      for (const child of running) child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A line of `--json`. */
export type CommandEvent = ExportEvent | { readonly type: "error"; readonly code: string; readonly message: string };

/** The events of whole lines; what comes after the last newline is not looked at. Any other line is an error. */
export const eventsIn = (text: string): readonly CommandEvent[] =>
  text
    .slice(0, text.lastIndexOf("\n") + 1)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as CommandEvent);

/** The events of one type. */
export const eventsOf = <T extends CommandEvent["type"]>(events: readonly CommandEvent[], type: T) =>
  events.filter((event): event is Extract<CommandEvent, { type: T }> => event.type === type);

/** What `runs show --json` prints. */
export interface ShownRun {
  readonly run: { readonly status: string; readonly userData: unknown };
  readonly files: readonly { readonly path: string }[];
  readonly trace: readonly HookOutcome[];
}

/** Every file below a folder with its hash; nothing where there is no folder. */
export function tree(folder: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const walk = (at: string) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const file = path.join(at, entry.name);
      if (entry.isDirectory()) walk(file);
      else if (entry.isSymbolicLink()) files[path.relative(folder, file)] = "link";
      else files[path.relative(folder, file)] = createHash("sha1").update(readFileSync(file)).digest("hex");
    }
  };
  try {
    walk(folder);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  return files;
}

/** Runs tasks a few at a time: the machine may have two cores. */
export async function inTurns<T>(tasks: readonly (() => Promise<T>)[], atOnce = 3): Promise<T[]> {
  const results: T[] = [];
  const queue = [...tasks.entries()];
  const lane = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await next[1]();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return results;
}
