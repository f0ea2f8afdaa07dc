import { realpath } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../errors.ts";

/**
 * Whether a file lies in one of the folders, whatever links lead to. Of one that is not there, and of an image sequence
 * by its pattern, its folder decides. What lies outside by its path alone is not looked at, so that nobody learns whether
 * it is there.
 * @param roots absolute
 */
export async function liesUnder(file: string, roots: readonly string[]): Promise<boolean> {
  const asked = path.resolve(file);
  if (!roots.some((root) => isWithin(asked, root))) return false;
  const real = await realpath(asked).catch(() => realpath(path.dirname(asked)).catch(() => undefined));
  // Where not even its folder is there, there is nothing to be read.
  if (real === undefined) return true;
  const realRoots = await Promise.all(roots.map((root) => realpath(root).catch(() => root)));
  return realRoots.some((root) => isWithin(real, root));
}

const isWithin = (file: string, folder: string) =>
  file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);

/** Why media is not played that a cut or an OpenClip names. */
export const outsideOfRoots = (file: string, roots: readonly string[]) =>
  new CressetError(
    "bad-input",
    `${file} lies outside of the storage roots (${roots.join(", ")}), and what is asked for here plays media of these only.`,
  );

/**
 * Looks into media of some folders only.
 * @param roots of everywhere when nothing
 */
export function probeUnder<Rest extends unknown[], Found>(
  probe: (file: string, ...rest: Rest) => Promise<Found>,
  roots: readonly string[] | undefined,
): (file: string, ...rest: Rest) => Promise<Found> {
  if (roots === undefined) return probe;
  return async (file, ...rest) => {
    if (!(await liesUnder(file, roots))) throw outsideOfRoots(file, roots);
    return probe(file, ...rest);
  };
}
