import type { TocEntry } from "../format/archive-json.ts";
import { nameBytes } from "../format/toc-name.ts";
import { compareArchivePaths } from "./walk-files.ts";

/** What earlier tries have archived, asked for in the archive's order. */
export interface KeptEntries {
  find(path: Buffer): TocEntry | undefined;
  end(): void;
}

/**
 * Two lists in one order need no memory. What came up between two tries is not in it: then those that are out of order are
 * kept in memory.
 */
export function keptEntries(list: () => Generator<TocEntry>): KeptEntries {
  const strays = new Map<string, TocEntry>();
  const inOrder = function* () {
    let before: Buffer | undefined;
    for (const entry of list()) {
      const path = nameBytes(entry.path);
      if (before !== undefined && compareArchivePaths(before, path) >= 0) continue;
      before = path;
      yield { path, entry };
    }
  };
  let latest: Buffer | undefined;
  for (const entry of list()) {
    const path = nameBytes(entry.path);
    if (latest !== undefined && compareArchivePaths(latest, path) >= 0) strays.set(path.toString("latin1"), entry);
    else latest = path;
  }
  const entries = inOrder();
  let head = entries.next();
  return {
    find(path) {
      for (; head.done !== true; head = entries.next()) {
        const order = compareArchivePaths(head.value.path, path);
        if (order > 0) break;
        if (order === 0) return head.value.entry;
      }
      return strays.get(path.toString("latin1"));
    },
    end: () => void entries.return(undefined),
  };
}
