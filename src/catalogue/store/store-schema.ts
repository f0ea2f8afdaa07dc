import type { RunStatus, StepKind } from "../journal.ts";
import type { ArchiveTables } from "./archive-tables.ts";
import type { CatalogueTables } from "./catalogue-tables.ts";
import type { PeopleTables } from "./people-tables.ts";
import type { QueueTables } from "./queue-tables.ts";
import type { WebhookTables } from "./webhook-tables.ts";

/**
 * The tables as Kysely sees them. Text, integers and no engine's own types, so that SQLite and PostgreSQL share one
 * schema: times are ISO 8601 in UTC (they sort as text), JSON is text in the codec of `json-codec.ts`.
 */
export interface StoreSchema extends CatalogueTables, ArchiveTables, PeopleTables, QueueTables, WebhookTables {
  readonly cresset_schema: SchemaVersionRow;
  readonly runs: RunRow;
  readonly steps: StepRow;
  readonly written_files: WrittenFileRow;
}

interface SchemaVersionRow {
  version: number;
  name: string;
  applied_at: string;
}

export interface RunRow {
  id: string;
  kind: string;
  status: RunStatus;
  request: string;
  /** What the hooks keep, after the last step that is done. */
  user_data: string | null;
  summary: string | null;
  progress: string | null;
  started_at: string;
  ended_at: string | null;
  /** Who holds the run now: see `run-owner.ts`. The token changes each time that a process takes the run. */
  owner_token: string | null;
  owner_host: string | null;
  owner_space: string | null;
  owner_boot: string | null;
  owner_pid: number | null;
  owner_started: string | null;
  heartbeat_at: string | null;
}

export interface StepRow {
  run_id: string;
  key: string;
  /** Order of first appearance in the run. */
  ordinal: number;
  kind: StepKind;
  status: "started" | "done" | "failed";
  started_at: string;
  ended_at: string | null;
  result: string | null;
  error: string | null;
}

interface WrittenFileRow {
  run_id: string;
  path: string;
  asset_id: string;
  bytes: number;
  xxh128: string;
  frames: number;
}
