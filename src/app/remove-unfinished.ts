import * as z from "zod";
import { pathsKey } from "../catalogue/journal.ts";
import type { RunStore } from "../catalogue/run-store.ts";
import { enginePath } from "../export/sequence-path.ts";
import { removeAllLeftovers } from "../media/partial-name.ts";

/**
 * Removes what a run that nobody goes on with has left of files that it did not finish: whole frames of file sequences wait in
 * hidden folders beside their targets. What it finished stays.
 */
export async function removeUnfinished(history: RunStore, runId: string): Promise<void> {
  const [decided] = await history.steps(runId, [pathsKey]);
  const { data = [] } = z.array(z.string()).safeParse(decided?.result);
  await removeAllLeftovers(data.map(enginePath));
}
