// The thread that packs: it walks, reads and hashes files and hands segments block by block to the thread that writes.
import { parentPort, type MessagePort } from "node:worker_threads";
import { CressetError } from "../../errors.ts";
import { openDestination, type DestinationPlace } from "../destination/open-destination.ts";
import type { SegmentRecord } from "../format/archive-json.ts";
import { isStopped, RingStopped, type RingMemory, ringProducer } from "./block-ring.ts";
import { nothingKept, packRoots, type PackOptions, type PackSurroundings, SegmentFailed } from "./pack-session.ts";
import type { Description } from "./describe-payload.ts";
import { hasherConsumer, writerConsumer } from "./segment-stream.ts";
import type { KeptJournal } from "./read-journal.ts";
import type { FromHashThread, FromWriteThread, ToHashThread, ToWriteThread } from "./thread-messages.ts";
import type { SelectedRoot } from "./walk-files.ts";

/** The first message to the thread: the session that it packs. */
export interface PackThreadData {
  readonly memory: RingMemory;
  readonly writer: MessagePort;
  /** Nothing where no SHA-256 is wanted. */
  readonly hasher: MessagePort | undefined;
  readonly destination: DestinationPlace;
  readonly options: PackOptions;
  /** Nothing was archived in it yet: its journal need not be read. */
  readonly isNew: boolean;
}

export type ToPackThread =
  | ({ readonly kind: "begin" } & PackThreadData)
  | { readonly kind: "pack"; readonly roots: readonly SelectedRoot[]; readonly of: "payload" | "description" }
  | { readonly kind: "end" };

export type FromPackThread =
  | { readonly kind: "segment"; readonly record: SegmentRecord }
  | { readonly kind: "bad-segment"; readonly number: number; readonly fault: string }
  | { readonly kind: "progress"; readonly files: number; readonly bytes: number }
  | { readonly kind: "packed"; readonly described: Description | undefined }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

const progressEveryMs = 100;

const say = (message: FromPackThread) => parentPort?.postMessage(message, []);

function begin({ memory, writer, hasher, destination: place, options, isNew }: PackThreadData) {
  const ports = hasher === undefined ? [writer] : [writer, hasher];
  const ring = ringProducer<ToWriteThread | ToHashThread, FromWriteThread | FromHashThread>(memory, ports);
  const destination = openDestination(place);
  let kept: KeptJournal | undefined = isNew ? nothingKept : undefined;
  let lastProgress = 0;
  let files = 0;

  function checkStopped(): void {
    if (isStopped(memory)) throw new RingStopped();
  }

  return {
    async pack({ roots, of }: Extract<ToPackThread, { kind: "pack" }>): Promise<Description | undefined> {
      const surroundings: PackSurroundings = {
        ring,
        destination,
        checkStopped,
        numberFile: () => {
          files += 1;
          return files;
        },
        onSegment: (record) => say({ kind: "segment", record }),
        onBadSegment: (number, fault) => say({ kind: "bad-segment", number, fault }),
        onProgress(seen, bytes) {
          const now = performance.now();
          if (now - lastProgress < progressEveryMs) return;
          lastProgress = now;
          say({ kind: "progress", files: seen, bytes });
        },
      };
      const packed = await packRoots(roots, of, options, surroundings, kept);
      ({ kept } = packed);
      return packed.described;
    },
    end() {
      ring.tell(writerConsumer, { kind: "end" });
      if (hasher !== undefined) ring.tell(hasherConsumer, { kind: "end" });
      parentPort?.close();
    },
  };
}

let session: ReturnType<typeof begin> | undefined;

parentPort?.on("message", (message: ToPackThread) => {
  if (message.kind === "begin") session = begin(message);
  else if (message.kind === "end") session?.end();
  else
    void session?.pack(message).then(
      (described) => say({ kind: "packed", described }),
      (error: unknown) => say(failure(error)),
    );
});

function failure(error: unknown): FromPackThread {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RingStopped) return { kind: "failed", code: "cancelled", message: "The archive was stopped." };
  if (error instanceof SegmentFailed) return { kind: "failed", code: "bad-destination", message };
  if (error instanceof CressetError) return { kind: "failed", code: error.code, message };
  return { kind: "failed", code: "internal", message: error instanceof Error ? (error.stack ?? message) : message };
}
