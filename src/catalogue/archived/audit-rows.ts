import { sql } from "kysely";
import type { AuditEntry, AuditQuery } from "../archive-history.ts";
import type { Db } from "../project/read-entries.ts";
import { toEntry } from "./audit-chain.ts";

const searched = ["actor", "archive_name", "place", "project", "subjects", "target", "message"] as const;

/** See `ArchiveHistory.auditRows`. */
export async function auditRows(
  db: Db,
  { before, limit, action, outcome, project, text = "", since, until }: AuditQuery,
): Promise<readonly AuditEntry[]> {
  let query = db.selectFrom("archive_audit").selectAll().orderBy("number", "desc").limit(limit);
  if (before !== undefined) query = query.where("number", "<", before);
  if (action !== undefined) query = query.where("action", "=", action);
  if (outcome !== undefined) query = query.where("outcome", "=", outcome);
  if (project !== undefined) query = query.where("project", "=", project);
  if (since !== undefined) query = query.where("moment", ">=", since.toISOString());
  if (until !== undefined) query = query.where("moment", "<", until.toISOString());
  for (const word of text.split(/\s+/).filter((each) => each !== "")) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where((builder) =>
      builder.or(searched.map((column) => sql<boolean>`${sql.ref(column)} like ${pattern} escape '\\'`)),
    );
  }
  return (await query.execute()).map(toEntry);
}
