import type { Transaction } from "kysely";
import type { StoreSchema } from "./store-schema.ts";

/** The migration that makes the queue's tables. */
export async function createQueue({ schema }: Transaction<StoreSchema>): Promise<void> {
  await schema
    .createTable("queue_items")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("request", "text", (column) => column.notNull())
    .addColumn("who", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("position", "integer", (column) => column.notNull())
    .addColumn("run_id", "text")
    .addColumn("message", "text", (column) => column.notNull())
    .addColumn("result", "text")
    .addColumn("interruptions", "integer", (column) => column.notNull())
    .addColumn("added_at", "text", (column) => column.notNull())
    .addColumn("started_at", "text")
    .addColumn("ended_at", "text")
    .addColumn("owner", "text")
    .addColumn("heartbeat_at", "text")
    .execute();
  await schema.createIndex("queue_items_by_state").on("queue_items").columns(["state", "position"]).execute();
  await schema.createIndex("queue_items_by_run").on("queue_items").columns(["run_id"]).execute();
  await schema
    .createTable("queue_settings")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute();
}
