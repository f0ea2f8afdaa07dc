import { readdir } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../errors.ts";
import type { ImageSequence } from "../media/media-info.ts";
import { isWithin, realPathOf } from "./real-path.ts";

/**
 * Whether a file lies in one of the folders, whatever links lead to. Of one that is not there, and of an image sequence
 * by its pattern, what of it exists decides. What lies outside by its path alone is not looked at, so that nobody learns
 * whether it is there.
 * @param roots absolute
 */
export async function liesUnder(file: string, roots: readonly string[]): Promise<boolean> {
  const asked = path.resolve(file);
  if (!roots.some((root) => isWithin(asked, root))) return false;
  // Where a link leads that leads nowhere yet, nobody can say.
  const real = await realPathOf(asked).catch(() => undefined);
  if (real === undefined) return false;
  const realRoots = await Promise.all(roots.map((root) => realPathOf(root).catch(() => root)));
  return realRoots.some((root) => isWithin(real, root));
}

/** Why media is not played that a cut or an OpenClip names. */
export const outsideOfRoots = (file: string, roots: readonly string[]) =>
  new CressetError(
    "bad-input",
    `${file} lies outside of the storage roots (${roots.join(", ")}), and what is asked for here plays media of these only.`,
  );

/** A frame of a sequence that is a link to somewhere outside of the folders; nothing when all are inside. */
async function frameOutside(
  { folder, prefix, suffix }: ImageSequence,
  roots: readonly string[],
): Promise<string | undefined> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isSymbolicLink() || !entry.name.startsWith(prefix) || !entry.name.endsWith(suffix)) continue;
    const file = path.join(folder, entry.name);
    if (!(await liesUnder(file, roots))) return file;
  }
  return undefined;
}

/**
 * Looks into media of some folders only; of an image sequence each frame lies in them, wherever links lead.
 * @param roots of everywhere when nothing
 */
export function probeUnder<Rest extends unknown[], Found extends { readonly imageSequence?: ImageSequence }>(
  probe: (file: string, ...rest: Rest) => Promise<Found>,
  roots: readonly string[] | undefined,
): (file: string, ...rest: Rest) => Promise<Found> {
  if (roots === undefined) return probe;
  return async (file, ...rest) => {
    if (!(await liesUnder(file, roots))) throw outsideOfRoots(file, roots);
    const found = await probe(file, ...rest);
    const outside = found.imageSequence && (await frameOutside(found.imageSequence, roots));
    if (outside !== undefined) throw outsideOfRoots(outside, roots);
    return found;
  };
}
