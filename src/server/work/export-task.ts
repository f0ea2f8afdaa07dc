import * as z from "zod";
import type { Cresset, ExportHandlers } from "../../app/cresset.ts";
import { removeUnfinished } from "../../app/remove-unfinished.ts";
import type { RunStore } from "../../catalogue/run-store.ts";
import type { ExportOutcome } from "../../export/export-outcome.ts";
import type { Task, TaskEnd } from "../../jobs/task.ts";
import { exportWishShape } from "../shapes/export-shapes.ts";
import type { LiveRuns } from "./live-runs.ts";
import { nothingToResume } from "./resume-state.ts";
import type { Questions } from "./questions.ts";

const person = z.strictObject({ name: z.string(), nickname: z.string() });

/** An export as the queue keeps it: paths absolute and allowed, who and for which project settled. */
export const queuedExport = exportWishShape
  .omit({ projectId: true })
  .extend({ user: person.exactOptional(), project: person.exactOptional() });

export type QueuedExport = z.infer<typeof queuedExport>;

export interface ExportTaskParts {
  readonly cresset: Cresset;
  readonly history: RunStore;
  readonly questions: Questions;
  readonly liveRuns: LiveRuns;
}

/** Exports what waits in the queue. */
export function exportTask({ cresset, history, questions, liveRuns }: ExportTaskParts): Task {
  return {
    lane: "export",
    cancelled: (runId) => removeUnfinished(history, runId),
    run: async ({ item, resume, signal, began }) => {
      const over = resume === undefined ? undefined : await nothingToResume(history, resume);
      if (over !== undefined) return over;
      return liveRuns.watch(item.id, began, async (live) => {
        const asker = { itemId: item.id, runId: () => live.runId, signal, say: live.say };
        const handlers: ExportHandlers = {
          signal,
          tell: live.tellExport,
          ask: questions.overwriting(asker),
          answers: questions.dialogs(asker),
        };
        const outcome =
          resume === undefined
            ? await cresset.export(queuedExport.parse(item.request), handlers)
            : await cresset.resume(resume, handlers);
        return endOfExport(outcome);
      });
    },
  };
}

/** How an export ended, in one sentence where it did not end well. */
export function endOfExport({ status, sequences, aborts, hookErrors }: ExportOutcome): TaskEnd {
  const assets = sequences.flatMap((sequence) => sequence.assets);
  const count = (wanted: string) => assets.filter((asset) => asset.status === wanted).length;
  const bytes = assets.reduce((sum, { files }) => sum + files.reduce((all, file) => all + file.bytes, 0), 0);
  const result = {
    status,
    written: count("written"),
    skipped: count("skipped"),
    aborted: count("aborted"),
    failed: count("failed"),
    bytes,
  };
  const bad = assets.filter((asset) => asset.status === "failed");
  const sentences =
    status === "cancelled"
      ? ["It was cancelled."]
      : [
          ...bad.map(({ assetName, reason }) => `${assetName}: ${reason}`),
          ...aborts.map(({ what, message }) => (what === "export" ? message : `${what}: ${message}`)),
          ...hookErrors,
        ];
  const [first = "", ...more] = sentences;
  const message = more.length === 0 ? first : `${first} (and ${more.length} more)`;
  const isDone = status === "finished" || status === "finished-with-hook-errors";
  return { state: isDone ? "done" : status === "cancelled" ? "cancelled" : "failed", message, result };
}
