import * as z from "zod";
import { ownerLives, type RunOwner } from "../history/run-owner.ts";
import type { QueueItem, QueueItemChanges, QueueItemState } from "../queue-store.ts";
import { decodeJson, encodeJson } from "../store/json-codec.ts";
import type { QueueItemRow } from "../store/queue-tables.ts";

/** States of what has not ended. */
export const activeStates: readonly QueueItemState[] = ["running", "waiting", "held"];

/** Columns of an item that no process runs. */
export const noOwner = { owner: null, heartbeat_at: null };

/** What changes of an item set in its row. */
export function columnsOf({ state, runId, message, result }: QueueItemChanges): Partial<QueueItemRow> {
  const ends = state !== undefined && !activeStates.includes(state);
  return {
    ...(state === undefined ? {} : { state, ended_at: ends ? new Date().toISOString() : null }),
    ...(state === undefined || state === "running" ? {} : noOwner),
    ...(runId === undefined ? {} : { run_id: runId }),
    ...(message === undefined ? {} : { message }),
    ...(result === undefined ? {} : { result: encodeJson(result, "result") }),
  };
}

const ownerSchema = z.object({
  host: z.string(),
  space: z.string(),
  boot: z.string(),
  pid: z.number(),
  started: z.string(),
}) satisfies z.ZodType<RunOwner>;

/** Whether a process that is alive runs the item. */
export function isRunBySomebody({ owner, heartbeat_at }: QueueItemRow): boolean {
  if (owner === null || heartbeat_at === null) return false;
  const parsed = ownerSchema.safeParse(decodeJson(owner, "the owner of an item of the queue"));
  return parsed.success && ownerLives(parsed.data, new Date(heartbeat_at));
}

const stateSchema = z.enum(["waiting", "held", "running", "done", "failed", "cancelled"]);

export function itemOf(row: QueueItemRow): QueueItem {
  const moment = (text: string | null) => (text === null ? undefined : new Date(text));
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    request: decodeJson(row.request, `the request of item ${row.id} of the queue`),
    who: row.who,
    state: stateSchema.parse(row.state),
    position: row.position,
    runId: row.run_id ?? undefined,
    message: row.message,
    result: row.result === null ? undefined : decodeJson(row.result, `the result of item ${row.id} of the queue`),
    interruptions: row.interruptions,
    addedAt: new Date(row.added_at),
    startedAt: moment(row.started_at),
    endedAt: moment(row.ended_at),
  };
}
