import { MessageChannel, type Worker } from "node:worker_threads";
import { CressetError, type ErrorCode, isErrorCode } from "../../errors.ts";
import { archiveThread } from "../archive-thread.ts";
import type { DestinationPlace } from "../destination/open-destination.ts";
import type { SegmentRecord } from "../format/archive-json.ts";
import { createRingMemory, stopRing } from "./block-ring.ts";
import type { PackOptions } from "./pack-session.ts";
import type { Description } from "./describe-payload.ts";
import type { FromPackThread, PackThreadData, ToPackThread } from "./pack-thread.ts";
import type { HashThreadData, WriteThreadData } from "./thread-messages.ts";
import type { SelectedRoot } from "./walk-files.ts";

export interface PackListeners {
  readonly onSegment: (record: SegmentRecord) => void;
  readonly onBadSegment: (number: number, fault: string) => void;
  /** Files and bytes of them that are in the archive or on their way. */
  readonly onProgress: (files: number, bytes: number) => void;
}

/** Threads that pack segments of one session: one reads and hashes, one writes, one computes SHA-256 where it is wanted. */
export interface PackThreads {
  /**
   * @returns what describes a payload that was packed from its beginning in one go.
   * @throws CressetError when the destination cannot be written, or the signal stopped it.
   */
  pack(roots: readonly SelectedRoot[], of: "payload" | "description"): Promise<Description | undefined>;
  end(): Promise<void>;
}

const entry = (name: string) => new URL(`./${name}${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

interface ReadyThreads {
  readonly packer: Worker;
  readonly writer: Worker;
}

let ready: ReadyThreads | undefined;

const newThreads = (): ReadyThreads => ({
  packer: archiveThread(entry("pack-thread")),
  writer: archiveThread(entry("write-thread")),
});

/** Starts the threads that the next session will be packed in, while other things are still to be done. */
export function readyPackThreads(): void {
  if (ready !== undefined) return;
  ready = newThreads();
  // What never gets anything to do keeps no process alive.
  ready.packer.unref();
  ready.writer.unref();
}

export function startPackThreads(
  destination: DestinationPlace,
  { isNew, ...options }: PackOptions & Pick<PackThreadData, "isNew">,
  listeners: PackListeners,
  signal: AbortSignal,
): PackThreads {
  const memory = createRingMemory();
  const write = new MessageChannel();
  const hash = options.sha256 ? new MessageChannel() : undefined;
  const { packer, writer } = ready ?? newThreads();
  ready = undefined;
  const threads = [packer, writer];
  for (const thread of threads) thread.ref();
  const writeData: WriteThreadData = { memory, port: write.port2, destination };
  writer.postMessage(writeData, [write.port2]);
  if (hash !== undefined) {
    const hashData: HashThreadData = { memory, port: hash.port2 };
    threads.push(archiveThread(entry("hash-thread"), { workerData: hashData, transferList: [hash.port2] }));
  }
  const packData: ToPackThread = {
    kind: "begin",
    memory,
    writer: write.port1,
    hasher: hash?.port1,
    destination,
    options,
    isNew,
  };
  packer.postMessage(packData, [write.port1, ...(hash === undefined ? [] : [hash.port1])]);
  // From the beginning on: threads that are stopped while others still start have ended before anybody asks.
  const ended = threads.map((thread) => new Promise<void>((resolve) => void thread.once("exit", () => resolve())));

  let broken: Error | undefined;
  let settle: ((message: FromPackThread | Error) => void) | undefined;
  for (const thread of threads)
    thread.on("error", (error) => {
      broken = error instanceof Error ? error : new Error(String(error));
      stopRing(memory);
      settle?.(broken);
    });
  packer.on("message", (message: FromPackThread) => {
    if (message.kind === "segment") listeners.onSegment(message.record);
    else if (message.kind === "bad-segment") listeners.onBadSegment(message.number, message.fault);
    else if (message.kind === "progress") listeners.onProgress(message.files, message.bytes);
    else settle?.(message);
  });
  const stop = () => stopRing(memory);
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) stop();

  return {
    async pack(roots, of) {
      const ask: ToPackThread = { kind: "pack", roots, of };
      const end = await new Promise<FromPackThread | Error>((resolve) => {
        settle = resolve;
        if (broken !== undefined) resolve(broken);
        packer.postMessage(ask, []);
      });
      settle = undefined;
      if (end instanceof Error)
        throw new CressetError("internal", `A thread that writes the archive ended: ${end.message}`, { cause: end });
      if (end.kind === "failed") throw new CressetError(codeOf(end.code), end.message);
      return end.kind === "packed" ? end.described : undefined;
    },
    async end() {
      signal.removeEventListener("abort", stop);
      const ask: ToPackThread = { kind: "end" };
      packer.postMessage(ask, []);
      await Promise.all(ended);
    },
  };
}

const codeOf = (code: string): ErrorCode => (isErrorCode(code) ? code : "internal");
