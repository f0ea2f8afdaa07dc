import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { isWorkerReport, type WorkerOrder, type WorkerReport } from "./worker-messages.ts";

/** Source runs as `.ts`, a built package as `.js`: the worker lies beside this file in either. */
const workerFile = fileURLToPath(new URL(`./render-worker${extname(import.meta.url)}`, import.meta.url));

/** Lines of a worker's stderr that are kept for the report of its death. */
const keptLines = 20;

export interface WorkerEvents {
  report(report: WorkerReport): void;
  /** The process ended; `reason` says how, in half a sentence: "was killed by SIGSEGV". */
  ended(reason: string, lastWords: string): void;
}

/** One worker process. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  #stderr = "";

  constructor(events: WorkerEvents) {
    this.#child = fork(workerFile, [], {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      // Flags of the parent (a debugger's port, a test runner's loader) are not the worker's.
      execArgv: [],
      env: { ...process.env, UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism())) },
    });
    this.#child.stderr?.setEncoding("utf8");
    this.#child.stderr?.on("data", (text: string) => {
      this.#stderr = (this.#stderr + text).split("\n").slice(-keptLines).join("\n");
    });
    this.#child.on("message", (message: unknown) => {
      if (isWorkerReport(message)) events.report(message);
    });
    let over = false;
    const end = (reason: string): void => {
      if (over) return;
      over = true;
      events.ended(reason, this.#stderr.trim());
    };
    this.#child.on("error", (error) => end(`could not be run (${error.message})`));
    // "exit" may come before the last of stderr; "close" never comes once the channel was closed from this side.
    this.#child.on("exit", (code, signal) => {
      const told = (): void => end(signal === null ? `ended with exit code ${code}` : `was killed by ${signal}`);
      const { stderr } = this.#child;
      if (stderr === null || stderr.closed) told();
      else stderr.once("close", told);
    });
  }

  send(order: WorkerOrder): void {
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
    this.#child.unref();
    this.#child.channel?.unref();
  }

  ref(): void {
    this.#child.ref();
    this.#child.channel?.ref();
  }
}
