import { MessageChannel, Worker } from "node:worker_threads";
import { CressetError, type ErrorCode, isErrorCode } from "../../errors.ts";
import type { DestinationPlace } from "../destination/open-destination.ts";
import type { SegmentRecord } from "../format/archive-json.ts";
import { createRingMemory, stopRing } from "./block-ring.ts";
import type { PackOptions } from "./pack-session.ts";
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
  /** @throws CressetError when the destination cannot be written, or the signal stopped it. */
  pack(roots: readonly SelectedRoot[], of: "payload" | "description"): Promise<void>;
  end(): Promise<void>;
}

const entry = (name: string) => new URL(`./${name}${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url);

/** Young objects of these threads do not live long: more room for them would only be memory that is touched. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

export function startPackThreads(
  destination: DestinationPlace,
  options: PackOptions,
  listeners: PackListeners,
  signal: AbortSignal,
): PackThreads {
  const memory = createRingMemory();
  const write = new MessageChannel();
  const hash = options.sha256 ? new MessageChannel() : undefined;
  const writeData: WriteThreadData = { memory, port: write.port2, destination };
  const threads = [
    new Worker(entry("write-thread"), { workerData: writeData, transferList: [write.port2], resourceLimits }),
  ];
  if (hash !== undefined) {
    const hashData: HashThreadData = { memory, port: hash.port2 };
    threads.push(
      new Worker(entry("hash-thread"), { workerData: hashData, transferList: [hash.port2], resourceLimits }),
    );
  }
  const packData: PackThreadData = { memory, writer: write.port1, hasher: hash?.port1, destination, options };
  const packer = new Worker(entry("pack-thread"), {
    workerData: packData,
    resourceLimits,
    transferList: [write.port1, ...(hash === undefined ? [] : [hash.port1])],
  });
  threads.push(packer);
  // From the beginning on: threads that are stopped while others still start have ended before anybody asks.
  const exits = threads.map((thread) => new Promise<void>((resolve) => void thread.once("exit", () => resolve())));

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
    },
    async end() {
      signal.removeEventListener("abort", stop);
      const ask: ToPackThread = { kind: "end" };
      packer.postMessage(ask, []);
      await Promise.all(exits);
    },
  };
}

const codeOf = (code: string): ErrorCode => (isErrorCode(code) ? code : "internal");
