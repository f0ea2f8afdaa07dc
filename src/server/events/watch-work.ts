import { createHash } from "node:crypto";
import type { RunRecord } from "../../catalogue/run-store.ts";
import type { Work } from "../work/work.ts";
import type { EventHub } from "./hub.ts";

/** How often the work of other processes is looked for, in milliseconds. */
const interval = 500;
/** Of so many runs, the latest, it is known how they stood. */
const mostKnown = 50;

/**
 * Publishes what other processes do with the queue and with runs: other servers of the same store, and the command line.
 * @returns what ends it
 */
export async function watchWork(
  { queue, history }: Pick<Work, "queue" | "history">,
  hub: EventHub,
): Promise<() => Promise<void>> {
  /** Runs that this process tells of itself. */
  const own = new Set<string>();
  const stopListening = hub.listen(({ event, seen }) => {
    if (event.type !== "run.started" || seen !== undefined || event.data.runId === null) return;
    own.add(event.data.runId);
    const [oldest] = own;
    if (own.size > 2 * mostKnown && oldest !== undefined) own.delete(oldest);
  });
  let queued = "";
  let statuses = new Map<string, string>();
  const look = async (isFirst: boolean) => {
    const now = stateOf(await queue.active(), await queue.isPaused());
    if (!isFirst && now !== queued) hub.publish({ type: "queue.changed", data: { itemId: null } }, { key: "" });
    queued = now;
    const runs = await history.runs({ limit: mostKnown });
    const before = statuses;
    statuses = new Map(runs.map(({ id, status }) => [id, status]));
    if (isFirst) return;
    for (const run of runs.toReversed())
      if (run.status !== before.get(run.id) && !own.has(run.id))
        await tell(run, (await queue.itemOfRun(run.id))?.id ?? null);
  };
  const tell = async (run: RunRecord, itemId: string | null) => {
    const { id: runId, status, startedAt, endedAt } = run;
    // What a server runs, it tells webhooks of itself.
    const isOfServer = await queue.isAnnounced(run);
    const key = (word: string, at: Date | undefined) =>
      isOfServer ? "" : `run ${runId} ${word} ${at?.toISOString() ?? ""}`;
    if (status === "running")
      hub.publish({ type: "run.started", data: { runId, itemId } }, { key: key("started", startedAt) });
    else
      hub.publish(
        { type: "run.finished", data: { runId, itemId, status, message: "" } },
        { key: key(status, endedAt) },
      );
  };
  await look(true);
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    // A store that is busy for a moment is looked at again soon.
    looking ??= look(false)
      .catch(() => {})
      .finally(() => {
        looking = undefined;
      });
  }, interval).unref();
  return async () => {
    clearInterval(timer);
    stopListening();
    await looking;
  };
}

const stateOf = (items: Awaited<ReturnType<Work["queue"]["active"]>>, isPaused: boolean): string => {
  const hash = createHash("sha256").update(String(isPaused));
  for (const { id, state, position, runId } of items) hash.update(`${id} ${state} ${position} ${runId ?? ""}\n`);
  return hash.digest("hex");
};
