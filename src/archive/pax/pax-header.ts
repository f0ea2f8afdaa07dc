import { Buffer, isUtf8 } from "node:buffer";

/** What a member of a tar is. */
export type MemberType = "file" | "hardlink" | "symlink" | "folder" | "fifo";

/** Who a file belongs to. Names mean more than numbers on another machine. */
export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
  readonly user?: string | undefined;
  readonly group?: string | undefined;
}

/** Everything that the headers of one member say. Names are bytes: a file system does not promise UTF-8. */
export interface PaxMember {
  readonly path: Buffer;
  readonly type: MemberType;
  /** Bytes of data that follow in this segment; 0 for all but files. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
  /** Nanoseconds since 1970. */
  readonly mtimeNs: bigint;
  /** root's where there is none. */
  readonly owner?: FileOwner | undefined;
  readonly linkPath?: Buffer;
  /** Extended attributes by name. */
  readonly xattrs?: ReadonlyMap<string, Buffer>;
  /** Length of the file with its holes, where the data is a GNU sparse map (format 1.0) and what it maps. */
  readonly sparseSize?: number;
  /** Latin letters; spaces may follow it. */
  readonly comment?: string;
}

/** All of a tar lies in blocks. */
export const blockBytes = 512;
/** Data of large files begins at a multiple of this, so that it can be read with direct I/O and exact ranges. */
export const alignmentBytes = 4096;
/** Files from this size on are aligned: below, the padding would cost more than it gives. */
export const alignFromBytes = 65_536;

const typeFlags = { file: "0", hardlink: "1", symlink: "2", folder: "5", fifo: "6" } as const;

/** Bytes up to the next block. */
export const blockPadding = (bytes: number): number => (blockBytes - (bytes % blockBytes)) % blockBytes;

/**
 * The headers of a member that begins at `offset` of its segment: a pax extended header (POSIX.1-2001) and the ustar
 * header. The data follows at once, and then zeros to the next block. Its length is a multiple of 512.
 */
export function paxHeaders(member: PaxMember, offset: number): Buffer {
  const records = paxRecords(member);
  const { comment = "" } = member;
  const aligned = member.type === "file" && member.size >= alignFromBytes;
  const extended = aligned ? alignedRecords(records, comment, offset) : padded(withComment(records, comment));
  const extendedLength = extended.recordBytes;
  return Buffer.concat([
    ustarHeader({ ...member, path: Buffer.from("PaxHeader"), size: extendedLength, mode: 0o644 }, "x"),
    extended.blocks,
    ustarHeader(member, typeFlags[member.type]),
  ]);
}

/** The two blocks of zeros that end a tar. */
export const endOfTar = (): Buffer => Buffer.alloc(2 * blockBytes);

interface Extended {
  /** Without what fills the last block. */
  readonly recordBytes: number;
  readonly blocks: Buffer;
}

const noBytes = Buffer.alloc(blockBytes);

function padded(records: Buffer): Extended {
  return {
    recordBytes: records.length,
    blocks: Buffer.concat([records, noBytes.subarray(0, blockPadding(records.length))]),
  };
}

const withComment = (records: readonly Buffer[], comment: string): Buffer =>
  Buffer.concat(comment === "" ? records : [...records, paxRecord("comment", Buffer.from(comment))]);

/** Lengthens the comment until the data of the member begins at a multiple of the alignment. */
function alignedRecords(records: readonly Buffer[], comment: string, offset: number): Extended {
  const plain = padded(withComment(records, comment));
  const dataAt = offset + 2 * blockBytes + plain.blocks.length;
  const missing = (alignmentBytes - (dataAt % alignmentBytes)) % alignmentBytes;
  if (missing === 0) return plain;
  // The record fills up to the last block's end; one with a comment of a single character has 12 bytes.
  const bytes = plain.blocks.length + missing - records.reduce((sum, { length }) => sum + length, 0);
  return padded(Buffer.concat([...records, fillingComment(comment, bytes)]));
}

/** A comment record of exactly this many bytes. */
function fillingComment(comment: string, bytes: number): Buffer {
  const digits = String(bytes).length;
  return Buffer.from(`${bytes} comment=${comment.padEnd(bytes - digits - " comment=\n".length)}\n`);
}

function paxRecords(member: PaxMember): readonly Buffer[] {
  const names = [member.path, ...(member.linkPath === undefined ? [] : [member.linkPath])];
  const text = names.every(isUtf8);
  const records: Buffer[] = [];
  if (!text) records.push(paxRecord("hdrcharset", Buffer.from("BINARY")));
  if (member.sparseSize === undefined) records.push(paxRecord("path", member.path));
  else
    records.push(
      paxRecord("GNU.sparse.major", Buffer.from("1")),
      paxRecord("GNU.sparse.minor", Buffer.from("0")),
      paxRecord("GNU.sparse.name", member.path),
      paxRecord("GNU.sparse.realsize", Buffer.from(String(member.sparseSize))),
      paxRecord("path", member.path),
    );
  if (member.linkPath !== undefined) records.push(paxRecord("linkpath", member.linkPath));
  if (member.type === "file") records.push(paxRecord("size", Buffer.from(String(member.size))));
  records.push(paxRecord("mtime", Buffer.from(paxTime(member.mtimeNs))));
  for (const [key, value] of ownerRecords(member.owner)) records.push(paxRecord(key, Buffer.from(value)));
  for (const [name, value] of member.xattrs ?? []) records.push(paxRecord(`SCHILY.xattr.${name}`, value));
  return records;
}

/** What the fields of a ustar header are too short for. */
function ownerRecords(owner: FileOwner | undefined): readonly (readonly [key: string, value: string])[] {
  const { uid = 0, gid = 0, user = "", group = "" } = owner ?? {};
  return [
    ...(uid > largestId ? [["uid", String(uid)] as const] : []),
    ...(gid > largestId ? [["gid", String(gid)] as const] : []),
    ...(fitsField(user) ? [] : [["uname", user] as const]),
    ...(fitsField(group) ? [] : [["gname", group] as const]),
  ];
}

const largestId = 0o7777777;
const fitsField = (name: string) => /^[\x20-\x7e]{0,31}$/.test(name);

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from("\n")]);
  let length = rest.length + String(rest.length).length;
  if (rest.length + String(length).length !== length) length += 1;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

/** Seconds with nine digits after the point; times before 1970 are negative. */
function paxTime(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? "-" : "";
  const absolute = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  return `${sign}${absolute / 1_000_000_000n}.${String(absolute % 1_000_000_000n).padStart(9, "0")}`;
}

/** What readers that know only ustar see; the extended header says the same without its limits. */
function ustarHeader(member: PaxMember, typeFlag: string): Buffer {
  // Of the pool: memory of its own for each header is dear.
  const header = Buffer.allocUnsafe(blockBytes).fill(0);
  ustarName(member.path).copy(header, 0);
  header.write(octal(member.mode & 0o7777, 8), 100, "latin1");
  const { uid = 0, gid = 0, user = "", group = "" } = member.owner ?? {};
  header.write(octal(Math.min(uid, largestId), 8), 108, "latin1");
  header.write(octal(Math.min(gid, largestId), 8), 116, "latin1");
  header.write(octal(Math.min(member.size, 0o77777777777), 12), 124, "latin1");
  const seconds = Number(member.mtimeNs / 1_000_000_000n);
  header.write(octal(Math.min(Math.max(seconds, 0), 0o77777777777), 12), 136, "latin1");
  header.write("        ", 148, "latin1");
  header.write(typeFlag, 156, "latin1");
  if (member.linkPath !== undefined && typeFlag !== "x") ustarName(member.linkPath).copy(header, 157);
  header.write("ustar\u000000", 257, "latin1");
  if (fitsField(user)) header.write(user, 265, "latin1");
  if (fitsField(group)) header.write(group, 297, "latin1");
  let sum = 0;
  for (let at = 0; at < blockBytes; at += 1) sum += header[at] ?? 0;
  header.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148, "latin1");
  return header;
}

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\u0000`;

/** The end of a long name, cut where no character is cut. */
function ustarName(name: Buffer): Buffer {
  if (name.length <= 100) return name;
  let start = name.length - 100;
  while (start < name.length && ((name[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return name.subarray(start);
}
