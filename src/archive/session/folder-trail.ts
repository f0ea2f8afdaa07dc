import type { FoundFile } from "./walk-files.ts";

/** Folders that the walk is in, from the outermost to the innermost. */
export interface FolderTrail {
  /** Leaves the folders that do not hold what was found. */
  reach(found: FoundFile): void;
  /** What is found from now on may lie in this folder. */
  enter(folder: FoundFile): void;
  /** The innermost folders whose headers are at most `bytes` long, outermost first. */
  within(bytes: number, headerBytes: (folder: FoundFile) => number): readonly FoundFile[];
}

/**
 * Each segment that goes on in a folder names it again: whoever extracts segment after segment with tar alone puts files
 * into it, which moves its time, and the header sets that right.
 */
export function createFolderTrail(): FolderTrail {
  const folders: FoundFile[] = [];
  return {
    reach({ path }) {
      for (let last = folders.at(-1); last !== undefined && !holds(last.path, path); last = folders.at(-1))
        folders.pop();
    },
    enter: (folder) => void folders.push(folder),
    within(bytes, headerBytes) {
      let left = bytes;
      const at = folders.findLastIndex((folder) => (left -= headerBytes(folder)) < 0);
      return folders.slice(at + 1);
    },
  };
}

const slash = 0x2f;
const holds = (folder: Buffer, path: Buffer): boolean =>
  path.length > folder.length && path[folder.length] === slash && path.subarray(0, folder.length).equals(folder);
