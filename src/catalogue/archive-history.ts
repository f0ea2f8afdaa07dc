/** An archive as it was last seen; it need not be there now. */
export interface KnownArchive {
  /** UUID. */
  readonly id: string;
  readonly name: string;
  /** Absolute. */
  readonly place: string;
  readonly comment: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** A session that was finished. Moments are ISO 8601 in UTC, bytes are those of its files. */
export interface KnownSession {
  readonly session: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly host: string;
  readonly user: string;
  /** Name of the project that it was archived from; empty where that is not known. */
  readonly project: string;
  readonly files: number;
  readonly bytes: number;
  readonly clips: number;
  readonly frames: number;
  /** Files that could not be archived as they are. */
  readonly problems: number;
  readonly segments: number;
}

/** A clip of the catalogue that was archived. */
export interface ArchivedClip {
  readonly id: string;
  readonly name: string;
  /** Where it lay in the catalogue. */
  readonly path: string;
}

/** A file that was archived. */
export interface ArchivedFile {
  /** Relative to the session's root, `/` between parts. Bytes that are no UTF-8 are shown as U+FFFD. */
  readonly path: string;
  readonly bytes: number;
  /** Id of the clip that it belongs to; empty for none. */
  readonly clip: string;
  /** Where it was read from, absolute; empty where that is not known. */
  readonly source: string;
  /** Number of the segment in which its data begins; 0 for none. */
  readonly segment: number;
}

/** What `recordSession` writes down. `files` is gone through once; a million of them need no memory. */
export interface SessionRecord {
  readonly archive: KnownArchive;
  readonly session: KnownSession;
  readonly clips: Iterable<ArchivedClip>;
  readonly files: Iterable<ArchivedFile>;
}

/** Which archive and session something was found in. */
export interface FoundIn {
  readonly archiveId: string;
  readonly archiveName: string;
  readonly place: string;
  readonly session: number;
  /** When the session ended. */
  readonly archivedAt: string;
}

export interface FoundClip extends FoundIn, ArchivedClip {}

export interface FoundFile extends FoundIn, ArchivedFile {
  /** Empty where the clip's name is not known. */
  readonly clipName: string;
}

export interface FoundArchived {
  /** Newest session first, as are the files. */
  readonly clips: readonly FoundClip[];
  readonly files: readonly FoundFile[];
  /** There is more than the limit let through. */
  readonly hasMore: boolean;
}

/** A page of what one archive holds. */
export interface ArchivedPageQuery {
  /** All of them when left out. */
  readonly session?: number | undefined;
  /** Every word of it is in what is wanted; everything when it is empty. */
  readonly text?: string | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface BrowsedFile extends ArchivedFile {
  readonly session: number;
  /** Empty where the clip's name is not known. */
  readonly clipName: string;
}

export interface BrowsedFiles {
  /** May be fewer than the limit, even none, with more to come: what is looked for is rare. */
  readonly files: readonly BrowsedFile[];
  /** Nothing on the last page. */
  readonly next: string | undefined;
}

export interface BrowsedClips {
  readonly clips: readonly (ArchivedClip & { readonly session: number })[];
  readonly next: string | undefined;
}

/** Which rows of the audit log are wanted, the latest first. */
export interface AuditQuery {
  /** Number of the row that the page before ended with. */
  readonly before?: number | undefined;
  readonly limit: number;
  readonly action?: string | undefined;
  readonly outcome?: string | undefined;
  readonly project?: string | undefined;
  /** Every word of it is in a row's user, archive, place, project, subjects, target or message. */
  readonly text?: string | undefined;
  readonly since?: Date | undefined;
  /** The first moment that is not wanted any more. */
  readonly until?: Date | undefined;
}

/** What an audit row tells: who did what with which archive, and how it ended; or who changed whose account. */
export interface AuditEvent {
  /**
   * `segment`: a segment was bad when it was read back. `account`: an account was made, changed, disabled, enabled or
   * removed; it is the subject, and `message` says what. What tells of archives is empty then.
   */
  readonly action: "format" | "add" | "segment" | "verify" | "restore" | "account";
  /** `problems`: it came to its end, and not everything was as it should be; `message` says what. */
  readonly outcome: "done" | "problems" | "failed" | "cancelled";
  readonly user: string;
  readonly host: string;
  readonly archiveId: string;
  readonly archiveName: string;
  /** Where the archive lies: what was restored came from here, what was added went here. */
  readonly place: string;
  readonly session?: number | undefined;
  /** Empty where there is none. */
  readonly project: string;
  /** What it was about: paths or names as the user gave them. */
  readonly subjects: readonly string[];
  /** The other end: where a restore wrote to. Empty where there is none. */
  readonly target: string;
  readonly files: number;
  /** Of the files that this very action archived, read or restored. */
  readonly bytes: number;
  /** A sentence; empty when there is nothing to say. */
  readonly message: string;
}

/** A row of the audit log. Each holds the hash of the one before, so that a change of any shows. */
export interface AuditEntry extends Omit<AuditEvent, "action" | "outcome" | "session"> {
  /** From 1, without gaps. */
  readonly number: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly action: string;
  readonly outcome: string;
  readonly session: number | undefined;
  /** SHA-256 in hex; 64 zeros for the first row. */
  readonly previous: string;
  readonly hash: string;
}

export interface AuditCheck {
  readonly entries: number;
  /** Hash of the last row: kept elsewhere, it shows later that nothing was cut off the end. */
  readonly head: string;
  /** What is wrong, a sentence each; empty when the log is whole. */
  readonly faults: readonly string[];
}

/** Every archive that this house's store knows, plugged in or not, and the log of what was done with them. */
export interface ArchiveHistory {
  /** Writes down an archive; one that is known gets its new place. */
  recordArchive(archive: KnownArchive): Promise<void>;
  /** Writes down a session with all that lies in it. One that is known is replaced; a kill leaves no half of one. */
  recordSession(record: SessionRecord): Promise<void>;
  /** Whether a session was written down: there is no need to read its table of contents again. */
  knowsSession(archiveId: string, session: number): Promise<boolean>;
  /** By name. */
  archives(): Promise<readonly KnownArchive[]>;
  /** Sessions of an archive, in their order. */
  sessions(archiveId: string): Promise<readonly KnownSession[]>;
  /**
   * Clips and files whose path, source, clip or name holds every word of a text, letters in any case. A part of the text in
   * double quotes is one word, spaces included.
   * @throws CressetError `usage` when the text is empty.
   */
  search(text: string, options?: { readonly limit?: number; readonly archiveId?: string }): Promise<FoundArchived>;
  /** Files of an archive in the order in which they lie there, page by page. */
  filesOf(archiveId: string, query: ArchivedPageQuery): Promise<BrowsedFiles>;
  /** Clips of an archive by session and path, page by page. */
  clipsOf(archiveId: string, query: ArchivedPageQuery): Promise<BrowsedClips>;
  /** Adds a row to the audit log; it is on the disk when this returns. */
  audit(event: AuditEvent, at?: Date): Promise<AuditEntry>;
  /** Rows of the audit log in their order, since a moment where one is given. */
  auditLog(query?: { readonly since?: Date | undefined }): AsyncIterable<AuditEntry>;
  /** Rows of the audit log that are looked for, the latest first. */
  auditRows(query: AuditQuery): Promise<readonly AuditEntry[]>;
  /** Holds every row of the audit log against its hash, and against the one before. */
  checkAudit(): Promise<AuditCheck>;
  close(): Promise<void>;
}
