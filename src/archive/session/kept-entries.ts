import type { TocEntry } from "../format/archive-json.ts";
import { nameBytes } from "../format/toc-name.ts";
import { compareArchivePaths } from "./walk-files.ts";

/** What an earlier try has archived, asked for in the archive's order: two lists in one order need no memory. */
export interface KeptEntries {
  find(path: Buffer): TocEntry | undefined;
  end(): void;
}

export function keptEntries(entries: Generator<TocEntry>): KeptEntries {
  let head: { readonly path: Buffer; readonly entry: TocEntry } | undefined;
  const next = () => {
    const { value, done } = entries.next();
    head = done === true ? undefined : { path: nameBytes(value.path), entry: value };
  };
  next();
  return {
    find(path) {
      for (;;) {
        const order = head === undefined ? 1 : compareArchivePaths(head.path, path);
        if (order > 0) return undefined;
        if (order === 0) return head?.entry;
        next();
      }
    },
    end: () => void entries.return(undefined),
  };
}
