import { createHash } from "node:crypto";
import type { AuditEntry } from "../archive-history.ts";
import type { ArchiveAuditRow } from "../store/archive-tables.ts";

/** What the first row has for the hash of the row before it. */
export const chainStart = "0".repeat(64);

type HashedEntry = Omit<AuditEntry, "hash">;

/** SHA-256 over the row's values as a JSON list, in this order; docs/archive.md lets others compute it. */
export const hashOfEntry = (entry: HashedEntry): string =>
  createHash("sha256")
    .update(
      JSON.stringify([
        entry.previous,
        entry.number,
        entry.at,
        entry.user,
        entry.host,
        entry.action,
        entry.outcome,
        entry.archiveId,
        entry.archiveName,
        entry.place,
        entry.session ?? null,
        entry.project,
        entry.subjects,
        entry.target,
        entry.files,
        entry.bytes,
        entry.message,
      ]),
    )
    .digest("hex");

/** What is wrong with a row that follows one of that number and hash, in a sentence. */
export function faultOfEntry(entry: AuditEntry, before: { readonly number: number; readonly hash: string }) {
  if (entry.number !== before.number + 1)
    return `Row ${before.number + 1} of the audit log is not there: row ${entry.number} comes next.`;
  if (entry.previous !== before.hash)
    return `Row ${entry.number} of the audit log does not follow the row before it: one of the two was changed.`;
  if (entry.hash !== hashOfEntry(entry)) return `Row ${entry.number} of the audit log was changed.`;
  return undefined;
}

export const toRow = (entry: AuditEntry): ArchiveAuditRow => ({
  number: entry.number,
  moment: entry.at,
  actor: entry.user,
  host: entry.host,
  action: entry.action,
  outcome: entry.outcome,
  archive_id: entry.archiveId,
  archive_name: entry.archiveName,
  place: entry.place,
  session: entry.session ?? null,
  project: entry.project,
  subjects: JSON.stringify(entry.subjects),
  target: entry.target,
  files: entry.files,
  bytes: entry.bytes,
  message: entry.message,
  previous: entry.previous,
  hash: entry.hash,
});

export const toEntry = (row: ArchiveAuditRow): AuditEntry => ({
  number: row.number,
  at: row.moment,
  user: row.actor,
  host: row.host,
  action: row.action,
  outcome: row.outcome,
  archiveId: row.archive_id,
  archiveName: row.archive_name,
  place: row.place,
  session: row.session ?? undefined,
  project: row.project,
  subjects: textList(row.subjects),
  target: row.target,
  files: row.files,
  bytes: row.bytes,
  message: row.message,
  previous: row.previous,
  hash: row.hash,
});

/** A row that somebody damaged is still shown; its hash tells. */
function textList(json: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.map(String) : [json];
  } catch {
    return [json];
  }
}
