import path from "node:path";
import type * as z from "zod";
import { CressetError } from "../../errors.ts";
import { restoredMedia } from "../../app/restored-media.ts";
import type { ServerParts } from "../server-parts.ts";
import type { archiveRestoreShape, archiveSelectionShape } from "../shapes/archive-wish-shapes.ts";
import { settledSources } from "./settled-export.ts";

type Parts = Pick<ServerParts, "catalogue" | "roots" | "cresset">;

/**
 * What is to be archived as the queue keeps it: entries by their ids, paths inside the storage roots.
 * @throws CressetError `forbidden` for a path outside, `not-found` for a project that is not there.
 */
export async function settledSelection(
  { entries, projectId, noMedia, versions }: z.output<typeof archiveSelectionShape>,
  { catalogue, roots, cresset }: Parts,
) {
  const project = projectId === undefined ? undefined : (await catalogue.project(projectId)).name;
  const places = { catalogue, roots, project: project ?? cresset.currentProject.name };
  return {
    entries: await settledSources(entries, places),
    ...(project === undefined ? {} : { project }),
    ...(noMedia === undefined ? {} : { noMedia }),
    ...(versions === undefined ? {} : { versions }),
  };
}

/** What is to be restored, and where to. @throws as `settledSelection`; `usage` for a name that is no name. */
export async function settledRestore(
  { projectId, to, as, mediaFolder, overwrite, paths, sessions }: z.output<typeof archiveRestoreShape>,
  { catalogue, roots, cresset }: Parts,
) {
  const project = projectId === undefined ? undefined : await catalogue.project(projectId);
  if (to !== undefined && mediaFolder !== undefined)
    throw new CressetError("usage", "Plain files are restored into `to`, media among them: leave `mediaFolder` out.");
  if (as !== undefined && /^\.*$|[/\\\0]/.test(as))
    throw new CressetError("usage", `Expected a name in \`as\`, got "${as}".`);
  // The folder that is meant in the end counts, whichever way it is said.
  if (to !== undefined) await roots.allowedToFill(path.join(to, as ?? ""));
  if (to === undefined && mediaFolder === undefined) {
    const folder = restoredMedia(project ?? cresset.currentProject, cresset.folder);
    await roots.allowedToFill(folder).catch((cause: unknown) => {
      throw new CressetError(
        "forbidden",
        `Nothing said where the media goes, and ${folder}, where it would go, is not allowed. Choose a folder (\`mediaFolder\`).`,
        { cause },
      );
    });
  }
  return {
    ...(project === undefined ? {} : { project: project.name }),
    ...(to === undefined ? {} : { to: await roots.allowedToWrite(to) }),
    ...(as === undefined ? {} : { as }),
    ...(mediaFolder === undefined ? {} : { mediaFolder: await roots.allowedToFill(mediaFolder) }),
    ...(overwrite === undefined ? {} : { overwrite }),
    ...(paths === undefined ? {} : { paths }),
    ...(sessions === undefined ? {} : { sessions }),
  };
}
