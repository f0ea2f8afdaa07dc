import type { Transaction } from "kysely";
import { createArchiveHistory } from "./create-archive-history.ts";
import { createCatalogue } from "./create-catalogue.ts";
import { createPeople } from "./create-people.ts";
import { createQueue } from "./create-queue.ts";
import { createWebhooks } from "./create-webhooks.ts";
import type { StoreSchema } from "./store-schema.ts";

/** One step of the schema, forward only; never changed after it was released. */
export interface StoreMigration {
  readonly name: string;
  up(transaction: Transaction<StoreSchema>): Promise<void>;
}

/** The schema's versions in order: the first makes version 1. */
export const storeMigrations: readonly StoreMigration[] = [
  {
    name: "history of runs",
    async up({ schema }) {
      await schema
        .createTable("runs")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("request", "text", (column) => column.notNull())
        .addColumn("user_data", "text")
        .addColumn("summary", "text")
        .addColumn("progress", "text")
        .addColumn("started_at", "text", (column) => column.notNull())
        .addColumn("ended_at", "text")
        .addColumn("owner_token", "text")
        .addColumn("owner_host", "text")
        .addColumn("owner_space", "text")
        .addColumn("owner_boot", "text")
        .addColumn("owner_pid", "integer")
        .addColumn("owner_started", "text")
        .addColumn("heartbeat_at", "text")
        .execute();
      await schema.createIndex("runs_by_start").on("runs").columns(["started_at", "id"]).execute();
      await schema
        .createTable("steps")
        .addColumn("run_id", "text", (column) => column.notNull().references("runs.id").onDelete("cascade"))
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("ordinal", "integer", (column) => column.notNull())
        .addColumn("kind", "text", (column) => column.notNull())
        .addColumn("status", "text", (column) => column.notNull())
        .addColumn("started_at", "text", (column) => column.notNull())
        .addColumn("ended_at", "text")
        .addColumn("result", "text")
        .addColumn("error", "text")
        .addPrimaryKeyConstraint("steps_key", ["run_id", "key"])
        .execute();
      await schema
        .createTable("written_files")
        .addColumn("run_id", "text", (column) => column.notNull().references("runs.id").onDelete("cascade"))
        .addColumn("path", "text", (column) => column.notNull())
        .addColumn("asset_id", "text", (column) => column.notNull())
        .addColumn("bytes", "bigint", (column) => column.notNull())
        .addColumn("xxh128", "text", (column) => column.notNull())
        .addColumn("frames", "integer", (column) => column.notNull())
        .addPrimaryKeyConstraint("written_files_key", ["run_id", "path"])
        .execute();
    },
  },
  { name: "catalogue", up: createCatalogue },
  { name: "history of archives", up: createArchiveHistory },
  { name: "queue", up: createQueue },
  { name: "accounts", up: createPeople },
  { name: "webhooks", up: createWebhooks },
  {
    name: "what webhooks answered",
    async up({ schema }) {
      await schema
        .alterTable("webhook_deliveries")
        .addColumn("answer", "text", (column) => column.notNull().defaultTo(""))
        .execute();
    },
  },
  {
    name: "accounts that are disabled",
    async up({ schema }) {
      await schema.alterTable("accounts").addColumn("disabled_at", "text").execute();
    },
  },
];
