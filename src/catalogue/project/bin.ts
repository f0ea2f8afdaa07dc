import { CressetError } from "../../errors.ts";
import type { Deletion, Entry } from "../catalogue.ts";
import type { DeletionRow } from "../store/catalogue-tables.ts";
import type { StoreTransaction } from "../store/store.ts";
import { newEntryId } from "./entry-id.ts";
import { refuseFixed } from "./kind-rules.ts";
import { type Db, findEntries, findEntry, idsOfContainers, lookUp } from "./read-entries.ts";

/**
 * Puts entries with all that lies in them into the bin: they stay where they are, marked. What lay in the bin already
 * keeps the mark of its own deletion.
 */
export async function deleteEntries(transaction: StoreTransaction, ids: readonly string[]): Promise<Deletion> {
  const entries = await findEntries(transaction, ids);
  const [first] = entries;
  if (first === undefined) throw new CressetError("usage", "Nothing was named to be deleted.");
  const other = entries.find(({ projectId }) => projectId !== first.projectId);
  if (other !== undefined)
    throw new CressetError(
      "usage",
      `"${first.name}" and "${other.name}" are of different projects. Delete them one project at a time.`,
    );
  for (const entry of entries) refuseFixed(entry, "deleted");
  const row: DeletionRow = {
    id: newEntryId(),
    project_id: first.projectId,
    deleted_at: Date.now(),
    entry_ids: JSON.stringify(entries.map(({ id }) => id)),
  };
  await transaction.insertInto("deletions").values(row).execute();
  const mark = () => transaction.updateTable("entries").set({ deletion_id: row.id }).where("deletion_id", "is", null);
  for (const { id } of entries) {
    const lists = await idsOfContainers(transaction, id);
    await mark().where("id", "=", id).execute();
    for (const containers of lists) await mark().where("parent_id", "in", containers).execute();
  }
  return { id: row.id, deletedAt: new Date(row.deleted_at), entries };
}

/** What lies in the bin, the latest first. */
export async function listDeletions(db: Db, projectId: string): Promise<readonly Deletion[]> {
  const rows = await db
    .selectFrom("deletions")
    .selectAll()
    .where("project_id", "=", projectId)
    .orderBy("id", "desc")
    .execute();
  return Promise.all(rows.map((row) => toDeletion(db, row)));
}

/**
 * Brings a deletion back to where it was.
 * @throws CressetError `not-found` when it is not in the bin; `usage` when what it lay in is in the bin too.
 */
export async function undelete(
  transaction: StoreTransaction,
  projectId: string,
  deletionId: string | undefined,
): Promise<Deletion> {
  const inBin = transaction.selectFrom("deletions").selectAll().where("project_id", "=", projectId);
  // What is no end of an id must not become one by leaving letters out.
  const isEnd = deletionId === undefined || /^[0-9a-f-]+$/i.test(deletionId);
  const rows = await (
    deletionId === undefined
      ? inBin.orderBy("id", "desc").limit(1)
      : inBin.where("id", "like", `%${deletionId.toLowerCase()}`).limit(2)
  ).execute();
  const row = rows.length === 1 && isEnd ? rows[0] : undefined;
  if (row === undefined)
    throw new CressetError(
      "not-found",
      deletionId === undefined
        ? "The bin is empty: there is nothing to bring back."
        : `There is no deletion ${deletionId} in the bin, or more than one that ends so. "cresset bin" shows what there is.`,
    );
  const deletion = await toDeletion(transaction, row);
  for (const entry of deletion.entries) await refuseWithoutPlace(transaction, entry, row.id);
  await transaction.updateTable("entries").set({ deletion_id: null }).where("deletion_id", "=", row.id).execute();
  await transaction.deleteFrom("deletions").where("id", "=", row.id).execute();
  return { ...deletion, entries: await Promise.all(deletion.entries.map(({ id }) => findEntry(transaction, id))) };
}

async function refuseWithoutPlace(db: Db, entry: Entry, deletionId: string): Promise<void> {
  const parent = entry.parentId === undefined ? undefined : await lookUp(db, entry.parentId);
  if (parent === undefined || parent.deletionId === null || parent.deletionId === deletionId) return;
  throw new CressetError(
    "conflict",
    `The ${entry.kind} "${entry.name}" lay in the ${parent.kind} "${parent.name}", which is in the bin too. Bring that back first: cresset undelete ${parent.deletionId}.`,
  );
}

async function toDeletion(db: Db, row: DeletionRow): Promise<Deletion> {
  const ids: readonly string[] = JSON.parse(row.entry_ids);
  const found = await Promise.all(ids.map((id) => lookUp(db, id)));
  const entries = found.flatMap((entry) => {
    if (entry === undefined) return [];
    const { deletionId, ...rest } = entry;
    return [rest];
  });
  return { id: row.id, deletedAt: new Date(row.deleted_at), entries };
}
