import { CressetError } from "../../errors.ts";
import type { TaskEnd } from "../../jobs/task.ts";
import type { EventHub } from "../events/hub.ts";
import type { LogLine } from "../shapes/run-shapes.ts";
import { createLiveRun, type LiveRun } from "./live-run.ts";
import type { RunLogs } from "./run-log.ts";

/** Runs that are kept after their end: their assets can still be looked at. */
const mostKept = 50;

/** The runs of this process. */
export interface LiveRuns {
  /** Of an item of the queue that runs, or has lately. */
  ofItem(itemId: string): LiveRun | undefined;
  ofRun(runId: string): LiveRun | undefined;
  /** Watches the work of an item; its end is told, whatever it is. */
  watch(
    itemId: string,
    began: (runId: string) => Promise<void>,
    work: (live: LiveRun) => Promise<TaskEnd>,
  ): Promise<TaskEnd>;
}

export function createLiveRuns({ hub, logs }: { readonly hub: EventHub; readonly logs: RunLogs }): LiveRuns {
  const runs = new Map<string, LiveRun>();
  return {
    ofItem: (itemId) => runs.get(itemId),
    ofRun: (runId) => [...runs.values()].findLast((live) => live.runId === runId),
    async watch(itemId, began, work) {
      const noted: Promise<void>[] = [];
      const log = (line: LogLine) => logs.add(live.runId ?? itemId, line);
      const live: LiveRun = createLiveRun({ itemId, hub, began: (runId) => noted.push(began(runId)), log });
      runs.delete(itemId);
      runs.set(itemId, live);
      const [oldest] = runs.keys();
      if (runs.size > mostKept && oldest !== undefined) runs.delete(oldest);
      try {
        const end = await work(live);
        live.finish(end.state, end.message);
        return end;
      } catch (error) {
        const isCancelled = error instanceof CressetError && error.code === "cancelled";
        const message = error instanceof Error ? error.message : String(error);
        const detail = error instanceof CressetError ? error.detail : error instanceof Error ? error.stack : undefined;
        live.finish(isCancelled ? "cancelled" : "failed", message, detail);
        throw error;
      } finally {
        await Promise.all(noted);
      }
    },
  };
}
