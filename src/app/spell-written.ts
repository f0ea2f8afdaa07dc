import path from "node:path";
import type { AssetOutcome, AssetTiming } from "../export/export-outcome.ts";
import { splitFrameNumber } from "../media/image-file-names.ts";

/** What a run knows of a file or file sequence that it wrote, by any of its spellings; nothing for what it did not write. */
export function writtenTiming(file: string, assets: ReadonlyMap<string, AssetOutcome>): AssetTiming | undefined {
  const wanted = path.resolve(file);
  return [...assets.values()].find(
    ({ path: whole, files }) =>
      whole === wanted || files.some((each) => each.path === wanted || spellWritten(each.path, assets) === wanted),
  )?.timing;
}

/**
 * How to name a file to whoever imports it: a still that the run wrote as one file (a snapshot) is spelled as a range of
 * itself, so that other stills beside it, whose numbers go on, are not taken for its next frames.
 */
export function spellWritten(file: string, assets: ReadonlyMap<string, AssetOutcome>): string {
  const isStill = [...assets.values()].some(({ files }) => files.length === 1 && files[0]?.path === path.resolve(file));
  const numbered = isStill ? splitFrameNumber(path.basename(file)) : undefined;
  if (numbered === undefined) return file;
  const { prefix, digits, suffix } = numbered;
  return path.join(path.dirname(file), `${prefix}[${digits}-${digits}]${suffix}`);
}
