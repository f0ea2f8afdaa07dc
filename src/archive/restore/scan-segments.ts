import { CressetError } from "../../errors.ts";
import type { Destination, StoredFile } from "../destination/destination.ts";
import type { TocEntry } from "../format/archive-json.ts";
import { nameBytes, tocName } from "../format/toc-name.ts";
import { readPartComment } from "../format/part-comment.ts";
import { readLabel } from "../format/read-label.ts";
import { type FoundMember, readMembers } from "../pax/read-members.ts";
import { type FoundPart, joinParts } from "./join-parts.ts";
import type { KnownSegment } from "./segment-scan.ts";

/** Names of parts in archives of format 1, whose headers do not say that they are parts. */
const partName = /^(?<name>[\s\S]*)(?<ending>\.part(?<number>\d{4,}))$/;

/**
 * A table of contents made again from the headers of the segments: without checksums, and without what stood in none.
 * Parts of files are put together; of two members of one name the later counts, as with tar. What describes the session
 * itself is left out.
 * @param complain told of what no header tells of.
 */
export function* scanSegments(
  destination: Destination,
  segments: readonly KnownSegment[],
  complain: (message: string) => void,
): Generator<TocEntry> {
  const latest = new Map<string, number>();
  let number = 0;
  for (const { path } of allEntries(destination, segments, () => {})) {
    number += 1;
    latest.set(nameBytes(path).toString("latin1"), number);
  }
  number = 0;
  for (const entry of allEntries(destination, segments, complain)) {
    number += 1;
    if (latest.get(nameBytes(entry.path).toString("latin1")) === number) yield entry;
  }
}

/** What one member is, then files that are in parts. */
function* allEntries(
  destination: Destination,
  segments: readonly KnownSegment[],
  complain: (message: string) => void,
): Generator<TocEntry> {
  const joined = joinParts();
  const isOld = oldFormat(destination, segments);
  let next = 1;
  for (const { number, file } of segments) {
    for (; next < number; next += 1) complain(`Segment ${next} is not there: what it held is not known.`);
    next = number + 1;
    let gap = 0;
    let stored: StoredFile;
    try {
      stored = destination.open(file);
    } catch (error) {
      if (!(error instanceof CressetError)) throw error;
      complain(`${file} is not there: what it held is not known.`);
      continue;
    }
    try {
      for (const member of readMembers(stored, (bytes) => (gap += bytes))) {
        const path = underRoot(member.path);
        if (path === undefined) continue;
        const part = partOf(member, path, isOld);
        const entry = entryOf(member, path, number, stored);
        if (part === undefined) yield entry;
        else joined.add(part, entry);
      }
    } finally {
      stored.close();
    }
    if (gap > 0) complain(`${gap} bytes of ${file} belong to nothing that a header tells of.`);
  }
  yield* joined.entries();
}

/** Whether the segments are of format 1, by the first that says so. */
function oldFormat(destination: Destination, segments: readonly KnownSegment[]): boolean {
  for (const { file } of segments) {
    const label = readLabel(destination, file);
    if (label !== undefined) return label.version < 2;
  }
  return false;
}

/** Nothing for what describes the session. */
function underRoot(path: Buffer): Buffer | undefined {
  const slash = path.indexOf(0x2f);
  if (slash === -1) return undefined;
  const rest = path.subarray(slash + 1);
  const text = rest.toString("latin1");
  return text.startsWith(".cresset/") || text === "ascmhl" || text.startsWith("ascmhl/") ? undefined : rest;
}

function partOf({ type, comment }: FoundMember, path: Buffer, isOld: boolean): FoundPart | undefined {
  if (type !== "file" && type !== "hardlink") return undefined;
  const text = path.toString("latin1");
  const match = isOld ? partName.exec(text)?.groups : undefined;
  const part = isOld
    ? match && { number: Number(match["number"]), ending: match["ending"] ?? "" }
    : readPartComment(comment);
  if (part === undefined || !text.endsWith(part.ending)) return undefined;
  return { ...part, name: Buffer.from(text.slice(0, text.length - part.ending.length), "latin1") };
}

function entryOf(
  member: FoundMember,
  path: Buffer,
  segment: number,
  stored: { read(into: Uint8Array, at: number): number },
): TocEntry {
  const { type, offset, size, mode, mtimeNs, owner, linkPath, sparseSize } = member;
  const link = type === "hardlink" && linkPath !== undefined ? underRoot(linkPath) : linkPath;
  const base = {
    path: tocName(path),
    mode,
    mtimeNs: String(mtimeNs),
    owner,
    ...(link === undefined ? {} : { link: tocName(link) }),
  };
  if (type === "other")
    return {
      ...base,
      type: "file",
      problem: { kind: "unsupported", message: "A member of a type that Cresset does not write." },
    };
  if (type !== "file") return { ...base, type };
  if (sparseSize === undefined) return { ...base, type, size, parts: [{ segment, offset, length: size }] };
  const map = readSparseMap(stored, offset);
  const data = size - map.bytes;
  return {
    ...base,
    type,
    size: sparseSize,
    sparse: map.stretches,
    parts: [{ segment, offset: offset + map.bytes, length: data }],
  };
}

/** The numbers in lines that GNU's sparse format 1.0 puts before the data. */
function readSparseMap(stored: { read(into: Uint8Array, at: number): number }, offset: number) {
  let text = "";
  const block = Buffer.alloc(512);
  const stretches: [number, number][] = [];
  for (let bytes = 512; ; bytes += 512) {
    if (stored.read(block, offset + bytes - 512) === 0) return { bytes: 0, stretches };
    text += block.toString("latin1");
    const numbers = text.split("\n").slice(0, -1).map(Number);
    const [count = 0] = numbers;
    if (numbers.length < 1 + 2 * count) continue;
    for (let index = 0; index < count; index += 1) {
      const [start = 0, length = 0] = [numbers[1 + 2 * index], numbers[2 + 2 * index]];
      if (length > 0) stretches.push([start, length]);
    }
    return { bytes, stretches };
  }
}
