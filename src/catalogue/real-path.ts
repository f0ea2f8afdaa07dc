import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../errors.ts";

/**
 * A path without links, as far as it exists; what does not exist of it yet is added as it was given.
 * @param file absolute
 * @throws CressetError `forbidden` where a link leads nowhere, or looking is not allowed: nobody can say where that would be.
 */
export async function realPathOf(file: string): Promise<string> {
  const missing: string[] = [];
  for (let at = file; ; at = path.dirname(at)) {
    try {
      return path.join(await realpath(at), ...missing);
    } catch (error) {
      // A link to nowhere is something, and where it leads to may be made.
      if (!isMissing(error) || path.dirname(at) === at || (await isLink(at)))
        throw new CressetError(
          "forbidden",
          `${file} cannot be looked at: a part of it leads nowhere, or is not allowed.`,
        );
      missing.unshift(path.basename(at));
    }
  }
}

/** Whether a path is a folder or lies in it, by their letters alone. Both absolute. */
export const isWithin = (file: string, folder: string): boolean =>
  file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);

async function isLink(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined))?.isSymbolicLink() === true;
}

const isMissing = (error: unknown) =>
  error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
