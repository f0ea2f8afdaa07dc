import path from "node:path";
import type * as z from "zod";
import type { Actor } from "../access/actor.ts";
import type { StorageRoots } from "../access/storage-roots.ts";
import type { ServerParts } from "../server-parts.ts";
import type { exportWishShape } from "../shapes/export-shapes.ts";
import type { QueuedExport } from "./export-task.ts";

/**
 * A wish from the line as the queue keeps it: every path in it lies inside the storage roots, who wants it and for which
 * project is settled.
 * @throws CressetError `forbidden` for a path outside, `not-found` for a project that is not there.
 */
export async function settledExport(
  { projectId, ...wish }: z.output<typeof exportWishShape>,
  actor: Actor | undefined,
  { catalogue, roots, cresset }: Pick<ServerParts, "catalogue" | "roots" | "cresset">,
): Promise<QueuedExport> {
  const project = projectId === undefined ? undefined : await catalogue.project(projectId);
  const places = { catalogue, roots, project: project?.name ?? cresset.currentProject.name };
  const name = actor === undefined || actor.by === "local" ? undefined : actor.name;
  return {
    ...wish,
    ...(await settledPaths(wish, places)),
    ...(project === undefined ? {} : { project: { name: project.name, nickname: project.nickname } }),
    ...(name === undefined ? {} : { user: { name, nickname: name } }),
  };
}

type WishedPaths = Pick<
  QueuedExport,
  "sources" | "destinationPath" | "presets" | "mediaFolders" | "subtitleFiles" | "lut"
>;

/** The paths of a wish, each inside the storage roots. @throws CressetError `forbidden` for one outside. */
export async function settledPaths(
  { sources, destinationPath, presets, mediaFolders, subtitleFiles, lut }: WishedPaths,
  places: Parameters<typeof settledSources>[1],
): Promise<WishedPaths> {
  const { roots } = places;
  const all = (paths: readonly string[]) => Promise.all(paths.map((each) => roots.allowed(each)));
  return {
    sources: await settledSources(sources, places),
    destinationPath: destinationPath === "" ? "" : await roots.allowedToWrite(destinationPath),
    presets: await Promise.all(presets.map((preset) => settledPreset(preset, roots))),
    ...(mediaFolders === undefined ? {} : { mediaFolders: await all(mediaFolders) }),
    ...(subtitleFiles === undefined ? {} : { subtitleFiles: await all(subtitleFiles) }),
    ...(lut === undefined ? {} : { lut: await roots.allowed(lut) }),
  };
}

/** A preset that is named by its path is a file like any other. @throws CressetError `forbidden` for one outside. */
export async function settledPreset(preset: string, roots: StorageRoots): Promise<string> {
  return /[/\\]/.test(preset) ? roots.allowed(preset) : preset;
}

/** Entries as `cresset:<id>`, files as allowed absolute paths. A path of the catalogue is looked up in the project. */
export async function settledSources(
  sources: readonly string[],
  { catalogue, roots, project }: Pick<ServerParts, "catalogue" | "roots"> & { readonly project: string },
): Promise<string[]> {
  const settled: string[] = [];
  for (const source of sources) {
    if (source.startsWith("cresset:")) settled.push(source);
    else {
      const inRoots = await roots.allowed(source).catch((error: unknown) => error);
      if (typeof inRoots === "string") settled.push(path.resolve(inRoots));
      else {
        const entry = await entryAt(source, project, catalogue);
        if (entry === undefined) throw inRoots;
        settled.push(`cresset:${entry}`);
      }
    }
  }
  return settled;
}

async function entryAt(
  source: string,
  project: string,
  catalogue: ServerParts["catalogue"],
): Promise<string | undefined> {
  if (!source.startsWith("/")) return undefined;
  try {
    return (await catalogue.at((await catalogue.project(project)).id, source)).id;
  } catch {
    return undefined;
  }
}
