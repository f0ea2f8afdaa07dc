import { dirname } from "node:path";
import { parseSequencePath } from "../sequence-path.ts";

/**
 * What two paths have in common when a file system could take them for one: letters' case (APFS, NTFS) and accents
 * composed or not (HFS+, APFS) do not count.
 */
export function pathKey(path: string): string {
  if (plainText.test(path)) return path.toLowerCase();
  return Array.from(path.normalize("NFC"), foldCase).join("").normalize("NFC");
}

/** Letters without accents have one spelling and one small letter each. */
const plainText = /^[ -~]*$/;

/** As file systems fold case: a letter at a time, so that ß stays itself and both small sigmas are one. */
function foldCase(letter: string): string {
  const upper = letter.toUpperCase();
  return upper.length === letter.length ? upper.toLowerCase() : letter.toLowerCase();
}

/** Two of the paths that would be written to one place, by their index, and the place. */
export interface PathCollision {
  readonly first: number;
  readonly second: number;
  /** `file`: the same file. `folder`: one asset is a file where the other needs a folder. */
  readonly kind: "file" | "folder";
  /** Of the kind `folder`: which of the two is the file. */
  readonly blocker?: number;
}

/**
 * Finds assets that would be written over each other, among absolute paths in which a file sequence carries its range
 * (`sh010.[1001-1070].exr`). Sequences of one name collide only where their numbers overlap, whatever their padding.
 */
export function pathCollisions(paths: readonly string[]): readonly PathCollision[] {
  const claims = paths.map((path, index) => ({ index, ...claimOf(path) }));
  const collisions: PathCollision[] = [];
  const byKey = Map.groupBy(claims, ({ key }) => key);
  for (const group of byKey.values()) {
    const ordered = group.toSorted((a, b) => a.first - b.first || a.index - b.index);
    let reaching = ordered[0];
    for (const claim of ordered.slice(1)) {
      if (reaching !== undefined && claim.first <= reaching.last)
        collisions.push({ ...inOrder(reaching.index, claim.index), kind: "file" });
      if (reaching === undefined || claim.last > reaching.last) reaching = claim;
    }
  }
  const files = new Map(claims.map(({ index }) => [pathKey(paths[index] ?? ""), index]));
  const seen = new Set<string>();
  for (const { index } of claims)
    for (let folder = dirname(paths[index] ?? ""); folder !== dirname(folder); folder = dirname(folder)) {
      const key = pathKey(folder);
      const file = files.get(key);
      if (file !== undefined) collisions.push({ ...inOrder(file, index), kind: "folder", blocker: file });
      if (seen.has(key)) break;
      seen.add(key);
    }
  return collisions.toSorted((a, b) => a.second - b.second || a.first - b.first);
}

const inOrder = (a: number, b: number) => (a < b ? { first: a, second: b } : { first: b, second: a });

/** The files that an asset takes: a name with a hole for the number, and the numbers. */
function claimOf(path: string): { readonly key: string; readonly first: number; readonly last: number } {
  const parts = parseSequencePath(path);
  if (parts === undefined) return { key: pathKey(path), first: 0, last: 0 };
  return {
    key: pathKey(`${parts.prefix}\u0000${parts.suffix}`),
    first: parts.first,
    last: parts.last,
  };
}
