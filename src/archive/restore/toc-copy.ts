import type { Destination, StoredFile } from "../destination/destination.ts";
import { readMembers } from "../pax/read-members.ts";
import type { KnownSegment } from "./segment-scan.ts";

interface CopyPart {
  readonly file: string;
  readonly offset: number;
  readonly size: number;
}

/**
 * The copy of a session's table of contents that lies in its last segments, which can be read as one file; nothing where it
 * is not there.
 */
export function tocCopy(destination: Destination, segments: readonly KnownSegment[]): StoredFile | undefined {
  const parts: CopyPart[] = [];
  for (const { file } of segments.toReversed()) {
    const found = partsIn(destination, file);
    parts.unshift(...found);
    // Parts come from the last back to the first, which has no number or zero.
    if (found.length === 0 && parts.length > 0) break;
  }
  return parts.length === 0 ? undefined : joined(destination, parts);
}

function partsIn(destination: Destination, file: string): readonly CopyPart[] {
  try {
    const stored = destination.open(file);
    try {
      return [...readMembers(stored)]
        .filter(({ path }) => /^[^/]+\/\.cresset\/toc\.jsonl(?:\.part\d{4,})?$/.test(path.toString("latin1")))
        .map(({ offset, size }) => ({ file, offset, size }));
    } finally {
      stored.close();
    }
  } catch {
    return [];
  }
}

function joined(destination: Destination, parts: readonly CopyPart[]): StoredFile {
  const files = parts.map((part) => ({ ...part, stored: destination.open(part.file) }));
  return {
    bytes: parts.reduce((sum, { size }) => sum + size, 0),
    read(into, at) {
      let [begin, filled] = [0, 0];
      for (const { stored, offset, size } of files) {
        const within = at + filled - begin;
        if (within >= 0 && within < size && filled < into.length) {
          const wanted = into.subarray(filled, filled + Math.min(into.length - filled, size - within));
          filled += stored.read(wanted, offset + within);
        }
        begin += size;
      }
      return filled;
    },
    close() {
      for (const { stored } of files) stored.close();
    },
  };
}
