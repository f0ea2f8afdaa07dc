import { realpath } from "node:fs/promises";
import path from "node:path";
import type { SelectedRoot } from "../../archive/estimate.ts";
import type { EntryTree } from "../../catalogue/catalogue.ts";
import { CressetError } from "../../errors.ts";
import { projectToRead } from "../current-project.ts";
import { entryAt, entryPrefix, meansEntry, type SourcePlaces } from "../resolve-sources.ts";
import type { Selection, SelectOptions } from "./selection.ts";

/**
 * Finds everything that named entries mean.
 * @throws CressetError `not-found` for what is neither on disk nor in the catalogue; `usage` for a folder that the archive
 * itself lies in.
 */
export async function selectEntries(
  named: readonly string[],
  places: SourcePlaces,
  options: SelectOptions,
): Promise<Selection> {
  const files: SelectedRoot[] = [];
  const trees: EntryTree[] = [];
  for (const source of named) {
    options.signal.throwIfAborted();
    const tree = await treeAt(source, places);
    if (tree === undefined) files.push(await fileRoot(source, places.folder, options.archive));
    else trees.push(tree);
  }
  if (trees.length === 0)
    return { roots: outermost(files), catalogue: "", sequences: "", clips: 0, frames: 0, notes: [] };
  // What reads cuts takes long to load, and files need none of it.
  const { collectEntries } = await import("./collect-entries.ts");
  const collected = await collectEntries(trees, await places.catalogue(), options);
  return { ...collected, roots: [...outermost(files), ...collected.roots] };
}

/** What a path of the catalogue means, with all that lies in it; nothing for a path of the disk. */
async function treeAt(source: string, places: SourcePlaces): Promise<EntryTree | undefined> {
  const isProject = source === "/" || source === `${entryPrefix}/`;
  if (!isProject && !(await meansEntry(source, path.resolve(places.folder, source), places))) return undefined;
  const catalogue = await places.catalogue();
  if (isProject) return catalogue.tree((await projectToRead(catalogue, places.project)).id);
  const entry = await entryAt(source, catalogue, places.project);
  return catalogue.tree(entry.projectId, entry.id);
}

/** A link that was named is what it leads to. */
async function fileRoot(source: string, folder: string, archive: string): Promise<SelectedRoot> {
  const named = path.resolve(folder, source);
  const found = await realpath(named).catch((cause: unknown) => {
    throw new CressetError("not-found", `There is no file or folder ${named}, and no such entry in the catalogue.`, {
      cause,
    });
  });
  if (`${archive}${path.sep}`.startsWith(found.endsWith(path.sep) ? found : `${found}${path.sep}`))
    throw new CressetError("usage", `The archive lies in ${named}: it cannot hold itself. Name what lies in it.`);
  const below = named.split(path.sep).map((part) => part.replace(/:$/, ""));
  return { kind: "tree", path: `files/${below.filter((part) => part !== "").join("/")}`, source: found };
}

/** Of roots that lie in one another the outer one. */
const outermost = (roots: readonly SelectedRoot[]): readonly SelectedRoot[] =>
  roots.filter(
    (root, index) =>
      !roots.some((other, at) => (other.path === root.path && at < index) || root.path.startsWith(`${other.path}/`)),
  );
