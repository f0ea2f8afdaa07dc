import type { Worker } from "node:worker_threads";
import { CressetError, isErrorCode } from "../../errors.ts";
import { archiveThread } from "../archive-thread.ts";
import type { DestinationPlace } from "../destination/open-destination.ts";
import type { FromReadThread, ReadTask, ReadThreadData } from "./read-thread.ts";

type Result = Extract<FromReadThread, { kind: "checked" | "restored" }>;

const entry = new URL(`./read-thread${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

let ready: Worker | undefined;

/** Starts the thread that the next archive will be read in, while other things are still to be done. */
export function readyReadThread(): void {
  ready ??= archiveThread(entry);
  // What never gets anything to do keeps no process alive.
  ready.unref();
}

/**
 * Reads an archive back in a thread of its own.
 * @throws CressetError `cancelled` when the signal stopped it, and what the task throws.
 */
export async function runReadThread(
  place: DestinationPlace,
  task: ReadTask,
  signal: AbortSignal,
  listen: (message: Extract<FromReadThread, { kind: "progress" | "problem" }>) => void,
): Promise<Result> {
  const stop = new SharedArrayBuffer(4);
  const data: ReadThreadData = { place, stop, task };
  readyReadThread();
  const thread = ready ?? archiveThread(entry);
  ready = undefined;
  thread.ref();
  const onAbort = () => Atomics.store(new Int32Array(stop), 0, 1);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await new Promise<Result>((resolve, reject) => {
      thread.on("message", (message: FromReadThread) => {
        if (message.kind === "progress" || message.kind === "problem") listen(message);
        else if (message.kind === "failed")
          reject(new CressetError(isErrorCode(message.code) ? message.code : "internal", message.message));
        else resolve(message);
      });
      thread.on("error", reject);
      thread.postMessage(data, []);
      thread.on("exit", () => reject(new CressetError("internal", "The thread that reads the archive ended.")));
    });
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
