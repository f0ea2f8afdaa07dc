import type {
  ArchivedPageQuery,
  ArchiveHistory,
  AuditCheck,
  AuditEntry,
  AuditEvent,
  AuditQuery,
  BrowsedClips,
  BrowsedFiles,
  FoundArchived,
  KnownArchive,
  KnownSession,
  SessionRecord,
} from "../archive-history.ts";
import type { Store } from "../store/store.ts";
import { appendAudit } from "./append-audit.ts";
import { chainStart, faultOfEntry, toEntry } from "./audit-chain.ts";
import { auditRows } from "./audit-rows.ts";
import { browseClips, browseFiles } from "./browse-archived.ts";
import { recordSession, writeArchive } from "./record-session.ts";
import { searchArchived } from "./search-archived.ts";

const rowsAtOnce = 1000;

/** The history of archives in the house's store. */
export class StoredArchiveHistory implements ArchiveHistory {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  recordArchive(archive: KnownArchive): Promise<void> {
    return this.#store.write("now", (transaction) => writeArchive(transaction, archive));
  }

  recordSession(record: SessionRecord): Promise<void> {
    return recordSession(this.#store, record);
  }

  async knowsSession(archiveId: string, session: number): Promise<boolean> {
    const row = await this.#store.db
      .selectFrom("archive_sessions")
      .select("is_whole")
      .where("archive_id", "=", archiveId)
      .where("session", "=", session)
      .executeTakeFirst();
    return row?.is_whole === 1;
  }

  archives(): Promise<readonly KnownArchive[]> {
    return this.#store.db
      .selectFrom("archives")
      .select(["id", "name", "place", "comment", "created_at as createdAt"])
      .orderBy("name")
      .orderBy("id")
      .execute();
  }

  sessions(archiveId: string): Promise<readonly KnownSession[]> {
    return this.#store.db
      .selectFrom("archive_sessions")
      .select([
        "session",
        "started_at as startedAt",
        "ended_at as endedAt",
        "host",
        "user_name as user",
        "project",
        "files",
        "bytes",
        "clips",
        "frames",
        "problems",
        "segments",
      ])
      .where("archive_id", "=", archiveId)
      .where("is_whole", "=", 1)
      .orderBy("session")
      .execute();
  }

  search(text: string, options?: { readonly limit?: number; readonly archiveId?: string }): Promise<FoundArchived> {
    return this.#store.read((db) => searchArchived(db, text, options));
  }

  filesOf(archiveId: string, query: ArchivedPageQuery): Promise<BrowsedFiles> {
    return this.#store.read((db) => browseFiles(db, archiveId, query));
  }

  clipsOf(archiveId: string, query: ArchivedPageQuery): Promise<BrowsedClips> {
    return this.#store.read((db) => browseClips(db, archiveId, query));
  }

  auditRows(query: AuditQuery): Promise<readonly AuditEntry[]> {
    return auditRows(this.#store.db, query);
  }

  audit(event: AuditEvent, at: Date = new Date()): Promise<AuditEntry> {
    return this.#store.write("now", (transaction) => appendAudit(transaction, event, at));
  }

  async *auditLog({ since }: { readonly since?: Date | undefined } = {}): AsyncGenerator<AuditEntry> {
    const from = since?.toISOString() ?? "";
    for (let after = 0; ;) {
      const rows = await this.#store.db
        .selectFrom("archive_audit")
        .selectAll()
        .where("number", ">", after)
        .where("moment", ">=", from)
        .orderBy("number")
        .limit(rowsAtOnce)
        .execute();
      yield* rows.map(toEntry);
      if (rows.length < rowsAtOnce) return;
      after = rows.at(-1)?.number ?? after;
    }
  }

  async checkAudit(): Promise<AuditCheck> {
    const faults: string[] = [];
    let entries = 0;
    let before = { number: 0, hash: chainStart };
    for await (const entry of this.auditLog()) {
      entries += 1;
      const fault = faultOfEntry(entry, before);
      if (fault !== undefined) faults.push(fault);
      before = entry;
    }
    return { entries, head: before.hash, faults };
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
