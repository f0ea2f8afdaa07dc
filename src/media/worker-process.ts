import { type ChildProcess, fork } from "node:child_process";
import { getCompileCacheDir } from "node:module";
import { Socket } from "node:net";
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { ProbeRequest } from "./probe-messages.ts";
import type { WarmOrder } from "./warm/warm-messages.ts";
import type { WorkerOrder } from "./worker-messages.ts";

/** Source runs as `.ts`, a built package as `.js`: the worker lies beside this file in either. */
const workerFile = fileURLToPath(new URL(`./media-worker${extname(import.meta.url)}`, import.meta.url));

/** Lines of a worker's stderr that are kept for the report of its death. */
const keptLines = 20;

/**
 * For glibc; bytes. Memory for large pictures is kept instead of being given back to the system after each, which would
 * have to clear it for the next. Two arenas: with one for each thread, every decoder that is opened leaves some behind,
 * and a cut of 60 pieces held half as much again.
 */
const memorySettings = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "33554432",
  MALLOC_TRIM_THRESHOLD_: "67108864",
};

export interface WorkerEvents {
  /** What the process says. */
  message(message: unknown): void;
  /** The process ended; `reason` says how, in half a sentence: "was killed by SIGSEGV". Nothing comes after it. */
  ended(reason: string, lastWords: string): void;
}

/** One media process. It serves one master at a time. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  #events: WorkerEvents;
  #stderr = "";

  /** @param file what it runs, absolute; the media worker where nothing is said */
  constructor(events: WorkerEvents, file: string = workerFile) {
    this.#events = events;
    const cache = getCompileCacheDir();
    this.#child = fork(file, [], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // Flags of the parent (a debugger's port, a test runner's loader) are not the worker's.
      execArgv: [],
      env: {
        ...memorySettings,
        ...process.env,
        UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism())),
        ...(cache === undefined ? {} : { NODE_COMPILE_CACHE: cache }),
      },
    });
    this.#child.stderr?.setEncoding("utf8");
    this.#child.stderr?.on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).split("\n").slice(-keptLines).join("\n");
    });
    this.#child.on("message", (message: unknown) => this.#events.message(message));
    this.#child.on("error", (error) => this.#end(`could not be run (${error.message})`));
    // The last of what it said may come after "exit"; "close" never comes once the channel was closed from this side.
    this.#child.on("exit", (code, signal) => {
      const { stderr, connected } = this.#child;
      const open = [
        ...(stderr === null || stderr.closed ? [] : [closing((told) => stderr.once("close", told))]),
        ...(connected ? [closing((told) => this.#child.once("disconnect", told))] : []),
      ];
      const how = signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`;
      void Promise.all(open).then(() => this.#end(how));
    });
  }

  #end(reason: string): void {
    const events = this.#events;
    this.#events = { message() {}, ended() {} };
    events.ended(reason, this.#stderr.trim());
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Gives it a new master, who hears of all that comes from now on. */
  serve(events: WorkerEvents): void {
    this.#events = events;
  }

  send(order: WorkerOrder | ProbeRequest | WarmOrder): void {
    // A worker that is gone reports itself through `ended`.
    if (this.#child.connected) this.#child.send(order, () => {});
  }

  /** Asks it to end when it has finished what it does. */
  release(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** The process is no reason for this program to stay. */
  unref(): void {
    const { channel, stderr } = this.#child;
    this.#child.unref();
    channel?.unref();
    if (stderr instanceof Socket) stderr.unref();
  }

  /** The program waits for it, to its last word: it is over when its stderr is, which may be after its exit. */
  ref(): void {
    const { channel, stderr } = this.#child;
    this.#child.ref();
    channel?.ref();
    if (stderr instanceof Socket) stderr.ref();
  }
}

const closing = (listen: (told: () => void) => void): Promise<void> => new Promise((resolve) => listen(resolve));
