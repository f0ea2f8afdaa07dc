import fs from "node:fs";
import type { FoundFile, SelectedRoot } from "./walk-files.ts";

/** What the first part of a file has behind its name, unless something else is called so. */
export const usualFirstPart = ".part0000";

const leastDigits = 4;

/** The ending of any part, from that of the first: its digits count up. */
export const partEnding = (first: string, part: number): string => {
  const mark = first.replace(/\d+$/, "");
  return `${mark}${String(part).padStart(first.length - mark.length, "0")}`;
};

/**
 * What to put behind the name of a file's first part: `.part0000`, or another word where a file beside it, or another thing
 * that is archived, has the name that a part would have. As many digits as keep the parts in the order of their names.
 * @param parts how many there may be.
 */
export function freeFirstPart(found: FoundFile, parts: number, roots: readonly SelectedRoot[]): string {
  const digits = "0".repeat(Math.max(leastDigits, String(parts).length));
  const slash = found.path.lastIndexOf(0x2f);
  const name = found.path.toString("latin1", slash + 1);
  const beside = [...namesBeside(found), ...rootNames(found.path.subarray(0, slash + 1), roots)];
  const taken = beside.filter((each) => each.startsWith(name)).map((each) => each.slice(name.length));
  for (let number = 1; ; number += 1) {
    const mark = number === 1 ? ".part" : number === 2 ? ".piece" : `.piece${number - 1}-`;
    if (!taken.some((ending) => ending.startsWith(mark) && /^\d+$/.test(ending.slice(mark.length))))
      return `${mark}${digits}`;
  }
}

/** A letter for each byte, as elsewhere. */
function namesBeside({ access }: FoundFile): readonly string[] {
  try {
    return fs.readdirSync(access.subarray(0, access.lastIndexOf(0x2f) + 1), { encoding: "latin1" });
  } catch {
    return [];
  }
}

/** Roots that lie in a folder of the archive. */
function rootNames(folder: Buffer, roots: readonly SelectedRoot[]): readonly string[] {
  const within = folder.toString("latin1");
  return roots
    .map(({ path }) => Buffer.from(path).toString("latin1"))
    .filter((path) => path.startsWith(within) && !path.includes("/", within.length))
    .map((path) => path.slice(within.length));
}
