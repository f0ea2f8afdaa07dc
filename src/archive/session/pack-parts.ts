import type { TocEntry } from "../format/archive-json.ts";
import { partCommentText } from "../format/part-comment.ts";
import type { PaxMember } from "../pax/pax-header.ts";
import type { DataStretch } from "./data-stretch.ts";
import { hashHole, type OpenFile, packStretch } from "./pack-file.ts";
import { partEnding } from "./part-names.ts";
import type { SegmentWriter } from "./segment-writer.ts";
import { sparseMapBlocks } from "./sparse-map.ts";

type Part = NonNullable<TocEntry["parts"]>[number];

/** What of a file lies in segments. */
export interface Packed {
  readonly parts: readonly Part[];
  readonly sparse?: readonly DataStretch[];
  /** Ending of the member that holds the first part, where the file is in parts. */
  readonly firstPart?: string;
  /** Bytes that the file no longer had. */
  readonly missing: number;
}

/** How far a file in parts is: what is in closed segments. */
export interface PackedSoFar {
  /** Bytes of the file, holes included. */
  readonly offset: number;
  readonly parts: readonly Part[];
  readonly firstPart?: string | undefined;
  readonly sparse?: readonly DataStretch[] | undefined;
}

export interface PartsOptions {
  readonly writer: SegmentWriter;
  readonly file: OpenFile;
  /** The member of a part of this number. */
  readonly member: (ending: string, size: number) => PaxMember;
  readonly firstPart: string;
  /** Where the file holds data, from `begun` on; nothing where it has no holes. */
  readonly stretches: readonly DataStretch[] | undefined;
  readonly begun: PackedSoFar | undefined;
  /** Closes the segment in the middle of the file, and opens the next. */
  readonly nextSegment: (soFar: PackedSoFar | undefined) => void;
}

/** Parts of a file begin and end at pages. */
const partStep = 4096;

/**
 * A file that no segment holds: members `name.part0000` …, which `cat` joins again. Where it has holes each part is kept with
 * those that lie in it, so that none of them is ever written.
 */
export function packParts({ writer, file, firstPart, stretches, begun, ...given }: PartsOptions): Packed {
  const parts: Part[] = [...(begun?.parts ?? [])];
  const sparse: DataStretch[] = [...(begun?.sparse ?? [])];
  const isSparse = stretches !== undefined || begun?.sparse !== undefined;
  const left = stretches === undefined ? undefined : [...stretches];
  let at = begun?.offset ?? 0;
  let missing = 0;
  const soFar = (): PackedSoFar => ({ offset: at, parts: [...parts], firstPart, ...(isSparse ? { sparse } : {}) });

  while (at < file.size || parts.length === 0) {
    const number = parts.length;
    const ending = partEnding(firstPart, number);
    const comment = partCommentText({ number, ending, from: at, fileSize: file.size });
    const member = (size: number): PaxMember => ({ ...given.member(ending, size), comment });
    // Twice as much is never less long in digits than what it will be.
    const room = writer.roomFor({ ...member(2 * file.size), ...(isSparse ? { sparseSize: file.size } : {}) });
    const next = left === undefined ? denseFrom(at, file.size, room) : stretchesFrom(left, at, file.size, room);
    if (next === undefined) {
      nextSegmentAt();
      continue;
    }
    const { to, data } = next;
    const length = sumOf(data);
    const isDense = length === to - at;
    const map = isDense ? Buffer.alloc(0) : sparseMapBlocks(shifted(data, -at), to - at);
    writer.header({ ...member(map.length + length), ...(isDense ? {} : { sparseSize: to - at }) });
    writer.stream.put(map);
    parts.push({ segment: writer.number, offset: writer.stream.offset, length });
    for (const [start, bytes] of data) {
      hashHole(writer.stream, file, start - at);
      missing += packStretch(writer.stream, file, start, bytes);
      at = start + bytes;
    }
    hashHole(writer.stream, file, to - at);
    writer.padding(map.length + length);
    sparse.push(...(isSparse ? data : []));
    at = to;
  }
  return { parts, firstPart, missing, ...(isSparse ? { sparse } : {}) };

  function nextSegmentAt(): void {
    given.nextSegment(parts.length === 0 ? undefined : soFar());
  }
}

/** What of a file a part holds, from where the one before ended. */
interface NextPart {
  readonly to: number;
  readonly data: readonly DataStretch[];
}

function denseFrom(at: number, size: number, room: number): NextPart | undefined {
  const length = Math.min(size - at, Math.floor(room / partStep) * partStep);
  return length <= 0 && size > at ? undefined : { to: at + Math.max(length, 0), data: [[at, Math.max(length, 0)]] };
}

/**
 * As many stretches as fit with their map; of the last perhaps a piece.
 * @param left stretches that are not packed yet; those that are taken are taken out.
 */
function stretchesFrom(left: DataStretch[], at: number, size: number, room: number): NextPart | undefined {
  const data: DataStretch[] = [];
  // Two numbers in lines for each stretch, and for the one that says where the part ends.
  const lineBytes = 2 * (String(size).length + 1);
  let [bytes, to, taken] = [0, at, 0];
  for (const [start, length] of left) {
    const map = Math.ceil((16 + (data.length + 2) * lineBytes) / 512) * 512;
    const free = Math.floor((room - map - bytes) / partStep) * partStep;
    if (free <= 0) break;
    const piece = Math.min(length, free);
    data.push([start, piece]);
    bytes += piece;
    to = start + piece;
    if (piece < length) {
      left[taken] = [start + piece, length - piece];
      break;
    }
    taken += 1;
  }
  left.splice(0, taken);
  if (left.length > 0) return data.length === 0 ? undefined : { to, data };
  // Nothing but a hole is left, which takes a map of one line.
  return room < 1024 ? undefined : { to: size, data };
}

const shifted = (stretches: readonly DataStretch[], by: number): readonly DataStretch[] =>
  stretches.map(([offset, length]) => [offset + by, length]);
const sumOf = (stretches: readonly DataStretch[]): number => stretches.reduce((sum, [, length]) => sum + length, 0);
