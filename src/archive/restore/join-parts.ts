import type { TocEntry } from "../format/archive-json.ts";
import type { PartComment } from "../format/part-comment.ts";
import { nameBytes, tocName } from "../format/toc-name.ts";

/** A part of a file as a header tells of it. */
export interface FoundPart extends PartComment {
  /** Of the file, without the part's ending. */
  readonly name: Buffer;
}

/** Puts files in parts together again, from headers alone. */
export interface JoinedParts {
  /** @param entry what the member would be by itself. */
  add(part: FoundPart, entry: TocEntry): void;
  /** Whole files; what is missing of one is a stretch of a segment that is not there, so that it is found out. */
  entries(): Generator<TocEntry>;
}

type Piece = readonly [part: FoundPart, entry: TocEntry];

/** No segment has this number. */
const nowhere = 0;

export function joinParts(): JoinedParts {
  const files = new Map<string, Piece[]>();
  return {
    add(part, entry) {
      const key = part.name.toString("latin1");
      const pieces = files.get(key);
      // Of a file that was read again the later parts count; what an earlier try left over is empty.
      if (pieces === undefined || part.number === 0) files.set(key, [[part, entry]]);
      else pieces.push([part, entry]);
    },
    *entries() {
      for (const pieces of files.values()) yield* joined(pieces);
    },
  };
}

function* joined(pieces: readonly Piece[]): Generator<TocEntry> {
  const [first] = pieces;
  if (first === undefined) return;
  const [{ name, fileSize }, { link, sparse: _, ...entry }] = first;
  const isComplete = pieces.every(([{ number }], index) => number === index);
  const base: TocEntry = { ...entry, path: tocName(name) };
  if (entry.type === "hardlink") {
    const bytes = nameBytes(link ?? "");
    yield { ...base, link: tocName(bytes.subarray(0, bytes.length - endingOf(bytes, first[0]))) };
  } else if (fileSize !== undefined) yield { ...base, size: fileSize, ...placed(pieces, fileSize) };
  else if (isComplete) {
    const parts = pieces.flatMap(([, piece]) => piece.parts ?? []);
    yield { ...base, parts, size: parts.reduce((sum, { length }) => sum + length, 0) };
  } else for (const [, piece] of pieces) yield piece;
}

/** How long the ending of the part is that a link leads to: it may be another than the link's own. */
function endingOf(link: Buffer, { number }: FoundPart): number {
  const match = /\.(?:part|piece(?:\d+-)?)(\d+)$/.exec(link.toString("latin1"));
  return match !== null && Number(match[1]) === number ? match[0].length : 0;
}

/** Where the data of parts that say it themselves belongs in the file. */
function placed(pieces: readonly Piece[], fileSize: number): Pick<TocEntry, "parts" | "sparse"> {
  const parts: { segment: number; offset: number; length: number }[] = [];
  const stretches: [number, number][] = [];
  let at = 0;
  const miss = (to: number) => {
    if (to <= at) return;
    parts.push({ segment: nowhere, offset: 0, length: to - at });
    stretches.push([at, to - at]);
    at = to;
  };
  for (const [{ from = 0 }, { size = 0, parts: own = [], sparse }] of pieces) {
    if (from < at) continue;
    miss(from);
    parts.push(...own);
    if (sparse === undefined) stretches.push([from, size]);
    for (const [offset, length] of sparse ?? []) stretches.push([from + offset, length]);
    at = from + size;
  }
  miss(fileSize);
  const data = stretches.reduce((sum, [, length]) => sum + length, 0);
  return { parts, ...(data === fileSize ? {} : { sparse: stretches }) };
}
