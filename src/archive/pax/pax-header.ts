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
  const extended = aligned ? alignedRecords(records, comment, offset) : withComment(records, comment);
  const extendedBlocks = extended.length + blockPadding(extended.length);
  const headers = Buffer.allocUnsafe(2 * blockBytes + extendedBlocks).fill(0);
  writeUstar(headers, 0, { ...member, path: extendedName, size: extended.length, mode: 0o644 }, "x");
  headers.write(extended, blockBytes, "latin1");
  writeUstar(headers, blockBytes + extendedBlocks, member, typeFlags[member.type]);
  return headers;
}

const extendedName = Buffer.from("PaxHeader");

/** The two blocks of zeros that end a tar. */
export const endOfTar = (): Buffer => Buffer.alloc(2 * blockBytes);

// Records are texts in which each character is a byte: with Buffers for all their pieces headers take several times as long.

const bytesAsText = (bytes: Buffer): string => bytes.toString("latin1");
const utf8AsText = (text: string): string => bytesAsText(Buffer.from(text));

const withComment = (records: string, comment: string): string =>
  comment === "" ? records : records + paxRecord("comment", utf8AsText(comment));

/** Lengthens the comment until the data of the member begins at a multiple of the alignment. */
function alignedRecords(records: string, comment: string, offset: number): string {
  const plain = withComment(records, comment);
  const plainBlocks = plain.length + blockPadding(plain.length);
  const dataAt = offset + 2 * blockBytes + plainBlocks;
  const missing = (alignmentBytes - (dataAt % alignmentBytes)) % alignmentBytes;
  if (missing === 0) return plain;
  // The record fills up to the last block's end; one with a comment of a single character has 12 bytes.
  return records + fillingComment(comment, plainBlocks + missing - records.length);
}

/** A comment record of exactly this many bytes. */
function fillingComment(comment: string, bytes: number): string {
  const digits = String(bytes).length;
  return `${bytes} comment=${comment.padEnd(bytes - digits - " comment=\n".length)}\n`;
}

function paxRecords(member: PaxMember): string {
  const { linkPath } = member;
  const path = bytesAsText(member.path);
  const isText = isUtf8(member.path) && (linkPath === undefined || isUtf8(linkPath));
  let records = isText ? "" : paxRecord("hdrcharset", "BINARY");
  if (member.sparseSize !== undefined)
    records +=
      paxRecord("GNU.sparse.major", "1") +
      paxRecord("GNU.sparse.minor", "0") +
      paxRecord("GNU.sparse.name", path) +
      paxRecord("GNU.sparse.realsize", String(member.sparseSize));
  records += paxRecord("path", path);
  if (linkPath !== undefined) records += paxRecord("linkpath", bytesAsText(linkPath));
  if (member.type === "file") records += paxRecord("size", String(member.size));
  records += paxRecord("mtime", paxTime(member.mtimeNs)) + ownerRecords(member.owner);
  for (const [name, value] of member.xattrs ?? [])
    records += paxRecord(`SCHILY.xattr.${utf8AsText(name)}`, bytesAsText(value));
  return records;
}

/** What the fields of a ustar header are too short for. */
function ownerRecords(owner: FileOwner | undefined): string {
  const { uid = 0, gid = 0, user = "", group = "" } = owner ?? {};
  return (
    (uid > largestId ? paxRecord("uid", String(uid)) : "") +
    (gid > largestId ? paxRecord("gid", String(gid)) : "") +
    (fitsField(user) ? "" : paxRecord("uname", utf8AsText(user))) +
    (fitsField(group) ? "" : paxRecord("gname", utf8AsText(group)))
  );
}

const largestId = 0o7777777;
const fitsField = (name: string) => /^[\x20-\x7e]{0,31}$/.test(name);

/** `<length> <key>=<value>\n`, where the length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length + String(rest.length).length;
  if (rest.length + String(length).length !== length) length += 1;
  return `${length}${rest}`;
}

/** Seconds with nine digits after the point; times before 1970 are negative. */
function paxTime(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? "-" : "";
  const digits = String(nanoseconds < 0n ? -nanoseconds : nanoseconds).padStart(10, "0");
  return `${sign}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/**
 * What readers that know only ustar see; the extended header says the same without its limits.
 * @param to zeros, where nothing else is written.
 */
function writeUstar(to: Buffer, at: number, member: PaxMember, typeFlag: string): void {
  const { uid = 0, gid = 0, user = "", group = "" } = member.owner ?? {};
  ustarName(member.path).copy(to, at);
  const size = octal(Math.min(member.size, 0o77777777777), 12);
  const seconds = Number(member.mtimeNs / 1_000_000_000n);
  const mtime = octal(Math.min(Math.max(seconds, 0), 0o77777777777), 12);
  const ids = octal(Math.min(uid, largestId), 8) + octal(Math.min(gid, largestId), 8);
  to.write(`${octal(member.mode & 0o7777, 8)}${ids}${size}${mtime}        ${typeFlag}`, at + 100, "latin1");
  if (member.linkPath !== undefined && typeFlag !== "x") ustarName(member.linkPath).copy(to, at + 157);
  to.write("ustar\u000000", at + 257, "latin1");
  if (fitsField(user)) to.write(user, at + 265, "latin1");
  if (fitsField(group)) to.write(group, at + 297, "latin1");
  let sum = 0;
  for (let each = at; each < at + blockBytes; each += 1) sum += to[each] ?? 0;
  to.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, at + 148, "latin1");
}

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\u0000`;

/** The end of a long name, cut where no character is cut. */
function ustarName(name: Buffer): Buffer {
  if (name.length <= 100) return name;
  let start = name.length - 100;
  while (start < name.length && ((name[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return name.subarray(start);
}
