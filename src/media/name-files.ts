import { existsSync, linkSync, lstatSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { RenderAsset, WrittenAsset } from "./render-job.ts";
import { RenderFault, writeFault } from "./render-fault.ts";
import { syncFolder } from "./sync-folder.ts";

/** Of a verified asset: what it consists of, and where that lies until it has its names. */
export type UnnamedAsset = Pick<WrittenAsset, "files"> & { readonly partial: string };

type NamingOver = Pick<RenderAsset, "mayReplace" | "ownFiles" | "outdated">;

/** Systems and file systems that have no links say one of these. */
const noLinks = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EINVAL", "EXDEV"]);

/**
 * Gives the files of a verified asset their names. Done again after a kill it goes on where it stopped: a file that has its
 * name already stays.
 * @param over what may be replaced, see `RenderAsset`: without `mayReplace` nothing but `ownFiles`, whenever it came.
 * @throws RenderFault of cause "write"; then no file of the asset has its name that did not have it before.
 */
export async function nameFiles(
  { files, partial }: UnnamedAsset,
  { mayReplace = true, ownFiles = [], outdated = [] }: NamingOver,
): Promise<void> {
  const [first] = files;
  if (first === undefined) return;
  const isFolder = statSync(partial, { throwIfNoEntry: false })?.isDirectory() === true;
  const waiting = files
    .map(({ path }) => ({ path, from: isFolder ? join(partial, basename(path)) : partial }))
    .filter(({ from }) => existsSync(from));
  const own = new Set(ownFiles);
  const named: string[] = [];
  try {
    for (const { from, path } of waiting) {
      if (mayReplace || own.has(path)) {
        renameSync(from, path);
        continue;
      }
      nameNew(from, path);
      named.push(path);
    }
    if (isFolder) {
      // Not before: killed in between, the rest of the old one goes when this is done again.
      for (const path of outdated) rmSync(path, { force: true });
      rmdirSync(partial);
    }
    await syncFolder(dirname(first.path));
  } catch (error) {
    for (const path of named) rmSync(path, { force: true });
    throw writeFault(first.path, error);
  }
}

/** Whether every file of an asset lies under its name as it was written. */
export const haveNames = (files: WrittenAsset["files"]): boolean =>
  files.every(({ path, bytes }) => statSync(path, { throwIfNoEntry: false })?.size === bytes);

/** A link fails where a rename would replace. */
function nameNew(from: string, path: string): void {
  try {
    linkSync(from, path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "EEXIST" && isSameFile(from, path)) {
      // Killed between the two steps: it has both names already.
      rmSync(from);
      return;
    }
    if (code === "EEXIST") throw cameUp(path, error);
    if (!noLinks.has(code)) throw error;
    if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) throw cameUp(path, error);
    renameSync(from, path);
    return;
  }
  rmSync(from);
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [lstatSync(one, { bigint: true }), lstatSync(other, { bigint: true })];
  return a.dev === b.dev && a.ino === b.ino;
}

const cameUp = (path: string, cause: unknown): RenderFault =>
  new RenderFault(
    "write",
    `"${path}" came up while it was rendered. What is there was left alone; export again and say what to do with it (--overwrite).`,
    { cause },
  );
