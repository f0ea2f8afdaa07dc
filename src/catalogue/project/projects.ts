import { CressetError } from "../../errors.ts";
import type { Entry, Project } from "../catalogue.ts";
import type { ProjectRow } from "../store/catalogue-tables.ts";
import type { StoreTransaction } from "../store/store.ts";
import { addContainer } from "./add-entries.ts";
import { newEntryId } from "./entry-id.ts";
import { checkedName } from "./kind-rules.ts";
import { childEntries, type Db, desktopOf } from "./read-entries.ts";

/** What a project is made from. */
export interface NewProject {
  readonly name: string;
  readonly nickname?: string;
  readonly folder?: string;
}

const reelsOfNewGroup = 4;

export async function listProjects(db: Db): Promise<readonly Project[]> {
  return (await db.selectFrom("projects").selectAll().orderBy("name").execute()).map(toProject);
}

export async function projectNamed(db: Db, name: string): Promise<Project | undefined> {
  const row = await db
    .selectFrom("projects")
    .selectAll()
    .where("name", "=", name.trim().normalize("NFC"))
    .executeTakeFirst();
  return row === undefined ? undefined : toProject(row);
}

/** @throws CressetError `not-found` that lists what there is. */
export async function findProject(db: Db, idOrName: string): Promise<Project> {
  const named = await projectNamed(db, idOrName);
  if (named !== undefined) return named;
  const row = await db.selectFrom("projects").selectAll().where("id", "=", idOrName).executeTakeFirst();
  if (row !== undefined) return toProject(row);
  const all = await listProjects(db);
  const there =
    all.length === 0
      ? `There is none yet: "cresset project new NAME" makes one.`
      : `There are: ${all.map(({ name }) => `"${name}"`).join(", ")}.`;
  throw new CressetError("not-found", `There is no project "${idOrName}". ${there}`);
}

/** With a workspace, a Desktop with a reel group of four reels, and a library. Nothing when the name is taken. */
export async function addProject(transaction: StoreTransaction, asked: NewProject): Promise<Project | undefined> {
  const name = checkedName(asked.name, "project");
  const row = await transaction
    .insertInto("projects")
    .values({
      id: newEntryId(),
      name,
      nickname: asked.nickname ?? name,
      folder: asked.folder ?? "",
      created_at: Date.now(),
      revision: 0,
    })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const add = (parent: Entry | undefined, kind: Entry["kind"], called: string) =>
    addContainer(transaction, { projectId: row.id, parent, kind, name: called });
  const workspace = await add(undefined, "workspace", "Workspace");
  const desktop = await add(workspace, "desktop", "Desktop");
  const group = await add(desktop, "reel group", "Reels");
  for (let reel = 1; reel <= reelsOfNewGroup; reel++) await add(group, "reel", `Reel ${reel}`);
  await add(workspace, "library", "Default Library");
  return toProject(row);
}

/** The first reel of the first reel group of the Desktop, if there is one. */
export async function firstReelOf(db: Db, projectId: string): Promise<Entry | undefined> {
  const [group] = await childEntries(db, await desktopOf(db, projectId), { limit: 1 });
  return group === undefined ? undefined : (await childEntries(db, group, { limit: 1 }))[0];
}

/** The same; made where there is none. */
export async function madeFirstReel(transaction: StoreTransaction, projectId: string): Promise<Entry> {
  const known = await firstReelOf(transaction, projectId);
  if (known !== undefined) return known;
  const desktop = await desktopOf(transaction, projectId);
  const [group] = await childEntries(transaction, desktop, { limit: 1 });
  const parent =
    group ?? (await addContainer(transaction, { projectId, parent: desktop, kind: "reel group", name: "Reels" }));
  return addContainer(transaction, { projectId, parent, kind: "reel", name: "Reel 1" });
}

/** Tells those who look on that something has changed. */
export async function markChanged(transaction: StoreTransaction, projectIds: Iterable<string>): Promise<void> {
  await transaction
    .updateTable("projects")
    .set(({ eb }) => ({ revision: eb("revision", "+", 1) }))
    .where("id", "in", [...new Set(projectIds)])
    .execute();
}

const toProject = ({ id, name, nickname, folder, created_at }: ProjectRow): Project => ({
  id,
  name,
  nickname,
  folder,
  createdAt: new Date(created_at),
});
