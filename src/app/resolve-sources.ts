import { stat } from "node:fs/promises";
import path from "node:path";
import type { Catalogue, Entry, EntryTree } from "../catalogue/catalogue.ts";
import { CressetError } from "../errors.ts";
import { type ProjectChoice, projectToRead } from "./current-project.ts";

/** What a source of an export is written as. */
export const entryPrefix = "cresset:";

/** What paths are looked up with. */
export interface SourcePlaces {
  /** Where relative paths start. */
  readonly folder: string;
  readonly storeFile: string;
  readonly project: ProjectChoice;
  /** Asked for only where a path may mean something in the catalogue. */
  readonly catalogue: () => Promise<Catalogue>;
}

/**
 * What people write as sources, as a request keeps it: absolute paths of files, and `cresset:<id>` for clips and sequences
 * of the catalogue. A container of the catalogue means all clips and sequences in it, in their order. A path that exists
 * on disk is a file; else one whose first part is called as the Desktop or a library of the project is looked up there;
 * `cresset:` in front of a path or an id always means the catalogue.
 * @throws CressetError `not-found` for what is not in the catalogue, `usage` for a container without clips.
 */
export async function resolveSources(sources: readonly string[], places: SourcePlaces): Promise<string[]> {
  const resolved: string[] = [];
  for (const source of sources) resolved.push(...(await resolveSource(source, places)));
  return resolved;
}

async function resolveSource(source: string, places: SourcePlaces): Promise<readonly string[]> {
  const file = path.resolve(places.folder, source);
  if (!(await meansEntry(source, file, places))) return [file];
  const entries = await clipsAt(source, places);
  return entries.map(({ id }) => `${entryPrefix}${id}`);
}

/** Whether a path means something in the catalogue rather than on disk. */
export async function meansEntry(source: string, file: string, places: SourcePlaces): Promise<boolean> {
  if (source.startsWith(entryPrefix)) return true;
  if (!source.startsWith("/") || (await exists(file)) || !(await exists(places.storeFile))) return false;
  // An image sequence is no file of its own.
  if (/[[%#]/.test(path.basename(file)) && (await exists(path.dirname(file)))) return false;
  const catalogue = await places.catalogue();
  const project = (await catalogue.projects()).find(
    ({ id, name }) => name === places.project.name || id === places.project.name,
  );
  const [first = ""] = source.split("/").filter((part) => part !== "");
  // Who names the Desktop is told which project was looked for.
  if (project === undefined) return first === "Desktop";
  const { entry: workspace } = await catalogue.tree(project.id, undefined, { clips: false });
  const roots = await catalogue.children(workspace.id);
  return roots.some(({ id, name }) => name === first.normalize("NFC") || id === first);
}

/** The clips and sequences that a path of the catalogue means, or that lie in what it means. */
export async function clipsAt(source: string, places: SourcePlaces): Promise<readonly Entry[]> {
  const catalogue = await places.catalogue();
  const entry = await entryAt(source, catalogue, places.project);
  if (isClip(entry)) return [entry];
  const found = clipsIn(await catalogue.tree(entry.projectId, entry.id));
  if (found.length > 0) return found;
  throw new CressetError("usage", `The ${entry.kind} ${source} holds no clip or sequence.`);
}

/** The entry that a path of the current project, or `cresset:` with an id or a path, means. */
export async function entryAt(source: string, catalogue: Catalogue, project: ProjectChoice): Promise<Entry> {
  const named = source.startsWith(entryPrefix) ? source.slice(entryPrefix.length) : source;
  if (/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(named)) return catalogue.entry(named);
  return catalogue.at((await projectToRead(catalogue, project)).id, named);
}

const isClip = ({ kind }: Entry): boolean => kind === "clip" || kind === "sequence";

const clipsIn = ({ entry, children }: EntryTree): readonly Entry[] =>
  isClip(entry) ? [entry] : children.flatMap(clipsIn);

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
