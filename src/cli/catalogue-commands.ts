import { type ProjectSession, withProject } from "../app/project-session.ts";
import { shownTree } from "../app/shown-tree.ts";
import type { Entry } from "../catalogue/catalogue.ts";
import { CressetError } from "../errors.ts";
import { entryFacts, treeText } from "./entry-text.ts";
import { printJson } from "./print-json.ts";
import { table } from "./table.ts";

interface Common {
  readonly project?: string;
  readonly json?: boolean;
}

/** `cresset desktop show`. */
export async function desktopCommand({ project, json, limit }: Common & { readonly limit?: number }): Promise<void> {
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0))
    throw new CressetError("usage", `Expected a number of clips after --limit, got "${limit}".`);
  await withProject({ project }, async ({ catalogue, project: current }) => {
    if (json === true)
      return printJson(await shownTree(catalogue, current.id, { limit: limit ?? Number.MAX_SAFE_INTEGER }));
    const { children } = await shownTree(catalogue, current.id, {
      ...(limit === undefined ? {} : { limit }),
      withMedia: true,
    });
    console.log([current.name, ...children.map(treeText)].join("\n"));
  });
}

/** `cresset reel new`. */
export function newReelCommand(
  name: string,
  { group, ...options }: Common & { readonly group?: string },
): Promise<void> {
  return change(options, async (session) => {
    if (!name.startsWith("/")) {
      const parent = await groupFor(session, group);
      return [await session.catalogue.create(parent.id, "reel", name)];
    }
    // As everywhere else, what begins with / is a path; here that of what does not exist yet.
    if (group !== undefined)
      throw new CressetError("usage", `${name} is a path already: give it, or --group, not both.`);
    const at = name.lastIndexOf("/");
    const parent = await session.catalogue.at(session.project.id, name.slice(0, at) || "/");
    return [await session.catalogue.create(parent.id, "reel", name.slice(at + 1))];
  });
}

/** What a reel is made in: named by its place, or by its name on the Desktop; the first reel group of the Desktop. */
async function groupFor({ catalogue, project }: ProjectSession, group: string | undefined): Promise<Entry> {
  if (group !== undefined) return catalogue.at(project.id, /^(\/|cresset:)/.test(group) ? group : `/Desktop/${group}`);
  const desktop = await catalogue.at(project.id, "/Desktop");
  const [first] = await catalogue.children(desktop.id, { limit: 1 });
  return first ?? catalogue.create(desktop.id, "reel group", "Reels");
}

/** `cresset reel-group new`. */
export function newReelGroupCommand(name: string, options: Common): Promise<void> {
  return change(options, async ({ catalogue, project }) => {
    const at = name.lastIndexOf("/");
    const isPath = name.startsWith("/");
    const parent = await catalogue.at(project.id, isPath ? name.slice(0, at) || "/" : "/Desktop");
    return [await catalogue.create(parent.id, "reel group", isPath ? name.slice(at + 1) : name)];
  });
}

/** `cresset search`. */
export async function searchCommand(
  text: string,
  { project, json, limit }: Common & { readonly limit: number },
): Promise<void> {
  if (!(Number.isInteger(limit) && limit > 0))
    throw new CressetError("usage", `Expected a number above 0 after --limit, got "${limit}".`);
  await withProject({ project }, async ({ catalogue, project: current }) => {
    const found = await catalogue.search(current.id, text, { limit });
    const paths = await Promise.all(found.map(({ id }) => catalogue.pathOf(id)));
    if (json === true) return printJson(found.map((entry, index) => ({ ...entry, path: paths[index] })));
    if (found.length === 0) console.log(`Nothing holds "${text}".`);
    else console.log(table(found.map((entry, index) => [paths[index] ?? "", entry.kind, entryFacts(entry)])));
    if (found.length === limit) console.log(`These are the first ${limit}; there may be more (--limit).`);
  });
}

/** `cresset rename`. */
export function renameCommand(path: string, name: string, options: Common): Promise<void> {
  return change(options, async ({ catalogue, project }) => {
    const entry = await catalogue.at(project.id, path);
    return [await catalogue.rename(entry.id, name)];
  });
}

/** `cresset move` and `cresset copy`. The last path is what the others are put into. */
export function putCommand(verb: "move" | "copy", paths: readonly string[], options: Common): Promise<void> {
  const to = paths.at(-1);
  if (to === undefined || paths.length < 2)
    throw new CressetError("usage", `Expected what to ${verb} and where to: cresset ${verb} <path...> <to>.`);
  return change(options, async ({ catalogue, project }) => {
    const ids: string[] = [];
    for (const path of paths.slice(0, -1)) ids.push((await catalogue.at(project.id, path)).id);
    const parent = await catalogue.at(project.id, to);
    return catalogue[verb](ids, parent.id);
  });
}

/** Changes the project and says where what was changed lies now. */
async function change(
  { project, json }: Common,
  work: (session: ProjectSession) => Promise<readonly Entry[]>,
): Promise<void> {
  await withProject({ project, toWrite: true }, async (session) => {
    const entries = await work(session);
    const paths = await Promise.all(entries.map(({ id }) => session.catalogue.pathOf(id)));
    if (json === true) printJson(entries.map((entry, index) => ({ ...entry, path: paths[index] })));
    else for (const [index, { kind }] of entries.entries()) console.log(`${kind} ${paths[index]}`);
  });
}
