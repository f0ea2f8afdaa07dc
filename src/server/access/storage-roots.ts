import { realpath } from "node:fs/promises";
import path from "node:path";
import { isWithin, realPathOf } from "../../catalogue/real-path.ts";
import { CressetError } from "../../errors.ts";

/** The folders that the API may be told of. */
export interface StorageRoots {
  /** As they were given, absolute. */
  readonly folders: readonly string[];
  /**
   * A path that was sent, absolute, once it is sure that it lies in a root, whatever links lead to. It need not exist: then
   * what of it exists decides.
   * @throws CressetError `usage` for a relative one, `forbidden` for one outside.
   */
  allowed(asked: string): Promise<string>;
  /**
   * The same for what is written to: it does not lie in a folder of hook files either.
   * @throws CressetError as `allowed`; `forbidden` in a hook folder.
   */
  allowedToWrite(asked: string): Promise<string>;
  /**
   * The same for a folder in which files get whatever names they bring along: no hook folder lies in it, nor the settings
   * file, which names the hook folders.
   * @throws CressetError as `allowedToWrite`.
   */
  allowedToFill(asked: string): Promise<string>;
}

/** What decides which code runs. */
export interface CodePlaces {
  /** Absolute; they need not exist. */
  readonly hookFolders: readonly string[];
  readonly configFile: string | undefined;
}

export function createStorageRoots(
  folders: readonly string[],
  { hookFolders, configFile }: CodePlaces = { hookFolders: [], configFile: undefined },
): StorageRoots {
  const given = [...new Set(folders.map((folder) => path.resolve(folder)))];
  const inRoot = async (asked: string): Promise<Allowed> => {
    if (asked.includes("\0")) throw new CressetError("usage", "A path cannot hold a zero byte.");
    if (!path.isAbsolute(asked)) throw new CressetError("usage", `Expected an absolute path, got "${asked}".`);
    const resolved = path.resolve(asked);
    if (!given.some((root) => isWithin(resolved, root))) throw outside(asked, given);
    // Roots may be links themselves, and may be mounted later than the server starts.
    const roots = await Promise.all(given.map((root) => realpath(root).catch(() => root)));
    const real = await realPathOf(resolved);
    if (!roots.some((root) => isWithin(real, root))) throw outside(asked, given);
    return { resolved, real };
  };
  const writable = async (asked: string): Promise<Allowed> => {
    const allowed = await inRoot(asked);
    for (const folder of hookFolders)
      if (isWithin(allowed.resolved, folder) || isWithin(allowed.real, await realPathOf(folder).catch(() => folder)))
        throw new CressetError(
          "forbidden",
          `${asked} lies in a folder of hook files, which nothing is written to here.`,
        );
    return allowed;
  };
  return {
    folders: given,
    allowed: async (asked) => (await inRoot(asked)).resolved,
    allowedToWrite: async (asked) => (await writable(asked)).resolved,
    async allowedToFill(asked) {
      const { resolved, real } = await writable(asked);
      for (const place of [...hookFolders, ...(configFile === undefined ? [] : [configFile])])
        if (isWithin(place, resolved) || isWithin(await realPathOf(place).catch(() => place), real))
          throw new CressetError(
            "forbidden",
            `${place}, which decides what code runs, lies in ${asked}. Choose a folder of its own for these files.`,
          );
      return resolved;
    },
  };
}

interface Allowed {
  readonly resolved: string;
  /** Without links. */
  readonly real: string;
}

const outside = (asked: string, roots: readonly string[]) =>
  new CressetError(
    "forbidden",
    `${asked} lies outside of the storage roots. They are: ${roots.join(", ")}. Whoever runs the server can add some (storageRoots in the settings).`,
  );
