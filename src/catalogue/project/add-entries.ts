import { createHash } from "node:crypto";
import type { ClipDraft, ClipFacts, Entry } from "../catalogue.ts";
import type { CutRow, EntryRow, SearchTextRow, SourceRow } from "../store/catalogue-tables.ts";
import { encodeJson } from "../store/json-codec.ts";
import type { StoreTransaction } from "../store/store.ts";
import { checkedAttributes } from "./entry-attributes.ts";
import { newEntryId } from "./entry-id.ts";
import { attributesText, clipColumns, toEntry } from "./entry-rows.ts";
import { cleanName, refuseMisplaced } from "./kind-rules.ts";
import { searchText } from "./search-text.ts";

/** Rows of one insert: SQLite takes 32,766 values in one statement. */
const rowsPerInsert = 200;

interface NewContainer {
  readonly projectId: string;
  /** Nothing for the workspace. */
  readonly parent: Entry | undefined;
  readonly kind: Entry["kind"];
  readonly name: string;
}

/** A container at the end of another. Whether it may lie there is the caller's to know. */
export async function addContainer(transaction: StoreTransaction, asked: NewContainer): Promise<Entry> {
  const { projectId, parent, kind, name } = asked;
  const row: EntryRow = {
    id: newEntryId(),
    project_id: projectId,
    parent_id: parent?.id ?? null,
    kind,
    name,
    position: parent === undefined ? 0 : await nextPosition(transaction, parent.id),
    attributes: null,
    ...timesNow(),
    deletion_id: null,
    ...clipColumns(),
  };
  await insertEntries(transaction, [row], [{ entry_id: row.id, project_id: projectId, text: searchText(name, {}) }]);
  return toEntry(row);
}

/** Clips at the end of a container, or nowhere. @throws CressetError `usage` when they cannot lie there. */
export async function addDrafts(
  transaction: StoreTransaction,
  projectId: string,
  parent: Entry | undefined,
  drafts: readonly ClipDraft[],
): Promise<readonly Entry[]> {
  let position = parent === undefined ? 0 : await nextPosition(transaction, parent.id);
  const rows: EntryRow[] = [];
  const texts: SearchTextRow[] = [];
  const sources: SourceRow[] = [];
  const cuts = new Map<string, CutRow>();
  const times = timesNow();
  for (const { kind, facts, cutText, ...draft } of drafts) {
    const name = cleanName(draft.name, kind);
    if (parent !== undefined) refuseMisplaced({ kind, name }, parent);
    const attributes = checkedAttributes(draft.attributes ?? {});
    const source = newSource(facts, name, cutText, cuts);
    const id = newEntryId();
    sources.push(source);
    rows.push({
      id,
      project_id: projectId,
      parent_id: parent?.id ?? null,
      kind,
      name,
      position: parent === undefined ? 0 : position++,
      attributes: attributesText(attributes),
      ...times,
      deletion_id: null,
      ...clipColumns(source.id, facts),
    });
    texts.push({ entry_id: id, project_id: projectId, text: searchText(name, attributes, facts.source) });
  }
  await insertSources(transaction, sources, cuts);
  await insertEntries(transaction, rows, texts);
  return rows.map(toEntry);
}

/** The place behind everything that lies in a container, or lies in the bin and comes back to it. */
export async function nextPosition(transaction: StoreTransaction, parentId: string): Promise<number> {
  const last = await transaction
    .selectFrom("entries")
    .select(({ fn }) => fn.max("position").as("position"))
    .where("parent_id", "=", parentId)
    .executeTakeFirst();
  return typeof last?.position === "number" ? last.position + 1 : 0;
}

/** A row for what a clip plays; the text of its cut goes to `cuts`. */
export function newSource(
  facts: ClipFacts,
  name: string,
  cutText: string | undefined,
  cuts: Map<string, CutRow>,
): SourceRow {
  const cut = cutText === undefined ? undefined : { id: hashOf(cutText), text: cutText };
  if (cut !== undefined) cuts.set(cut.id, cut);
  return { id: newEntryId(), body: encodeJson(facts.source, `the media of "${name}"`), cut_id: cut?.id ?? null };
}

export async function insertSources(
  transaction: StoreTransaction,
  sources: readonly SourceRow[],
  cuts: ReadonlyMap<string, CutRow>,
): Promise<void> {
  for (const cut of cuts.values())
    await transaction
      .insertInto("cuts")
      .values(cut)
      .onConflict((conflict) => conflict.column("id").doNothing())
      .execute();
  for (const chunk of chunks(sources)) await transaction.insertInto("sources").values(chunk).execute();
}

export async function insertEntries(
  transaction: StoreTransaction,
  rows: readonly EntryRow[],
  texts: readonly SearchTextRow[],
): Promise<void> {
  for (const chunk of chunks(rows)) await transaction.insertInto("entries").values(chunk).execute();
  for (const chunk of chunks(texts)) await transaction.insertInto("search_texts").values(chunk).execute();
}

export function timesNow(): Pick<EntryRow, "created_at" | "changed_at"> {
  const now = Date.now();
  return { created_at: now, changed_at: now };
}

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += rowsPerInsert) yield items.slice(first, first + rowsPerInsert);
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
