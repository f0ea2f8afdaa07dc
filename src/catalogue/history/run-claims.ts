import type { Kysely } from "kysely";
import * as z from "zod";
import { CressetError } from "../../errors.ts";
import { claimKey } from "../journal.ts";
import { decodeJson } from "../store/json-codec.ts";
import { isHeld } from "./run-held.ts";
import type { StoreSchema } from "../store/store-schema.ts";

const claimed = z.array(z.string());

/**
 * Holds the places that a run will write to against those of every other run that is alive, of all processes.
 * @throws CressetError `bad-destination` with the run that writes to one of them.
 */
export async function refuseClaimed(
  db: Kysely<StoreSchema>,
  runId: string,
  places: ReadonlySet<string>,
): Promise<void> {
  const others = await db
    .selectFrom("runs")
    .selectAll()
    .where("status", "=", "running")
    .where("id", "!=", runId)
    .execute();
  for (const other of others.filter(isHeld)) {
    const step = await db
      .selectFrom("steps")
      .select("result")
      .where("run_id", "=", other.id)
      .where("key", "=", claimKey)
      .executeTakeFirst();
    if (step?.result === undefined || step.result === null) continue;
    const common = claimed
      .parse(decodeJson(step.result, `the claim of run ${other.id}`))
      .find((place) => places.has(place));
    if (common !== undefined)
      throw new CressetError(
        "bad-destination",
        `Run ${other.id}, which is still running (process ${other.owner_pid} on ${other.owner_host}), writes to ${common} too. Nothing was written. Wait for it, stop it, or choose another destination.`,
      );
  }
}
