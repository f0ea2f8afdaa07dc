import type { Entry } from "../catalogue.ts";
import type { EntryRow, SearchTextRow } from "../store/catalogue-tables.ts";
import type { StoreTransaction } from "../store/store.ts";
import { insertEntries, nextPosition, timesNow } from "./add-entries.ts";
import { newEntryId } from "./entry-id.ts";
import { toEntry } from "./entry-rows.ts";
import { refuseFixed, refuseMisplaced } from "./kind-rules.ts";
import { findEntries, findEntry, rowsBelow } from "./read-entries.ts";

/**
 * Copies entries with all that lies in them to the end of a container, in the order of the ids. Copies share media and cuts.
 * @throws CressetError `usage` when one cannot lie there.
 */
export async function copyEntries(
  transaction: StoreTransaction,
  ids: readonly string[],
  parentId: string,
): Promise<readonly Entry[]> {
  const parent = await findEntry(transaction, parentId);
  const entries = await findEntries(transaction, ids);
  let position = await nextPosition(transaction, parentId);
  // All of it is read before any of it is written: a folder may be copied into itself.
  const all: EntryRow[][] = [];
  const texts: SearchTextRow[] = [];
  for (const entry of entries) {
    refuseFixed(entry, "copied");
    refuseMisplaced(entry, parent);
    const { rows, newIds } = await copiedRows(transaction, entry, parent, position++);
    all.push(rows);
    texts.push(...(await copiedTexts(transaction, newIds, parent.projectId)));
  }
  await insertEntries(transaction, all.flat(), texts);
  return all.flatMap(([row]) => (row === undefined ? [] : [toEntry(row)]));
}

/** Rows of the copies, containers before what lies in them, and the id of the copy of each id. */
async function copiedRows(transaction: StoreTransaction, entry: Entry, parent: Entry, position: number) {
  const below = await rowsBelow(transaction, entry.id);
  const own = await transaction.selectFrom("entries").selectAll().where("id", "=", entry.id).executeTakeFirstOrThrow();
  const newIds = new Map<string, string>();
  for (const { id } of [own, ...below]) newIds.set(id, newEntryId());
  const idOf = (id: string | null) => newIds.get(id ?? "") ?? parent.id;
  const times = timesNow();
  const rows = [{ ...own, position }, ...below].map((row): EntryRow => ({
    ...row,
    id: idOf(row.id),
    parent_id: row.id === entry.id ? parent.id : idOf(row.parent_id),
    project_id: parent.projectId,
    ...times,
    deletion_id: null,
  }));
  return { rows, newIds };
}

async function copiedTexts(
  transaction: StoreTransaction,
  newIds: ReadonlyMap<string, string>,
  projectId: string,
): Promise<readonly SearchTextRow[]> {
  const ids = [...newIds.keys()];
  const texts: SearchTextRow[] = [];
  for (let first = 0; first < ids.length; first += 10_000) {
    const found = await transaction
      .selectFrom("search_texts")
      .select(["entry_id", "text"])
      .where("entry_id", "in", ids.slice(first, first + 10_000))
      .execute();
    for (const { entry_id, text } of found)
      texts.push({ entry_id: newIds.get(entry_id) ?? entry_id, project_id: projectId, text });
  }
  return texts;
}
