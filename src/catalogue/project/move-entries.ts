import { CressetError } from "../../errors.ts";
import type { Entry } from "../catalogue.ts";
import type { StoreTransaction } from "../store/store.ts";
import { nextPosition } from "./add-entries.ts";
import { refuseFixed, refuseMisplaced } from "./kind-rules.ts";
import { type Db, findEntries, findEntry } from "./read-entries.ts";

/**
 * Puts entries into a container in the order of the ids.
 * @throws CressetError `usage` when one cannot lie there or would lie in itself.
 */
export async function moveEntries(
  transaction: StoreTransaction,
  ids: readonly string[],
  parentId: string,
  position: number | undefined,
): Promise<readonly Entry[]> {
  const parent = await findEntry(transaction, parentId);
  const entries = await findEntries(transaction, ids);
  const above = new Set(await idsAbove(transaction, parent));
  for (const entry of entries) {
    refuseFixed(entry, "moved");
    refuseMisplaced(entry, parent);
    if (entry.projectId !== parent.projectId)
      throw new CressetError(
        "usage",
        `The ${entry.kind} "${entry.name}" is of another project than the ${parent.kind} "${parent.name}": it can be copied there, not moved.`,
      );
    if (above.has(entry.id))
      throw new CressetError("usage", `The ${entry.kind} "${entry.name}" cannot be moved into itself.`);
  }
  let next = await openPlaces(transaction, parentId, position, entries.length);
  const moved: Entry[] = [];
  for (const entry of entries) {
    await transaction
      .updateTable("entries")
      .set({ parent_id: parentId, position: next++, changed_at: Date.now() })
      .where("id", "=", entry.id)
      .execute();
    moved.push(await findEntry(transaction, entry.id));
  }
  return moved;
}

/** The first of `count` free places in a row. */
async function openPlaces(
  transaction: StoreTransaction,
  parentId: string,
  position: number | undefined,
  count: number,
): Promise<number> {
  const end = await nextPosition(transaction, parentId);
  if (position === undefined || position >= end) return end;
  const first = Math.max(0, Math.floor(position));
  await transaction
    .updateTable("entries")
    .set(({ eb }) => ({ position: eb("position", "+", count) }))
    .where("parent_id", "=", parentId)
    .where("position", ">=", first)
    .execute();
  return first;
}

/** An entry and everything it lies in. */
async function idsAbove(db: Db, entry: Entry): Promise<readonly string[]> {
  const ids = [entry.id];
  for (let parentId = entry.parentId; parentId !== undefined;) {
    ids.push(parentId);
    parentId = (await findEntry(db, parentId)).parentId;
  }
  return ids;
}
