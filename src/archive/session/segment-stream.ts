import { createXxh128, type Xxh128 } from "../../media/xxh128.ts";
import { type RingProducer, ringBlockBytes } from "./block-ring.ts";
import type { FromHashThread, FromWriteThread, HashRange, ToHashThread, ToWriteThread } from "./thread-messages.ts";

export type ArchiveRing = RingProducer<ToWriteThread | ToHashThread, FromWriteThread | FromHashThread>;

export const writerConsumer = 0;
export const hasherConsumer = 1;

/** The bytes of one segment, handed to the threads block by block. */
export interface SegmentStream {
  /** Bytes so far: where the next one lies in the segment. */
  readonly offset: number;
  put(bytes: Uint8Array): void;
  zeros(count: number): void;
  /** The rest of the block, to read into; say with `took` how much of it was filled. */
  free(): Buffer;
  took(count: number): void;
  /** The last `count` bytes belong to a file whose SHA-256 is wanted. */
  hash(file: number, count: number): void;
  hashZeros(file: number, count: number): void;
  hashDone(file: number): void;
  mark(): StreamMark;
  /** Takes back everything since the mark, where no block was handed on since. */
  takeBackTo(mark: StreamMark): boolean;
  /** @throws when all was stopped. */
  checkStopped(): void;
  /** Hands on what is left. @returns the segment's xxh128. */
  end(): string;
}

/** A place in the stream. */
export interface StreamMark {
  readonly offset: number;
  readonly blockAt: number;
  readonly ranges: number;
  readonly done: number;
}

const emptyBlock = Buffer.alloc(64 * 1024);

export function createSegmentStream(ring: ArchiveRing, hashing: boolean): SegmentStream {
  const xxh128: Xxh128 = createXxh128();
  let block: Buffer | undefined;
  let blockAt = 0;
  let filled = 0;
  let ranges: HashRange[] = [];
  let done: number[] = [];

  function free(): Buffer {
    block ??= ring.acquire();
    return block.subarray(filled);
  }

  function publish(): void {
    if (block === undefined) return;
    xxh128.update(block.subarray(0, filled));
    const forHasher: ToHashThread = { kind: "block", ranges, done };
    ring.publish([{ kind: "block", length: filled }, ...(hashing ? [forHasher] : [])]);
    blockAt += filled;
    filled = 0;
    block = undefined;
    ranges = [];
    done = [];
  }

  function took(count: number): void {
    filled += count;
  }

  /** A full block goes only when something follows: until then its last file can still be taken back or marked. */
  function makeRoom(): void {
    if (filled === ringBlockBytes) publish();
  }

  function put(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      makeRoom();
      const part = bytes.subarray(at, at + ringBlockBytes - filled);
      free().set(part);
      took(part.length);
      at += part.length;
    }
  }

  return {
    get offset() {
      return blockAt + filled;
    },
    put,
    zeros(count) {
      for (let left = count; left > 0; left -= emptyBlock.length)
        put(emptyBlock.subarray(0, Math.min(left, emptyBlock.length)));
    },
    free() {
      makeRoom();
      return free();
    },
    took,
    hash(file, count) {
      if (hashing) ranges.push({ file, start: filled - count, end: filled });
    },
    hashZeros(file, count) {
      if (hashing) ranges.push({ file, zeros: count });
    },
    hashDone(file) {
      if (hashing) done.push(file);
    },
    mark: () => ({ offset: blockAt + filled, blockAt, ranges: ranges.length, done: done.length }),
    takeBackTo(mark) {
      if (mark.blockAt !== blockAt) return false;
      filled = mark.offset - blockAt;
      ranges = ranges.slice(0, mark.ranges);
      done = done.slice(0, mark.done);
      return true;
    },
    checkStopped: () => ring.checkStopped(),
    end() {
      publish();
      return xxh128.digest();
    },
  };
}
