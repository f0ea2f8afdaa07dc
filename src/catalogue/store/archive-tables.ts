/**
 * What archives hold, and what was done with them, as Kysely sees it. Times are ISO 8601 in UTC: the audit log is read by
 * people and by other programs.
 */
export interface ArchiveTables {
  readonly archives: ArchiveRow;
  readonly archive_sessions: ArchiveSessionRow;
  readonly archive_clips: ArchiveClipRow;
  readonly archive_blocks: ArchiveBlockRow;
  readonly archive_signatures: ArchiveSignatureRow;
  readonly archive_audit: ArchiveAuditRow;
}

export interface ArchiveRow {
  id: string;
  name: string;
  /** Where it lay when it was last seen, absolute. */
  place: string;
  comment: string;
  created_at: string;
}

export interface ArchiveSessionRow {
  archive_id: string;
  session: number;
  started_at: string;
  ended_at: string;
  host: string;
  user_name: string;
  project: string;
  files: number;
  bytes: number;
  clips: number;
  frames: number;
  problems: number;
  segments: number;
  /** 0 while its files are being written down. */
  is_whole: number;
}

export interface ArchiveClipRow {
  archive_id: string;
  session: number;
  clip_id: string;
  name: string;
  /** Where it lay in the catalogue. */
  path: string;
  /** What search looks through: name and path in lower case. */
  text: string;
}

/** Some hundred files of a session together: rows of their own for each would be ten times as large and as slow. */
export interface ArchiveBlockRow {
  id: number;
  archive_id: string;
  session: number;
  /** In lower case, one line each: folders, names, clips. */
  names: string;
  /** Deflated JSON, see `file-block.ts`. */
  details: Uint8Array;
}

/** Apart from the blocks, so that a search reads through all of them in milliseconds. */
export interface ArchiveSignatureRow {
  block_id: number;
  signature: Uint8Array;
}

export interface ArchiveAuditRow {
  /** From 1, without gaps. */
  number: number;
  moment: string;
  actor: string;
  host: string;
  action: string;
  outcome: string;
  archive_id: string;
  archive_name: string;
  place: string;
  session: number | null;
  project: string;
  /** JSON list of texts. */
  subjects: string;
  target: string;
  files: number;
  bytes: number;
  message: string;
  previous: string;
  hash: string;
}
