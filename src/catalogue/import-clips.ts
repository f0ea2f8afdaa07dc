import { CressetError } from "../errors.ts";
import { draftCut } from "./importing/draft-cut.ts";
import { draftMedia, draftVersions } from "./importing/draft-media.ts";
import { draftOpenClip } from "./importing/draft-open-clip.ts";
import { type Drafted, problemOf } from "./importing/drafted.ts";
import { type FoundItems, type ImportItem, ItemFinder } from "./importing/find-items.ts";
import type { ImportOptions } from "./importing/import-options.ts";
import { mapConcurrently } from "./map-concurrently.ts";

export type { Drafted, ImportOptions };
export type { ImportProblem } from "./importing/drafted.ts";

/**
 * Makes clips of paths, in their order. A path is a media file; an image sequence in any spelling
 * (`name.[1001-1100].exr`, `name.%04d.dpx`, `name.####.dpx`, one of its files); a folder, whose media files and image
 * sequences each become a clip (with `recursive` those of the folders in it, too); a pattern
 * (`{name}_v{version}.{frame}.{extension}`), whose versions become one clip that shows the highest; an OpenClip; or a cut
 * (.otio, .edl), each of whose sequences becomes one. Media stays where it is. What cannot be read is listed, and the rest
 * is there.
 */
export async function clipDrafts(
  what: string | readonly string[],
  options: ImportOptions & { readonly recursive?: boolean },
): Promise<Drafted> {
  const finder = new ItemFinder();
  const found: FoundItems[] = [];
  const problems = [];
  for (const path of typeof what === "string" ? [what] : what) {
    options.signal?.throwIfAborted();
    try {
      found.push(await finder.find(path, options));
    } catch (error) {
      problems.push(problemOf(path, error));
    }
  }
  const items = found.flatMap((each) => each.items);
  const drafted = await mapConcurrently(items, (item) => draftItem(item, options));
  return {
    drafts: drafted.flatMap(({ drafts }) => drafts),
    problems: [...problems, ...drafted.flatMap((each) => each.problems)],
    notes: [...found, ...drafted].flatMap(({ notes }) => notes),
  };
}

async function draftItem(item: ImportItem, options: ImportOptions): Promise<Drafted> {
  options.signal?.throwIfAborted();
  try {
    return await draft(item, options);
  } catch (error) {
    return { drafts: [], problems: [problemOf(item.path, error)], notes: [] };
  }
}

function draft(item: ImportItem, options: ImportOptions): Promise<Drafted> {
  switch (item.kind) {
    case "media":
      return draftMedia(item.path, item.name, options);
    case "versions":
      return draftVersions(item.name, item.versions, options);
    case "cut":
      return draftCut(item.path, options);
    case "openClip":
      return draftOpenClip(item.path, options);
  }
}

/** @throws CressetError `bad-input` that lists every problem, where nothing at all could be imported. */
export function refuseNothing({ drafts, problems }: Drafted, paths: readonly string[]): void {
  if (drafts.length > 0) return;
  const [first, ...others] = problems;
  const message =
    first === undefined
      ? `There is no media in ${paths.join(", ")}.`
      : others.length === 0
        ? first.message
        : `Nothing could be imported, for ${problems.length} reasons. The first: ${first.message}`;
  const detail = problems.map((problem) => problem.message).join("\n");
  throw new CressetError("bad-input", message, problems.length > 1 ? { detail } : {});
}
