import type { Kysely } from "kysely";
import type { StepKind } from "../journal.ts";
import { decodeJson } from "../store/json-codec.ts";
import type { StepRow, StoreSchema } from "../store/store-schema.ts";

/** A step as the history shows it, in order of its beginning. */
export interface StepRecord {
  readonly key: string;
  readonly kind: StepKind;
  readonly status: "started" | "done" | "failed";
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  /** Of a step that is done. */
  readonly result: unknown;
  /** Of a step that failed: `message`, `detail` and, for failures of Cresset, `code`. */
  readonly error: unknown;
}

/** A step without what it gave: short, however much that was. */
export type StepOutline = Pick<StepRecord, "key" | "kind" | "status" | "startedAt" | "endedAt">;

/** Steps of a run in the order of their beginning; all, or those of these keys. */
export async function readSteps(
  db: Kysely<StoreSchema>,
  runId: string,
  keys?: readonly string[],
): Promise<readonly StepRecord[]> {
  const rows = await db
    .selectFrom("steps")
    .selectAll()
    .where("run_id", "=", runId)
    .$if(keys !== undefined, (query) => query.where("key", "in", keys ?? []))
    .orderBy("ordinal")
    .execute();
  return rows.map((row) => ({
    ...outlineOf(row),
    result: readColumn(row.result, `the result of step "${row.key}" of run ${runId}`),
    error: readColumn(row.error, `the error of step "${row.key}" of run ${runId}`),
  }));
}

/** All steps of a run in the order of their beginning, without what they gave. */
export async function readStepOutlines(db: Kysely<StoreSchema>, runId: string): Promise<readonly StepOutline[]> {
  const rows = await db
    .selectFrom("steps")
    .select(["key", "kind", "status", "started_at", "ended_at"])
    .where("run_id", "=", runId)
    .orderBy("ordinal")
    .execute();
  return rows.map(outlineOf);
}

function outlineOf(row: Pick<StepRow, "key" | "kind" | "status" | "started_at" | "ended_at">): StepOutline {
  return {
    key: row.key,
    kind: row.kind,
    status: row.status,
    startedAt: new Date(row.started_at),
    endedAt: row.ended_at === null ? undefined : new Date(row.ended_at),
  };
}

const readColumn = (text: string | null, what: string): unknown => (text === null ? undefined : decodeJson(text, what));
