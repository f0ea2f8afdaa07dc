import { cressetHome, storeFile } from "../catalogue/home.ts";
import { openRunStore, type RunStore } from "../catalogue/run-store.ts";
import { hookOutcomeSchema } from "../export/sandwich-hooks.ts";
import type { HookOutcome } from "../hooks/hook-runner.ts";

/** Opens the history of runs for as long as `work` takes. */
export async function withHistory<T>(work: (store: RunStore) => Promise<T>): Promise<T> {
  const store = await openRunStore(storeFile(cressetHome()));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The hook calls of a run, in their order: its trace. */
export async function traceOf(store: RunStore, runId: string): Promise<readonly HookOutcome[]> {
  const steps = await store.steps(runId);
  return steps.flatMap(({ kind, status, result }) => {
    if (kind !== "hook" || status !== "done") return [];
    const parsed = hookOutcomeSchema.safeParse(result);
    return parsed.success ? [parsed.data] : [];
  });
}
