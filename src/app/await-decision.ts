import { setTimeout } from "node:timers/promises";
import { claimKey } from "../catalogue/journal.ts";
import type { RunRecord, RunStore } from "../catalogue/run-store.ts";
import { CressetError } from "../errors.ts";

/** How often is looked, in milliseconds. */
const pause = 100;

/**
 * Waits until the pre hooks of a run in another process have decided: its sources are open then, and its paths are taken.
 * What a script does after that, with the clips that it exported too, is none of the run's business.
 * @param isOver whether that process has ended.
 * @throws CressetError with what stopped the run before.
 */
export async function awaitDecision(store: RunStore, runId: string, isOver: () => boolean): Promise<void> {
  for (;;) {
    const gone = isOver();
    const run = await store.run(runId);
    if (run.status === "failed")
      throw new CressetError("render-failed", `The export ${runId} failed: ${reasonOf(run)}`);
    if (gone || (run.status !== "running" && run.status !== "interrupted")) return;
    const steps = await store.steps(runId);
    if (steps.some(({ key, status }) => key === claimKey && status === "done")) return;
    await setTimeout(pause);
  }
}

function reasonOf({ summary }: RunRecord): string {
  if (typeof summary === "object" && summary !== null && "message" in summary) return String(summary.message);
  return "cresset runs show tells why.";
}
