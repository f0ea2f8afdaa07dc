import type { Transaction } from "kysely";
import type { StoreSchema } from "./store-schema.ts";

/** The migration that makes the catalogue's tables. */
export async function createCatalogue({ schema }: Transaction<StoreSchema>): Promise<void> {
  await schema
    .createTable("projects")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull().unique())
    .addColumn("nickname", "text", (column) => column.notNull())
    .addColumn("folder", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("revision", "bigint", (column) => column.notNull())
    .execute();
  await schema
    .createTable("cuts")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("text", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("sources")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("cut_id", "text", (column) => column.references("cuts.id"))
    .execute();
  await schema
    .createTable("deletions")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.notNull().references("projects.id"))
    .addColumn("deleted_at", "bigint", (column) => column.notNull())
    .addColumn("entry_ids", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("entries")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("project_id", "text", (column) => column.notNull().references("projects.id"))
    .addColumn("parent_id", "text", (column) => column.references("entries.id"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("attributes", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("changed_at", "bigint", (column) => column.notNull())
    .addColumn("deletion_id", "text", (column) => column.references("deletions.id"))
    .addColumn("source_id", "text", (column) => column.references("sources.id"))
    .addColumn("duration", "bigint")
    .addColumn("rate_num", "integer")
    .addColumn("rate_den", "integer")
    .addColumn("drop_frame", "integer")
    .addColumn("start_frame", "bigint")
    .addColumn("width", "integer")
    .addColumn("height", "integer")
    .execute();
  await schema.createIndex("entries_by_parent").on("entries").columns(["parent_id", "position"]).execute();
  await schema.createIndex("entries_by_name").on("entries").columns(["parent_id", "name", "position"]).execute();
  await schema
    .createIndex("entries_by_project")
    .on("entries")
    .columns(["project_id", "kind", "deletion_id", "parent_id"])
    .execute();
  await schema.createIndex("entries_by_source").on("entries").column("source_id").execute();
  await schema
    .createIndex("entries_by_deletion")
    .on("entries")
    .column("deletion_id")
    .where("deletion_id", "is not", null)
    .execute();
  await schema
    .createTable("search_texts")
    .addColumn("entry_id", "text", (column) => column.primaryKey().references("entries.id"))
    .addColumn("project_id", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("search_texts_by_project").on("search_texts").column("project_id").execute();
}
