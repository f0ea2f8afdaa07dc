import type { Destination } from "./destination.ts";
import { folderDestination } from "./folder-destination.ts";
import { createSequentialFile } from "./sequential-file.ts";

/**
 * A tape that is mounted with LTFS. Data goes to it front to back and through the system's cache; nothing is written twice,
 * and nothing in the middle of a file. Names are metadata there: giving a file its name, and taking one away, works, but
 * what it took up does not come back.
 */
export function ltfsDestination(root: string): Destination {
  const folder = folderDestination(root, { create: createSequentialFile, pastMemory: false, isShared: false });
  let least = Number.POSITIVE_INFINITY;
  return {
    ...folder,
    freeBytes() {
      const free = folder.freeBytes();
      if (free === undefined) return undefined;
      // A system that counts what was taken away as free again promises what the tape cannot hold.
      least = Math.min(least, free);
      return least;
    },
  };
}
