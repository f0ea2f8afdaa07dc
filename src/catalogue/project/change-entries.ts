import { CressetError } from "../../errors.ts";
import type { ClipFacts, Entry, EntryAttributes, SegmentNotes } from "../catalogue.ts";
import type { CutRow } from "../store/catalogue-tables.ts";
import type { StoreTransaction } from "../store/store.ts";
import { insertSources, newSource } from "./add-entries.ts";
import { checkedAttributes } from "./entry-attributes.ts";
import { attributesText, clipColumns } from "./entry-rows.ts";
import { checkedName, refuseFixed } from "./kind-rules.ts";
import { findEntry, noClip, toSource } from "./read-entries.ts";
import { searchText } from "./search-text.ts";

export async function renameEntry(transaction: StoreTransaction, id: string, name: string): Promise<Entry> {
  const entry = await findEntry(transaction, id);
  refuseFixed(entry, "renamed");
  const checked = checkedName(name, entry.kind);
  await transaction
    .updateTable("entries")
    .set({ name: checked, changed_at: Date.now() })
    .where("id", "=", id)
    .execute();
  return afterChange(transaction, id);
}

/** @throws CressetError `usage` that names an attribute that is wrong. */
export async function annotateEntry(
  transaction: StoreTransaction,
  id: string,
  attributes: Partial<Record<keyof EntryAttributes, unknown>>,
): Promise<Entry> {
  const entry = await findEntry(transaction, id);
  const merged = checkedAttributes({ ...entry.attributes, ...attributes });
  await transaction
    .updateTable("entries")
    .set({ attributes: attributesText(merged), changed_at: Date.now() })
    .where("id", "=", id)
    .execute();
  return afterChange(transaction, id);
}

export async function annotateSegmentOf(
  transaction: StoreTransaction,
  id: string,
  segmentId: string,
  notes: SegmentNotes,
): Promise<Entry> {
  const { kind, name, attributes } = await findEntry(transaction, id);
  if (kind !== "sequence")
    throw new CressetError("usage", `"${name}" is a ${kind}. Only segments of sequences have notes of their own.`);
  const { segments = {} } = attributes;
  const merged = { ...segments, [segmentId]: { ...segments[segmentId], ...notes } };
  return annotateEntry(transaction, id, { segments: merged });
}

/** Gives a clip other media. The cut of a sequence stays what it was. */
export async function replaceClip(transaction: StoreTransaction, id: string, facts: ClipFacts): Promise<Entry> {
  const entry = await findEntry(transaction, id);
  const old = await transaction
    .selectFrom("sources")
    .innerJoin("entries", "entries.source_id", "sources.id")
    .select(["sources.id", "sources.cut_id"])
    .where("entries.id", "=", id)
    .executeTakeFirst();
  if (old === undefined) throw await noClip(transaction, id);
  const source = { ...newSource(facts, entry.name, undefined, new Map<string, CutRow>()), cut_id: old.cut_id };
  await insertSources(transaction, [source], new Map());
  await transaction
    .updateTable("entries")
    .set({ ...clipColumns(source.id, facts), changed_at: Date.now() })
    .where("id", "=", id)
    .execute();
  const users = await transaction
    .selectFrom("entries")
    .select("id")
    .where("source_id", "=", old.id)
    .limit(1)
    .executeTakeFirst();
  if (users === undefined) await transaction.deleteFrom("sources").where("id", "=", old.id).execute();
  return afterChange(transaction, id);
}

/** Search finds the entry by what it is now. */
async function afterChange(transaction: StoreTransaction, id: string): Promise<Entry> {
  const entry = await findEntry(transaction, id);
  const row = await transaction
    .selectFrom("entries")
    .innerJoin("sources", "sources.id", "entries.source_id")
    .select("sources.body")
    .where("entries.id", "=", id)
    .executeTakeFirst();
  const source = row === undefined ? undefined : toSource(row.body, entry.name);
  await transaction
    .updateTable("search_texts")
    .set({ text: searchText(entry.name, entry.attributes, source) })
    .where("entry_id", "=", id)
    .execute();
  return entry;
}
