import type { Kysely } from "kysely";
import { CressetError } from "../../errors.ts";
import type { ChildPage, ClipFacts, ClipSource, Entry, EntryKind, EntryTree } from "../catalogue.ts";
import { decodeJson } from "../store/json-codec.ts";
import type { ReadLists } from "../store/store.ts";
import type { StoreSchema } from "../store/store-schema.ts";
import { clipOf, columnsInParent, entryColumns, entryOf, type ListedRow, toEntry } from "./entry-rows.ts";
import { holdsClips } from "./kind-rules.ts";

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

export async function childEntries(
  db: Db,
  { id, projectId }: Pick<Entry, "id" | "projectId">,
  { offset = 0, limit, after }: ChildPage = {},
): Promise<readonly Entry[]> {
  const all = db
    .selectFrom("entries")
    .select(columnsInParent)
    .where("parent_id", "=", id)
    .where("deletion_id", "is", null)
    .orderBy("position")
    .orderBy("id");
  if (after !== undefined) {
    const rest = all.where((where) =>
      where.or([
        where("position", ">", after.position),
        where.and([where("position", "=", after.position), where("id", ">", after.id)]),
      ]),
    );
    const found = await (limit === undefined ? rest : rest.limit(limit)).execute();
    return found.map((row) => entryOf(row, projectId, id));
  }
  // SQLite knows an offset only beside a limit.
  const page = limit === undefined && offset === 0 ? all : all.limit(limit ?? Number.MAX_SAFE_INTEGER).offset(offset);
  return (await page.execute()).map((row) => entryOf(row, projectId, id));
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

const clipKinds: readonly EntryKind[] = ["clip", "sequence"];
const containerKinds: readonly EntryKind[] = ["workspace", "desktop", "reel group", "reel", "library", "folder"];

/** An entry with all that lies in it, or with the containers alone: the workspace unless told. */
export async function readTree(
  { db, lists }: { readonly db: Db; readonly lists: ReadLists },
  projectId: string,
  from: string | undefined,
  clips: boolean,
): Promise<EntryTree> {
  const top = from === undefined ? await workspaceOf(db, projectId) : await findEntry(db, from);
  const containers =
    top.kind === "workspace" || !clips
      ? await containersOf(db, top.projectId)
      : await rowsBelow(db, top.id, containerKinds);
  const byParent = Map.groupBy(containers, (row) => row.parent_id);
  const clipsOf = clips ? readerOfClips(db, lists) : undefined;
  const counts = clips ? undefined : await clipCounts(db, top.projectId);
  const grow = (entry: Entry): EntryTree => {
    if (entry.clip !== undefined) return { entry, children: nothing, clipCount: 0 };
    const lying = clipsOf !== undefined && holdsClips(entry.kind) ? clipsOf(entry) : nothing;
    const inside = (byParent.get(entry.id) ?? nothing).map((row) => grow(entryOf(row, top.projectId, entry.id)));
    const children = inside.length === 0 ? lying : inOrder([...inside, ...lying]);
    return { entry, children, clipCount: counts?.get(entry.id) ?? lying.length };
  };
  return grow(top);
}

const inOrder = (children: readonly EntryTree[]): readonly EntryTree[] =>
  children.toSorted((one, other) => one.entry.position - other.entry.position);

/**
 * The clips of one container after the other, in order. By container, since the database has them so, and the id of what
 * they lie in, which is half of the text, need not be read 100,000 times.
 */
function readerOfClips(db: Db, lists: ReadLists): (container: Entry) => readonly EntryTree[] {
  const question = db
    .selectFrom("entries")
    .select(columnsInParent)
    .where("parent_id", "=", "")
    .where("kind", "in", clipKinds)
    .where("deletion_id", "is", null)
    .orderBy("position")
    .compile();
  const [, ...others] = question.parameters;
  return ({ id, projectId }) =>
    lists({ ...question, parameters: [id, ...others] }).map((row) => ({
      entry: clipOf(row, projectId, id),
      children: nothing,
      clipCount: 0,
    }));
}

const nothing: readonly never[] = [];

type TreeRow = Omit<ListedRow, "project_id">;

const containersOf = (db: Db, projectId: string): Promise<readonly TreeRow[]> =>
  liveRows(db).where("project_id", "=", projectId).where("kind", "in", containerKinds).execute();

/** How many clips and sequences lie directly in each container. */
async function clipCounts(db: Db, projectId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom("entries")
    .select(({ fn }) => ["parent_id", fn.countAll<number>().as("count")])
    .where("project_id", "=", projectId)
    .where("kind", "in", clipKinds)
    .where("deletion_id", "is", null)
    .where("parent_id", "is not", null)
    .groupBy("parent_id")
    .execute();
  return new Map(rows.map(({ parent_id, count }) => [parent_id ?? "", count]));
}

/** Values of one question: SQLite takes 32,766 in one statement. */
const idsPerQuestion = 5000;

/** What lies in an entry at any depth, level by level, what is in the bin left out; not the entry itself. */
export async function rowsBelow(
  db: Db,
  id: string,
  kinds: readonly EntryKind[] = [...containerKinds, ...clipKinds],
): Promise<readonly (ListedRow & { readonly source_id: string | null })[]> {
  const levels = [];
  for (let parents: readonly string[] = [id]; parents.length > 0;) {
    const level = [];
    for (let first = 0; first < parents.length; first += idsPerQuestion)
      level.push(
        await liveRows(db)
          .select("source_id")
          .where("parent_id", "in", parents.slice(first, first + idsPerQuestion))
          .where("kind", "in", kinds)
          .execute(),
      );
    const rows = level.flat();
    levels.push(rows);
    parents = rows.filter(({ kind }) => !clipKinds.includes(kind)).map((row) => row.id);
  }
  return levels.flat();
}

/** An entry and the containers in it at any depth, in lists that fit into one question. */
export async function idsOfContainers(db: Db, id: string): Promise<readonly (readonly string[])[]> {
  const ids = [id, ...(await rowsBelow(db, id, containerKinds)).map((row) => row.id)];
  const lists = [];
  for (let first = 0; first < ids.length; first += idsPerQuestion) lists.push(ids.slice(first, first + idsPerQuestion));
  return lists;
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
