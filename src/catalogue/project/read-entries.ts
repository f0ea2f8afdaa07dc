import type { Kysely } from "kysely";
import { CressetError } from "../../errors.ts";
import type { ClipFacts, ClipSource, Entry, EntryTree } from "../catalogue.ts";
import { decodeJson } from "../store/json-codec.ts";
import type { StoreSchema } from "../store/store-schema.ts";
import { entryColumns, type ListedRow, toEntry } from "./entry-rows.ts";

export type Db = Kysely<StoreSchema>;

/** An entry, in the bin or not; nothing when there is none. */
export async function lookUp(
  db: Db,
  id: string,
): Promise<(Entry & { readonly deletionId: string | null }) | undefined> {
  const row = await db
    .selectFrom("entries")
    .select([...entryColumns, "deletion_id"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? undefined : { ...toEntry(row), deletionId: row.deletion_id };
}

/** @throws CressetError `not-found`. */
export async function findEntry(db: Db, id: string): Promise<Entry> {
  const found = await lookUp(db, id);
  if (found === undefined) throw new CressetError("not-found", `There is nothing with the id ${id} in the catalogue.`);
  const { deletionId, ...entry } = found;
  if (deletionId === null) return entry;
  throw new CressetError(
    "not-found",
    `The ${entry.kind} "${entry.name}" (${id}) is in the bin. "cresset undelete ${deletionId}" brings it back.`,
  );
}

/** In the order of the ids. @throws CressetError `not-found` for the first that is not there. */
export async function findEntries(db: Db, ids: readonly string[]): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const id of new Set(ids)) entries.push(await findEntry(db, id));
  return entries;
}

export async function childEntries(db: Db, parentId: string): Promise<readonly Entry[]> {
  const rows = await liveRows(db).where("parent_id", "=", parentId).orderBy("position").execute();
  return rows.map(toEntry);
}

export const liveRows = (db: Db) => db.selectFrom("entries").select(entryColumns).where("deletion_id", "is", null);

/** @throws CressetError `not-found` for a project that is not there. */
export async function workspaceOf(db: Db, projectId: string): Promise<Entry> {
  const row = await liveRows(db).where("project_id", "=", projectId).where("kind", "=", "workspace").executeTakeFirst();
  if (row === undefined) throw new CressetError("not-found", `There is no project with the id ${projectId}.`);
  return toEntry(row);
}

export async function desktopOf(db: Db, projectId: string): Promise<Entry> {
  const workspace = await workspaceOf(db, projectId);
  const row = await liveRows(db)
    .where("parent_id", "=", workspace.id)
    .where("kind", "=", "desktop")
    .executeTakeFirstOrThrow();
  return toEntry(row);
}

/** An entry with all that lies in it: the workspace unless told. */
export async function readTree(db: Db, projectId: string, from: string | undefined): Promise<EntryTree> {
  const top = from === undefined ? await workspaceOf(db, projectId) : await findEntry(db, from);
  const rows =
    top.kind === "workspace"
      ? await liveRows(db).where("project_id", "=", top.projectId).execute()
      : await rowsBelow(db, top.id);
  const byParent = Map.groupBy(rows, (row) => row.parent_id);
  const grow = (entry: Entry): EntryTree => ({
    entry,
    children: (byParent.get(entry.id) ?? [])
      .toSorted((one, other) => one.position - other.position)
      .map((row) => grow(toEntry(row))),
  });
  return grow(top);
}

/** What lies in an entry at any depth, what went to the bin left out; not the entry itself. */
export async function rowsBelow(db: Db, id: string): Promise<readonly (ListedRow & { source_id: string | null })[]> {
  return db
    .withRecursive("below", (below) =>
      below
        .selectFrom("entries")
        .select("entries.id")
        .where("parent_id", "=", id)
        .where("deletion_id", "is", null)
        .unionAll(
          below
            .selectFrom("entries")
            .innerJoin("below", "below.id", "entries.parent_id")
            .select("entries.id")
            .where("deletion_id", "is", null),
        ),
    )
    .selectFrom("entries")
    .innerJoin("below", "below.id", "entries.id")
    .select(entryColumns.map((column) => `entries.${column}` as const))
    .select("entries.source_id")
    .execute();
}

export async function readClipFacts(db: Db, id: string): Promise<ClipFacts> {
  const { clip } = await findEntry(db, id);
  const row = await db
    .selectFrom("entries")
    .innerJoin("sources", "sources.id", "entries.source_id")
    .select(["sources.body", "entries.kind", "entries.name"])
    .where("entries.id", "=", id)
    .executeTakeFirst();
  if (row === undefined || clip === undefined) throw await noClip(db, id);
  return { ...clip, source: toSource(row.body, row.name) };
}

/** @throws CressetError `not-found` for what plays no cut. */
export async function readCutText(db: Db, id: string): Promise<string> {
  const entry = await findEntry(db, id);
  const row = await db
    .selectFrom("entries")
    .innerJoin("sources", "sources.id", "entries.source_id")
    .innerJoin("cuts", "cuts.id", "sources.cut_id")
    .select("cuts.text")
    .where("entries.id", "=", id)
    .executeTakeFirst();
  if (row !== undefined) return row.text;
  throw new CressetError("not-found", `The ${entry.kind} "${entry.name}" plays no cut.`);
}

export async function noClip(db: Db, id: string): Promise<CressetError> {
  const { kind, name } = await findEntry(db, id);
  return new CressetError("usage", `Expected a clip or a sequence, but "${name}" is a ${kind}.`);
}

export function toSource(body: string, name: string): ClipSource {
  const source = decodeJson(body, `the media of "${name}"`);
  if (isSource(source)) return source;
  throw new CressetError("bad-input", `The store is damaged: the media of "${name}" cannot be read.`);
}

/** The store wrote it: its parts are not checked. */
const isSource = (value: unknown): value is ClipSource =>
  typeof value === "object" && value !== null && "kind" in value && (value.kind === "media" || value.kind === "cut");
