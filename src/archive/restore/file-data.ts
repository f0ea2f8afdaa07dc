import type { TocEntry } from "../format/archive-json.ts";
import { createXxh128, type Xxh128 } from "../../media/xxh128.ts";
import type { SegmentScan } from "./segment-scan.ts";

export interface FileData {
  /** The file's data in its order; `at` is where in the file the bytes belong. */
  readonly data: (bytes: Buffer, at: number) => void;
}

/** What came of reading a file out of its segments. */
export interface ReadFile {
  /** Bytes that could not be had. */
  readonly missing: number;
  /** Of all of it, holes included. */
  readonly xxh128: string;
}

const zeros = Buffer.alloc(1024 * 1024);

/** Reads a file's data out of its segments and computes its checksum. */
export function readFileData(entry: TocEntry, scan: SegmentScan, { data }: FileData): ReadFile {
  const hash = createXxh128();
  const size = entry.size ?? 0;
  const stretches = entry.sparse ?? [[0, size] as const];
  const writer = stretchWriter(stretches, hash, data);
  let missing = 0;
  for (const { segment, offset, length } of entry.parts ?? []) {
    const got = scan.take(segment, offset, length, (bytes) => writer.write(bytes));
    missing += length - got;
    // What comes after a gap is not what the checksum is of; it is read on, so that as much as possible comes back.
    writer.skip(length - got);
  }
  writer.end(size);
  const xxh128 = hash.digest();
  hash.release();
  return { missing, xxh128 };
}

/** Puts data that comes without the holes to where it belongs in the file. */
function stretchWriter(
  stretches: readonly (readonly [offset: number, length: number])[],
  hash: Xxh128,
  data: FileData["data"],
) {
  let index = 0;
  let within = 0;
  /** How much of the file was hashed. */
  let hashed = 0;

  function hashHole(to: number): void {
    for (; hashed < to; hashed += Math.min(zeros.length, to - hashed))
      hash.update(zeros.subarray(0, Math.min(zeros.length, to - hashed)));
  }

  function forward(count: number, use: (from: number, at: number, length: number) => void): void {
    for (let done = 0; done < count;) {
      const stretch = stretches[index];
      if (stretch === undefined) return;
      const [offset, length] = stretch;
      const step = Math.min(count - done, length - within);
      if (step > 0) use(done, offset + within, step);
      done += step;
      within += step;
      if (within < length) continue;
      index += 1;
      within = 0;
    }
  }

  return {
    write(bytes: Buffer) {
      forward(bytes.length, (from, at, length) => {
        hashHole(at);
        const part = bytes.subarray(from, from + length);
        hash.update(part);
        hashed += length;
        data(part, at);
      });
    },
    skip: (count: number) => forward(count, () => {}),
    end: (size: number) => hashHole(size),
  };
}
