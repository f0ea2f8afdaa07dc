import * as z from "zod";

const c4 = z.string().regex(/^c4[1-9A-HJ-NP-Za-km-z]{88}$/);
const xxh128 = z.string().regex(/^[0-9a-f]{32}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const moment = z.iso.datetime();

/** `archive.json`: what an archive is. Written once, by `archive format`, and never changed. */
export const archiveJsonSchema = z.strictObject({
  format: z.literal("cresset-archive"),
  version: z.int().min(1),
  id: z.uuid(),
  name: z.string().min(1),
  comment: z.string(),
  /** Where it lies: a folder where nothing is said. */
  destination: z.enum(["folder", "ltfs"]).optional(),
  /** No segment is longer, in bytes. */
  segmentBytes: z.int().min(1),
  createdAt: moment,
  tool: z.string(),
  host: z.string(),
  user: z.string(),
});
export type ArchiveJson = z.infer<typeof archiveJsonSchema>;

/** A segment as it was closed. */
export const segmentRecordSchema = z.strictObject({
  /** From 1. */
  number: z.int().min(1),
  /** Relative to the session's folder. */
  file: z.string(),
  bytes: z.int().min(0),
  xxh128,
  /** How it was looked at when it was closed. */
  checked: z.enum(["copied", "read-back"]),
});
export type SegmentRecord = z.infer<typeof segmentRecordSchema>;

/** `session.json`: written last. A session without it was not finished: its journal says how far it is. */
export const sessionJsonSchema = z.strictObject({
  version: z.int().min(1),
  archiveId: z.uuid(),
  /** From 1, without gaps: order is by number, never by clock. */
  session: z.int().min(1),
  /** C4 of the session.json before; nothing for the first. */
  previous: c4.optional(),
  startedAt: moment,
  endedAt: moment,
  tool: z.string(),
  host: z.string(),
  user: z.string(),
  comment: z.string(),
  /** Folder in which everything of this session lies when its segments are extracted. */
  root: z.string(),
  segments: z.array(segmentRecordSchema),
  toc: z.strictObject({ file: z.string(), bytes: z.int(), c4 }),
  files: z.int(),
  /** Bytes of the files, not of the segments. */
  bytes: z.int(),
  clips: z.int(),
  frames: z.int(),
  /** Files that could not be archived as they are: the table of contents says which and why. */
  problems: z.int(),
});
export type SessionJson = z.infer<typeof sessionJsonSchema>;

/** First member of each segment: which segment of which session it is. Segments of two archives cannot be mixed. */
export const segmentLabelSchema = z.strictObject({
  version: z.int().min(1),
  archiveId: z.uuid(),
  archiveName: z.string(),
  session: z.int().min(1),
  segment: z.int().min(1),
  /** xxh128 of the segment before in this session; nothing for the first. */
  previous: xxh128.optional(),
});
export type SegmentLabel = z.infer<typeof segmentLabelSchema>;

/** A stretch of a member's data in a segment: bytes from the start of the segment file. */
const partSchema = z.strictObject({ segment: z.int().min(1), offset: z.int().min(0), length: z.int().min(0) });

/** Bytes of a name, as text where they are UTF-8. */
const nameSchema = z.union([z.string(), z.strictObject({ base64: z.base64() })]);
export type TocName = z.infer<typeof nameSchema>;

/** What went wrong with a file; it is in the archive as far as it could be read, or not at all (no parts). */
export const problemSchema = z.strictObject({
  kind: z.enum(["unreadable", "unstable", "vanished", "unsupported"]),
  message: z.string(),
});

/** A line of `toc.jsonl` for one thing in the archive. */
export const tocEntrySchema = z.strictObject({
  /** Relative to the session's root, `/` between parts. */
  path: nameSchema,
  type: z.enum(["file", "hardlink", "symlink", "folder", "fifo"]),
  /** Length of the file, holes included. */
  size: z.int().min(0).optional(),
  /** Nanoseconds since 1970, as text: they do not fit a number. */
  mtimeNs: z.string().regex(/^-?\d+$/),
  mode: z.int(),
  /** Who it belongs to; names where the machine that archived it had them. */
  owner: z
    .strictObject({
      uid: z.int().min(0),
      gid: z.int().min(0),
      user: z.string().optional(),
      group: z.string().optional(),
    })
    .optional(),
  /** Where a symbolic link points; for a hard link the path of its first name in this session. */
  link: nameSchema.optional(),
  xxh128: xxh128.optional(),
  sha256: sha256.optional(),
  /** In order: their data joined is the file, or what `sparse` maps of it. */
  parts: z.array(partSchema).optional(),
  /**
   * Of a file in parts: what the member of the first part has behind the file's name, such as `.part0000`; its digits count
   * up. Archives of format 1 say nothing of it, and it is always that.
   */
  firstPart: z
    .string()
    .regex(/^\S+\d+$/)
    .optional(),
  /** Stretches of a file with holes that hold data: [offset, length] in the file. */
  sparse: z.array(z.tuple([z.int().min(0), z.int().min(0)])).optional(),
  xattrs: z.record(z.string(), z.base64()).optional(),
  /** The catalogue's clip that the file belongs to. */
  clip: z.string().optional(),
  /** Where it was read from, absolute, for people and for restoring in place. */
  source: nameSchema.optional(),
  problem: problemSchema.optional(),
});
export type TocEntry = z.infer<typeof tocEntrySchema>;

/** First line of `toc.jsonl`. */
export const tocHeadSchema = z.strictObject({
  toc: z.literal("cresset-archive"),
  version: z.int().min(1),
  archiveId: z.uuid(),
  archiveName: z.string(),
  session: z.int().min(1),
  root: z.string(),
});
export type TocHead = z.infer<typeof tocHeadSchema>;

/** Last line of `toc.jsonl`: a table without it is cut off. */
export const tocEndSchema = z.strictObject({ end: z.literal(true), entries: z.int().min(0) });
