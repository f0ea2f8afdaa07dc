import { type ChildProcess, spawn } from "node:child_process";
import { type Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { PythonCommand, StartFailure } from "./find-python.ts";

/** An interpreter that runs python/cresset_host.py, with its pipes. */
export interface PythonProcess {
  readonly child: ChildProcess;
  /** What it says to us, fd 4. */
  readonly from: Readable;
  /** What we say to it, fd 3. */
  readonly to: Writable;
  /** What hooks print; nothing where the system gave no such stream. */
  readonly output: readonly Readable[];
  /** Settles when it has ended, or could not be started. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends it at once, with the programs that it started. */
  kill(): void;
  /** Raises KeyboardInterrupt in it, where the system knows how. */
  interrupt(): void;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** It could not be started. */
  readonly error: NodeJS.ErrnoException | undefined;
}

/** Exit code of python/cresset_host.py for a Python that is too old; its version is on stderr then. */
const tooOld = 86;

export interface PythonProcessOptions {
  readonly python: PythonCommand;
  /** The folder of python/cresset_host.py. */
  readonly home: URL;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A script that runs as the main program, on the terminal of this process. */
  readonly script?: { readonly file: string; readonly args: readonly string[]; readonly folder: string };
}

export function startPythonProcess({ python, home, env, script }: PythonProcessOptions): PythonProcess {
  const host = fileURLToPath(new URL("cresset_host.py", home));
  const own = script === undefined ? [] : ["--script", script.file, ...script.args];
  // Ctrl-C in the terminal goes to a whole process group: hooks are ended by us, in their time; a script gets it itself.
  const detached = script === undefined && process.platform !== "win32";
  const terminal =
    script === undefined ? (["ignore", "pipe", "pipe"] as const) : (["inherit", "inherit", "inherit"] as const);
  const child = spawn(python.command, [...python.args, host, ...own], {
    stdio: [...terminal, "pipe", "pipe", ...(script === undefined ? [] : (["pipe"] as const))],
    detached,
    windowsHide: true,
    env: { ...env },
    ...(script === undefined ? {} : { cwd: script.folder }),
  });
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once("error", (error) => resolve({ code: null, signal: null, error }));
    child.once("exit", (code, signal) => resolve({ code, signal, error: undefined }));
  });
  const signalAll = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(detached ? -child.pid : child.pid, signal);
    } catch {
      // It ended by itself meanwhile.
    }
  };
  return {
    child,
    from: readable(child.stdio[4]),
    to: writable(child.stdio[3]),
    // A script prints for itself; only its hooks are listened to.
    output: script === undefined ? [readable(child.stdout), readable(child.stderr)] : [readable(child.stdio.at(5))],
    ended,
    kill: () => signalAll("SIGKILL"),
    interrupt: () => void (process.platform === "win32" || child.kill("SIGINT")),
  };
}

function readable(stream: ChildProcess["stdio"][number]): Readable {
  if (stream === null || stream === undefined || !("read" in stream))
    throw new Error("Python was started without its pipe.");
  return stream;
}

function writable(stream: ChildProcess["stdio"][number]): Writable {
  if (stream === null || stream === undefined || !(stream instanceof Writable))
    throw new Error("Python was started without its pipe.");
  return stream;
}

/** Why an interpreter ended before it said hello. */
export function startFailure({ code, signal, error }: ProcessEnd, printed: string): StartFailure {
  if (error !== undefined)
    return error.code === "ENOENT" ? { kind: "missing" } : { kind: "broken", reason: error.message };
  if (code === tooOld) return { kind: "old", version: printed.trim() || "older than that" };
  // Python itself has no such end before it says hello: `cat` and the like do.
  if (code === 0) return { kind: "broken", reason: "it ended at once, and seems to be no Python" };
  const last = printed.trim().split("\n").at(-1) ?? "";
  return { kind: "broken", reason: last === "" ? endReason({ code, signal }) : last };
}

export const endReason = ({ code, signal }: Pick<ProcessEnd, "code" | "signal">): string =>
  signal === null
    ? `The Python interpreter ended with exit code ${code ?? "?"}.`
    : `The Python interpreter was ended by ${signal}.`;
