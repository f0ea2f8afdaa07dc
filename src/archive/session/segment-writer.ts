import type { SegmentLabel, SegmentRecord } from "../format/archive-json.ts";
import { endOfTar, paxHeaders, type PaxMember, alignmentBytes, blockPadding } from "../pax/pax-header.ts";
import type { EntryQueue } from "./entry-queue.ts";
import { type ArchiveRing, createSegmentStream, type SegmentStream, writerConsumer } from "./segment-stream.ts";
import type { FromWriteThread } from "./thread-messages.ts";
import { writeFailure } from "./write-failure.ts";

/** Segments of a session, one after the other. */
export interface SegmentWriter {
  /** Number of the open segment. */
  readonly number: number;
  readonly stream: SegmentStream;
  /** Bytes of data that a member with these headers may still have here. */
  roomFor(member: PaxMember): number;
  /** The same in a segment that holds nothing yet. */
  readonly emptyRoom: number;
  /** Whether there is a member in the open segment. */
  readonly started: boolean;
  header(member: PaxMember): void;
  /** Fills up to the next block after a member's data. */
  padding(size: number): void;
  /** Closes the open segment. @returns what it is, or what is wrong with it after it was read back. */
  close(): { readonly record: SegmentRecord } | { readonly fault: string };
  /** Opens segment `number`; `previous` is the xxh128 of the one before. */
  open(number: number, previous: string | undefined): void;
  /** Throws away the open segment. */
  discard(): void;
}

export interface SegmentWriterOptions {
  readonly ring: ArchiveRing;
  readonly hashing: boolean;
  readonly check: boolean;
  readonly segmentBytes: number;
  /** Folder of the session, relative to the destination. */
  readonly folder: string;
  readonly label: Omit<SegmentLabel, "segment" | "previous">;
  /** Folder in which everything lies when it is extracted. */
  readonly root: string;
  /** Takes what the threads say that is not about segments. */
  readonly queue: Pick<EntryQueue, "hashed">;
}

/** The end of a tar, and what brings the segment to a multiple of the page. */
const endReserve = endOfTar().length + alignmentBytes;

export const segmentFileName = (number: number): string => `seg_${String(number).padStart(4, "0")}.tar`;

export function createSegmentWriter(options: SegmentWriterOptions): SegmentWriter {
  const { ring, folder, root } = options;
  let stream = createSegmentStream(ring, options.hashing);
  let number = 0;
  let afterLabel = 0;

  /** Asked for twice: how long they are, and what they are. */
  let latest: { readonly member: PaxMember; readonly offset: number; readonly headers: Buffer } | undefined;

  function headersOf(member: PaxMember): Buffer {
    const { offset } = stream;
    if (latest?.member !== member || latest.offset !== offset)
      latest = { member, offset, headers: paxHeaders(member, offset) };
    return latest.headers;
  }

  function labelMember(size: number): PaxMember {
    const path = Buffer.from(`${root}/.cresset/${segmentFileName(number).replace(".tar", ".json")}`);
    return { path, type: "file", size, mode: 0o644, mtimeNs: 0n };
  }

  function closed(): Extract<FromWriteThread, { kind: "closed" }> {
    for (;;) {
      const message = ring.awaitReply();
      if (message.kind === "hashed") options.queue.hashed(message);
      else if (message.kind === "failed") throw writeFailure(message);
      else return message;
    }
  }

  const writer: SegmentWriter = {
    get number() {
      return number;
    },
    get stream() {
      return stream;
    },
    get started() {
      return stream.offset > afterLabel;
    },
    get emptyRoom() {
      return options.segmentBytes - afterLabel - endReserve;
    },
    roomFor: (member) => options.segmentBytes - stream.offset - headersOf(member).length - endReserve,
    header: (member) => stream.put(headersOf(member)),
    padding: (size) => stream.zeros(blockPadding(size)),
    open(next, previous) {
      number = next;
      stream = createSegmentStream(ring, options.hashing);
      ring.tell(writerConsumer, { kind: "open", path: `${folder}/${segmentFileName(number)}` });
      const label: SegmentLabel = {
        ...options.label,
        segment: number,
        ...(previous === undefined ? {} : { previous }),
      };
      const text = Buffer.from(`${JSON.stringify(label)}\n`);
      writer.header(labelMember(text.length));
      stream.put(text);
      writer.padding(text.length);
      afterLabel = stream.offset;
    },
    close() {
      stream.put(endOfTar());
      stream.zeros((alignmentBytes - (stream.offset % alignmentBytes)) % alignmentBytes);
      const xxh128 = stream.end();
      ring.tell(writerConsumer, { kind: "close", check: options.check, xxh128 });
      const { bytes, fault } = closed();
      if (fault !== "") return { fault };
      const checked = options.check ? "read-back" : "copied";
      return { record: { number, file: segmentFileName(number), bytes, xxh128, checked } };
    },
    discard() {
      stream.end();
      ring.tell(writerConsumer, { kind: "discard" });
      stream = createSegmentStream(ring, options.hashing);
    },
  };
  return writer;
}
