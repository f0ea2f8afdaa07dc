import fs from "node:fs";
import { createXxh128, type Xxh128 } from "../../media/xxh128.ts";
import { alignFromBytes, alignmentBytes } from "../pax/pax-header.ts";
import type { SegmentStream } from "./segment-stream.ts";

const tickMs = 20;

/** A file that is being read into segments. */
export interface OpenFile {
  /** Names it to the thread that computes SHA-256. */
  readonly number: number;
  readonly stat: fs.BigIntStats;
  readonly size: number;
  xxh128: Xxh128;
  /** @returns how many bytes there were from `at` on. */
  read(into: Buffer, count: number, at: number): number;
  /** Whether it is still the file that was opened: same length, same times. */
  isStill(): boolean;
  /** A handle that reads through the page cache. */
  readonly throughCache: () => number;
  /** Why it could not be read to its end; empty while it can. */
  fault: string;
  close(): void;
}

/**
 * Opens a file to be archived; large ones past the page cache, which they would only fill.
 * @param found the file as the walk saw it. Where another lies there by now, or it has changed, `isStill` says so.
 * @param isTriedAgain whether it is looked at once more, and counts as it is now.
 * @throws the file system's error.
 */
export function openFile(access: Buffer, number: number, found: fs.BigIntStats, isTriedAgain: boolean): OpenFile {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  const flags = O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);
  let direct = found.size >= BigInt(alignFromBytes) ? openDirect(access, flags) : undefined;
  let cached = direct === undefined ? fs.openSync(access, flags) : undefined;
  // By its handle: behind the name may be another file by now.
  const throughCache = (): number => (cached ??= fs.openSync(`${ownHandles}/${direct}`, O_RDONLY));
  const close = () => {
    for (const handle of [direct, cached]) if (handle !== undefined) fs.closeSync(handle);
  };
  let stat: fs.BigIntStats;
  try {
    stat = settledStat(direct ?? throughCache(), found, isTriedAgain);
    if (!stat.isFile()) throw new Error("It is no file any more.");
  } catch (error) {
    close();
    throw error;
  }

  function readDirectly(into: Buffer, count: number, at: number): number | undefined {
    if (direct === undefined || at % alignmentBytes !== 0 || into.byteOffset % alignmentBytes !== 0) return undefined;
    const whole = Math.min(Math.ceil(count / alignmentBytes) * alignmentBytes, into.length);
    if (whole % alignmentBytes !== 0) return undefined;
    try {
      return Math.min(fs.readSync(direct, into, 0, whole, at), count);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EINVAL")) throw error;
      throughCache();
      fs.closeSync(direct);
      direct = undefined;
      return undefined;
    }
  }

  return {
    number,
    stat,
    size: Number(stat.size),
    xxh128: createXxh128(),
    throughCache,
    fault: "",
    read: (into, count, at) => readDirectly(into, count, at) ?? fs.readSync(throughCache(), into, 0, count, at),
    isStill() {
      const now = fs.fstatSync(direct ?? throughCache(), { bigint: true });
      return now.size === stat.size && now.mtimeNs === stat.mtimeNs && now.ctimeNs === stat.ctimeNs;
    },
    close() {
      this.xxh128.release();
      close();
    },
  };
}

const ownHandles = "/proc/self/fd";
/** What was opened to be read directly is opened a second time through this where it must be read otherwise. */
const canOpenAgain = typeof fs.constants.O_DIRECT === "number" && fs.existsSync(ownHandles);

function openDirect(access: Buffer, flags: number): number | undefined {
  if (!canOpenAgain) return undefined;
  try {
    return fs.openSync(access, flags | fs.constants.O_DIRECT);
  } catch {
    // This file system does not do it, or no way leads to the file, which is told when it is opened otherwise.
    return undefined;
  }
}

/**
 * Times of files move in ticks of some milliseconds: a change in the tick of the one before it does not show. A file that
 * was changed just now is looked at again when its tick is over.
 */
function settledStat(handle: number, found: fs.BigIntStats, isTriedAgain: boolean): fs.BigIntStats {
  const stat = isTriedAgain ? fs.fstatSync(handle, { bigint: true }) : found;
  const ageMs = Date.now() - Number(stat.ctimeMs);
  if (ageMs < 0 || ageMs >= tickMs) return stat;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, tickMs);
  return fs.fstatSync(handle, { bigint: true });
}

/**
 * Reads a stretch of a file into a segment, hashing it on the way.
 * @returns how many bytes the file no longer had; zeros stand in their place, since the header has promised them.
 */
export function packStretch(stream: SegmentStream, file: OpenFile, from: number, length: number): number {
  for (let done = 0; done < length;) {
    const free = stream.free();
    const got = readSome(file, free, Math.min(length - done, free.length), from + done);
    if (got === 0) {
      stream.zeros(length - done);
      hashHole(stream, file, length - done);
      return length - done;
    }
    file.xxh128.update(free.subarray(0, got));
    stream.took(got);
    stream.hash(file.number, got);
    done += got;
  }
  return 0;
}

/** A disk that fails in the middle of a file does not stop the session. */
function readSome(file: OpenFile, into: Buffer, count: number, at: number): number {
  try {
    return file.read(into, count, at);
  } catch (error) {
    file.fault = error instanceof Error ? error.message : String(error);
    return 0;
  }
}

const zeros = Buffer.alloc(1024 * 1024);

/** What a hole adds to a file's hashes. */
export function hashHole(stream: SegmentStream, file: OpenFile, length: number): void {
  for (let left = length; left > 0; left -= zeros.length) {
    // A hole of terabytes takes minutes.
    stream.checkStopped();
    file.xxh128.update(zeros.subarray(0, Math.min(left, zeros.length)));
  }
  if (length > 0) stream.hashZeros(file.number, length);
}
