import { sql, type Transaction } from "kysely";
import type { StoreSchema } from "./store-schema.ts";

/** The migration that makes the tables of the history of archives. */
export async function createArchiveHistory(transaction: Transaction<StoreSchema>): Promise<void> {
  const { schema } = transaction;
  await schema
    .createTable("archives")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("comment", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("archive_sessions")
    .addColumn("archive_id", "text", (column) => column.notNull().references("archives.id"))
    .addColumn("session", "integer", (column) => column.notNull())
    .addColumn("started_at", "text", (column) => column.notNull())
    .addColumn("ended_at", "text", (column) => column.notNull())
    .addColumn("host", "text", (column) => column.notNull())
    .addColumn("user_name", "text", (column) => column.notNull())
    .addColumn("project", "text", (column) => column.notNull())
    .addColumn("files", "bigint", (column) => column.notNull())
    .addColumn("bytes", "bigint", (column) => column.notNull())
    .addColumn("clips", "bigint", (column) => column.notNull())
    .addColumn("frames", "bigint", (column) => column.notNull())
    .addColumn("problems", "bigint", (column) => column.notNull())
    .addColumn("segments", "integer", (column) => column.notNull())
    .addColumn("is_whole", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("archive_sessions_key", ["archive_id", "session"])
    .execute();
  await schema
    .createTable("archive_clips")
    .addColumn("archive_id", "text", (column) => column.notNull())
    .addColumn("session", "integer", (column) => column.notNull())
    .addColumn("clip_id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("path", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("archive_clips_key", ["archive_id", "session", "clip_id"])
    .execute();
  await schema
    .createTable("archive_blocks")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("archive_id", "text", (column) => column.notNull())
    .addColumn("session", "integer", (column) => column.notNull())
    .addColumn("names", "text", (column) => column.notNull())
    .addColumn("details", "blob", (column) => column.notNull())
    .execute();
  await schema
    .createIndex("archive_blocks_by_session")
    .on("archive_blocks")
    .columns(["archive_id", "session"])
    .execute();
  await schema
    .createTable("archive_signatures")
    .addColumn("block_id", "integer", (column) => column.primaryKey())
    .addColumn("signature", "blob", (column) => column.notNull())
    .execute();
  await schema
    .createTable("archive_audit")
    .addColumn("number", "integer", (column) => column.primaryKey())
    .addColumn("moment", "text", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("host", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("archive_id", "text", (column) => column.notNull())
    .addColumn("archive_name", "text", (column) => column.notNull())
    .addColumn("place", "text", (column) => column.notNull())
    .addColumn("session", "integer")
    .addColumn("project", "text", (column) => column.notNull())
    .addColumn("subjects", "text", (column) => column.notNull())
    .addColumn("target", "text", (column) => column.notNull())
    .addColumn("files", "bigint", (column) => column.notNull())
    .addColumn("bytes", "bigint", (column) => column.notNull())
    .addColumn("message", "text", (column) => column.notNull())
    .addColumn("previous", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .execute();
  // The database itself refuses what would rewrite the log; what goes around it breaks the chain of hashes.
  for (const change of ["update", "delete"])
    await sql
      .raw(
        `create trigger archive_audit_no_${change} before ${change} on archive_audit begin select raise(abort, 'the audit log only grows'); end`,
      )
      .execute(transaction);
}
