import type { RunStore } from "../../catalogue/run-store.ts";
import type { TaskEnd } from "../../jobs/task.ts";

/** How a run ended that the queue took for unfinished: its process was killed between its end and that of the item. */
export async function nothingToResume(history: RunStore, runId: string): Promise<TaskEnd | undefined> {
  const { status, summary } = await history.run(runId);
  if (status === "finished" || status === "finished-with-hook-errors")
    return { state: "done", message: "", result: { status, ...(isGroup(summary) ? summary : {}) } };
  if (status === "aborted")
    return { state: "failed", message: "A hook said no. Try it again when that is mended.", result: { status } };
  return undefined;
}

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
