import * as z from "zod";
import type { QueueItem } from "../../catalogue/queue-store.ts";
import type { RunRecord } from "../../catalogue/run-store.ts";
import { CressetError } from "../../errors.ts";
import { queuedExport } from "./export-task.ts";
import { shownRun } from "./shown-run.ts";
import type { Work } from "./work.ts";

/** What of a recorded request can be asked for anew. */
const asked = z.object(queuedExport.shape);

/**
 * Puts a run back into the queue: its own item, or a new one where the command line or another process began it.
 * @throws CressetError `conflict` for one that nothing is left of, or that still runs.
 */
export async function resumedItem(run: RunRecord, who: string, work: Work): Promise<QueueItem> {
  const { queue } = work;
  const item = await queue.itemOfRun(run.id);
  if (item !== undefined && item.state !== "done") return queue.resume(item.id);
  const { canResume, title, status } = await shownRun(run, work);
  if (!canResume) throw new CressetError("conflict", `Run ${run.id} is ${status}: there is nothing to resume here.`);
  const request = asked.parse(run.request);
  return queue.add({ kind: "export", title, request, who, runId: run.id });
}
