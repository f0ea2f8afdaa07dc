import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("archive-process.ts", import.meta.url));

export interface ArchiveProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

export interface ArchiveProcessOptions {
  /** Words before `node`, such as those of a shell that sets a limit. */
  readonly before?: readonly string[];
  readonly preload?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly segmentBytes?: number;
  /** Called once it archives. */
  readonly onBegun?: (kill: () => void) => void;
}

/** Archives a tree in a process of its own; one that was not finished is gone on with. */
export function archiveInProcess(
  root: string,
  source: string,
  options: ArchiveProcessOptions = {},
): Promise<ArchiveProcessEnd> {
  const { before = [], preload, environment = {}, uid, segmentBytes = 1024 * 1024, onBegun } = options;
  const node = [process.execPath, ...(preload === undefined ? [] : ["--import", preload])];
  const [command, ...words] = [...before, ...node, script, root, source, String(segmentBytes)];
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    let output = "";
    child.stdout.on("data", (data: Buffer) => {
      const isFirst = output === "";
      output += data.toString();
      if (isFirst && output.includes("begun")) onBegun?.(() => child.kill("SIGKILL"));
    });
    child.stderr.on("data", (data: Buffer) => (output += data.toString()));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, output }));
  });
}
