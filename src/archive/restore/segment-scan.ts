import { CressetError } from "../../errors.ts";
import type { Destination, StoredFile } from "../destination/destination.ts";
import { pageMemory } from "../../media/page-memory.ts";
import { createXxh128, type Xxh128 } from "../../media/xxh128.ts";

/** What is wrong with a segment. */
export interface SegmentFault {
  readonly segment: number;
  readonly kind: "missing" | "truncated" | "damaged";
  readonly message: string;
}

export interface KnownSegment {
  readonly number: number;
  /** Relative to the destination. */
  readonly file: string;
  readonly bytes?: number | undefined;
  readonly xxh128?: string | undefined;
}

/**
 * Reads stretches of a session's segments, in their order. With `whole` each segment is read from end to end and held
 * against its checksum; without, only what is asked for is read.
 */
export interface SegmentScan {
  /** @returns how many bytes could be had, handed to `use` in order. */
  take(segment: number, offset: number, length: number, use: (bytes: Buffer) => void): number;
  /** Reads what is left, where everything is to be read. */
  end(): void;
  readonly faults: readonly SegmentFault[];
  /** xxh128 of the segments that were read from end to end, by their files. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Bytes read so far. */
  readonly bytesRead: number;
}

/** Larger ones are read more slowly, past memory, by the disks that this was tried on. */
const blockBytes = 2 * 1024 * 1024;
const alignment = 4096;

interface OpenSegment {
  readonly known: KnownSegment;
  readonly file: StoredFile;
  readonly hash: Xxh128;
  /** What lies in the block, and where in the segment it begins. */
  blockAt: number;
  filled: number;
}

export function createSegmentScan(
  destination: Destination,
  segments: readonly KnownSegment[],
  whole: boolean,
  onRead: (bytes: number) => void,
  from?: "disk",
): SegmentScan {
  const block = Buffer.from(pageMemory(blockBytes));
  const faults: SegmentFault[] = [];
  let open: OpenSegment | undefined;
  let next = 0;
  let bytesRead = 0;
  const hashes = new Map<string, string>();

  /** A disk that cannot read a place any more is damage like any other. */
  function readInto(from: OpenSegment, at: number): number {
    try {
      return from.file.read(block, at);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      faults.push({ segment: from.known.number, kind: "damaged", message: `${from.known.file}: ${message}` });
      return 0;
    }
  }

  function openSegment(known: KnownSegment): OpenSegment | undefined {
    try {
      const file = destination.open(known.file, from);
      return { known, file, hash: createXxh128(), blockAt: 0, filled: 0 };
    } catch (error) {
      if (!(error instanceof CressetError)) throw error;
      if (!faults.some(({ segment, kind }) => segment === known.number && kind === "missing"))
        faults.push({ segment: known.number, kind: "missing", message: `${known.file} is not there.` });
      return undefined;
    }
  }

  /** Reads the block that begins at `at`. @returns false at the end of the segment. */
  function load(from: OpenSegment, at: number): boolean {
    const got = readInto(from, at);
    from.blockAt = at;
    from.filled = got;
    bytesRead += got;
    onRead(got);
    if (whole) from.hash.update(block.subarray(0, got));
    return got > 0;
  }

  function close(segment: OpenSegment): void {
    const { known, file, hash } = segment;
    try {
      if (!whole) return;
      while (load(segment, segment.blockAt + segment.filled));
      const end = segment.blockAt;
      const xxh128 = hash.digest();
      hashes.set(known.file, xxh128);
      if (known.bytes !== undefined && end < known.bytes)
        faults.push({
          segment: known.number,
          kind: "truncated",
          message: `${known.file} is cut off: it has ${end} of ${known.bytes} bytes.`,
        });
      else if (known.xxh128 !== undefined && xxh128 !== known.xxh128)
        faults.push({ segment: known.number, kind: "damaged", message: `${known.file} is not what was written.` });
    } finally {
      file.close();
    }
  }

  function isBehind(number: number, offset: number): boolean {
    if (open === undefined) return false;
    return number < open.known.number || (number === open.known.number && offset < open.blockAt);
  }

  /** Makes `number` the open segment; those before it are read through where everything is to be read. */
  function goTo(number: number): OpenSegment | undefined {
    if (open?.known.number === number) return open;
    if (!whole) {
      if (open !== undefined) close(open);
      const known = segments.find((segment) => segment.number === number);
      open = known === undefined ? undefined : openSegment(known);
      return open;
    }
    for (; next < segments.length; next += 1) {
      const known = segments[next];
      if (known === undefined || known.number > number) break;
      if (open !== undefined) close(open);
      open = openSegment(known);
    }
    return open?.known.number === number ? open : undefined;
  }

  /** Stretches that lie before what was read already, as those of damaged tables and of further names do. */
  function takeApart(number: number, offset: number, length: number, use: (bytes: Buffer) => void): number {
    const known = segments.find((segment) => segment.number === number);
    const apart = known === undefined ? undefined : openSegment(known);
    if (apart === undefined) return 0;
    const buffer = Buffer.allocUnsafe(Math.min(length, 1024 * 1024));
    let done = 0;
    try {
      while (done < length) {
        const got = apart.file.read(buffer.subarray(0, Math.min(buffer.length, length - done)), offset + done);
        if (got === 0) break;
        use(buffer.subarray(0, got));
        done += got;
      }
    } catch {
      // As far as it can be read.
    } finally {
      apart.file.close();
    }
    return done;
  }

  return {
    faults,
    hashes,
    get bytesRead() {
      return bytesRead;
    },
    take(number, offset, length, use) {
      if (whole && isBehind(number, offset)) return takeApart(number, offset, length, use);
      const segment = goTo(number);
      if (segment === undefined) return 0;
      let done = 0;
      while (done < length) {
        const at = offset + done;
        const within = at - segment.blockAt;
        if (within >= 0 && within < segment.filled) {
          const bytes = block.subarray(within, Math.min(within + length - done, segment.filled));
          use(bytes);
          done += bytes.length;
        } else {
          const start = whole ? segment.blockAt + segment.filled : at - (at % alignment);
          if (!load(segment, start) || start > at) break;
          // It ends within the page that the stretch begins in.
          if (!whole && start + segment.filled <= at) break;
          // The segment ends in the page before.
          if (!whole && start + segment.filled <= at) break;
        }
      }
      return done;
    },
    end() {
      if (whole) goTo(Number.POSITIVE_INFINITY);
      if (open !== undefined) close(open);
      open = undefined;
    },
  };
}
