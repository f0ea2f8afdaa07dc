import { CressetError } from "../../errors.ts";
import type { Entry } from "../catalogue.ts";
import { isEntryId } from "./entry-id.ts";
import { entryColumns, toEntry } from "./entry-rows.ts";
import { childEntries, type Db, findEntry, liveRows, lookUp, workspaceOf } from "./read-entries.ts";

/** The entry at a path, see `Catalogue.at`. @throws CressetError `not-found` that names the part and what is there. */
export async function entryAt(db: Db, projectId: string, path: string): Promise<Entry> {
  const [, id] = /^cresset:(.+)$/.exec(path) ?? [];
  if (id !== undefined) return findEntry(db, id);
  let entry: Entry | undefined;
  for (const part of path.split("/").filter((each) => each.trim() !== "")) {
    if (entry === undefined && isEntryId(part)) {
      entry = await findEntry(db, part);
      continue;
    }
    const parent: Entry = entry ?? (await workspaceOf(db, projectId));
    entry = await childCalled(db, parent, part.trim().normalize("NFC"));
    if (entry === undefined) throw await notThere(db, parent, part);
  }
  return entry ?? workspaceOf(db, projectId);
}

/** The path of an entry, of one in the bin the path that it had; empty for one that lies nowhere. */
export async function pathTo(db: Db, id: string): Promise<string> {
  const entry = await lookUp(db, id);
  if (entry === undefined) throw new CressetError("not-found", `There is nothing with the id ${id} in the catalogue.`);
  if (entry.kind === "workspace") return "/";
  if (entry.parentId === undefined) return "";
  const above = await pathTo(db, entry.parentId);
  const isPlain = !entry.name.includes("/") && !isEntryId(entry.name);
  const named = isPlain ? await childNamed(db, entry.parentId, entry.name) : undefined;
  const part = isPlain && (entry.deletionId !== null || named?.id === id) ? entry.name : id;
  return `${above === "/" ? "" : above}/${part}`;
}

async function childCalled(db: Db, parent: Entry, part: string): Promise<Entry | undefined> {
  if (isEntryId(part)) {
    const found = await findEntry(db, part);
    return found.parentId === parent.id ? found : undefined;
  }
  const child = await childNamed(db, parent.id, part);
  return child ?? (parent.kind === "desktop" ? reelNamed(db, parent.id, part) : undefined);
}

async function childNamed(db: Db, parentId: string, name: string): Promise<Entry | undefined> {
  const row = await liveRows(db)
    .where("parent_id", "=", parentId)
    .where("name", "=", name)
    .orderBy("position")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toEntry(row);
}

/** On the Desktop the reel group may be left out. */
async function reelNamed(db: Db, desktopId: string, name: string): Promise<Entry | undefined> {
  const row = await db
    .selectFrom("entries")
    .innerJoin("entries as group", "group.id", "entries.parent_id")
    .select(entryColumns.map((column) => `entries.${column}` as const))
    .where("group.parent_id", "=", desktopId)
    .where("group.deletion_id", "is", null)
    .where("entries.deletion_id", "is", null)
    .where("entries.name", "=", name)
    .orderBy("group.position")
    .orderBy("entries.position")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : toEntry(row);
}

const shownNames = 12;

async function notThere(db: Db, parent: Entry, part: string): Promise<CressetError> {
  const there = await childEntries(db, parent);
  const names = there.slice(0, shownNames).map(({ name }) => `"${name}"`);
  const more = there.length > shownNames ? ` and ${there.length - shownNames} more` : "";
  const holds = names.length === 0 ? "It is empty." : `It holds ${names.join(", ")}${more}.`;
  const place = parent.kind === "workspace" ? "the project" : `${await pathTo(db, parent.id)} (a ${parent.kind})`;
  return new CressetError("not-found", `There is no "${part}" in ${place}. ${holds}`);
}
