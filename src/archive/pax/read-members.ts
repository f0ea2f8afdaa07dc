import type { StoredFile } from "../destination/destination.ts";
import { blockBytes, blockPadding, type FileOwner, type MemberType } from "./pax-header.ts";

/** A member as it was found in a segment. */
export interface FoundMember {
  readonly path: Buffer;
  readonly type: MemberType | "other";
  /** Where its data begins, and how long it is. */
  readonly offset: number;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly mode: number;
  readonly owner: FileOwner;
  readonly linkPath?: Buffer;
  readonly sparseSize?: number;
  readonly comment?: string;
}

const types: Readonly<Record<string, MemberType>> = {
  "0": "file",
  "\u0000": "file",
  "1": "hardlink",
  "2": "symlink",
  "5": "folder",
  "6": "fifo",
};
const longestRecords = 16 * 1024 * 1024;

/**
 * The members of a segment, from its headers. It goes on behind a header that is damaged: at the next block that is a
 * header. A segment that is cut off ends it.
 * @param onGap told of how many bytes no header says what they are.
 */
export function* readMembers(segment: StoredFile, onGap: (bytes: number) => void = () => {}): Generator<FoundMember> {
  const header = Buffer.alloc(blockBytes);
  let records = new Map<string, Buffer>();
  for (let at = 0; at + blockBytes <= segment.bytes;) {
    if (segment.read(header, at) < blockBytes) return;
    at += blockBytes;
    if (!isHeader(header)) {
      records = new Map();
      if (header.some((byte) => byte !== 0)) onGap(blockBytes);
      continue;
    }
    const flag = header.toString("latin1", 156, 157);
    const size = Number(records.get("size")?.toString() ?? Number.parseInt(text(header, 124, 12).toString(), 8));
    if (!Number.isSafeInteger(size) || size < 0) continue;
    if (flag === "x") {
      records = readRecords(segment, at, size);
      at += size + blockPadding(size);
      continue;
    }
    yield member(header, flag, records, at, size);
    records = new Map();
    const type = types[flag];
    if (type === "file" || type === undefined) at += size + blockPadding(size);
    if (at > segment.bytes) onGap(at - segment.bytes);
  }
}

function member(header: Buffer, flag: string, records: ReadonlyMap<string, Buffer>, offset: number, size: number) {
  const linkPath = records.get("linkpath") ?? text(header, 157, 100);
  const sparseSize = records.get("GNU.sparse.realsize");
  const comment = records.get("comment")?.toString("latin1").trimEnd() ?? "";
  const found: FoundMember = {
    path: records.get("GNU.sparse.name") ?? records.get("path") ?? text(header, 0, 100),
    type: types[flag] ?? "other",
    offset,
    size,
    mtimeNs: timeOf(records.get("mtime")?.toString()),
    mode: Number.parseInt(text(header, 100, 8).toString(), 8),
    owner: ownerIn(header, records),
    ...(linkPath.length === 0 ? {} : { linkPath }),
    ...(sparseSize === undefined ? {} : { sparseSize: Number(sparseSize.toString()) }),
    ...(comment === "" ? {} : { comment }),
  };
  return found;
}

function ownerIn(header: Buffer, records: ReadonlyMap<string, Buffer>): FileOwner {
  const number = (key: string, at: number) =>
    Number(records.get(key)?.toString() ?? Number.parseInt(text(header, at, 8).toString(), 8)) || 0;
  const name = (key: string, at: number) => (records.get(key) ?? text(header, at, 32)).toString();
  const [user, group] = [name("uname", 265), name("gname", 297)];
  return {
    uid: number("uid", 108),
    gid: number("gid", 116),
    ...(user === "" ? {} : { user }),
    ...(group === "" ? {} : { group }),
  };
}

function isHeader(block: Buffer): boolean {
  if (block.toString("latin1", 257, 262) !== "ustar") return false;
  const written = Number.parseInt(text(block, 148, 8).toString(), 8);
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return sum === written;
}

function text(block: Buffer, start: number, length: number): Buffer {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return Buffer.from(end === -1 ? field : field.subarray(0, end));
}

function readRecords(segment: StoredFile, at: number, size: number): Map<string, Buffer> {
  const records = new Map<string, Buffer>();
  if (size > longestRecords) return records;
  const bytes = Buffer.alloc(size);
  if (segment.read(bytes, at) < size) return records;
  for (let start = 0; start < size;) {
    const space = bytes.indexOf(0x20, start);
    const length = Number(bytes.toString("latin1", start, space));
    if (space === -1 || !Number.isInteger(length) || length < 5 || start + length > size) break;
    const record = bytes.subarray(space + 1, start + length - 1);
    const equals = record.indexOf(0x3d);
    if (equals > 0) records.set(record.toString("utf8", 0, equals), Buffer.from(record.subarray(equals + 1)));
    start += length;
  }
  return records;
}

function timeOf(seconds: string | undefined): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d{1,9}))?/.exec(seconds ?? "");
  if (parts === null) return 0n;
  const [, sign, whole = "0", fraction = ""] = parts;
  const value = BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, "0"));
  return sign === "-" ? -value : value;
}
