import { closeSync, openSync, readSync } from "node:fs";

/** An atom of a QuickTime or MP4 file: where its content begins and ends. */
interface Atom {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** More entries than this, and frames are anything but equally long. */
const mostEntries = 100_000;

function readAt(file: number, at: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  return bytes.subarray(0, readSync(file, bytes, 0, count, at));
}

/** The atoms from `start` to `end`; stops where the sizes make no sense. */
function* atomsIn(file: number, start: number, end: number): Generator<Atom> {
  for (let at = start; at + 8 <= end;) {
    const header = readAt(file, at, 16);
    if (header.length < 8) return;
    const short = header.readUInt32BE(0);
    const wide = short === 1 && header.length === 16;
    const size = wide ? Number(header.readBigUInt64BE(8)) : short === 0 ? end - at : short;
    if (size < 8) return;
    yield { type: header.toString("latin1", 4, 8), start: at + (wide ? 16 : 8), end: Math.min(end, at + size) };
    at += size;
  }
}

function descend(file: number, from: Atom, ...path: readonly string[]): Atom | undefined {
  const [type, ...rest] = path;
  if (type === undefined) return from;
  for (const atom of atomsIn(file, from.start, from.end)) if (atom.type === type) return descend(file, atom, ...rest);
  return undefined;
}

/** Whether a table of runs (count, length) has one length; the last frame may have any, because muxers guess it. */
function isUniform(file: number, table: Atom): boolean {
  const count = readAt(file, table.start + 4, 4);
  if (count.length < 4 || count.readUInt32BE(0) > mostEntries) return false;
  const entries = readAt(file, table.start + 8, count.readUInt32BE(0) * 8);
  const runs = Array.from({ length: entries.length / 8 }, (_, index) => ({
    frames: entries.readUInt32BE(index * 8),
    length: entries.readUInt32BE(index * 8 + 4),
  }));
  const [first] = runs;
  if (first === undefined) return false;
  return runs.every(
    ({ frames, length }, index) => length === first.length || (index === runs.length - 1 && frames === 1),
  );
}

/** Whether a track plays one stretch of its media; an empty edit before it only delays it. */
function hasOneEdit(file: number, track: Atom): boolean {
  const list = descend(file, track, "edts", "elst");
  if (list === undefined) return true;
  const head = readAt(file, list.start, 8);
  if (head.length < 8) return false;
  const wide = head.readUInt8(0) === 1;
  const count = head.readUInt32BE(4);
  const size = wide ? 20 : 12;
  const entries = readAt(file, list.start + 8, Math.min(count, 3) * size);
  const stretches = Array.from({ length: Math.floor(entries.length / size) }, (_, index) =>
    wide ? Number(entries.readBigInt64BE(index * size + 8)) : entries.readInt32BE(index * size + 4),
  ).filter((mediaTime) => mediaTime !== -1);
  return count <= 3 && stretches.length === 1;
}

/**
 * Whether the decoding times of a track of a QuickTime or MP4 file are evenly spaced, as its own table (`stts`, ISO/IEC
 * 14496-12) says, and its edit list plays it once through. Reads the index only.
 * @param track which track, counted from 0
 */
export function hasEvenFrames(path: string, track: number): boolean {
  const file = openSync(path, "r");
  try {
    const movie = descend(file, { type: "", start: 0, end: Number.MAX_SAFE_INTEGER }, "moov");
    if (movie === undefined) return false;
    const tracks = [...atomsIn(file, movie.start, movie.end)].filter(({ type }) => type === "trak");
    const wanted = tracks[track];
    const times = wanted && descend(file, wanted, "mdia", "minf", "stbl", "stts");
    return wanted !== undefined && times !== undefined && isUniform(file, times) && hasOneEdit(file, wanted);
  } finally {
    closeSync(file);
  }
}
