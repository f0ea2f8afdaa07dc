import { lstatSync, readlinkSync, realpathSync, type Stats } from "node:fs";
import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { CressetError } from "../../errors.ts";
import { maximumNameBytes } from "./safe-name.ts";

interface OutputPathRequest {
  /** Root of the export, absolute. */
  readonly destinationPath: string;
  /** What a name pattern or a hook says, relative to the destination; `[1001-1070]` and `%04d` are names like others. */
  readonly resolvedPath: string;
  /** Folders outside the destination that may be written to as well, absolute. */
  readonly storageRoots: readonly string[];
  /** Folders and files that decide which code runs, absolute: nothing is written there, whatever else may be. */
  readonly codePlaces?: readonly string[];
}

/**
 * Where an asset really goes, absolute and normalised. A hook writes `resolvedPath`, so it is not trusted: it may not leave
 * the destination, neither by `..`, nor as an absolute path, nor through a link, unless a storage root covers it.
 * @throws CressetError `bad-destination` that names the path and why it is refused.
 */
export function resolveOutputPath({
  destinationPath,
  resolvedPath,
  storageRoots,
  codePlaces = [],
}: OutputPathRequest): string {
  const refuse = (why: string) =>
    new CressetError("bad-destination", `The path "${printable(resolvedPath)}" cannot be written: ${why}`);
  checkText(resolvedPath, refuse);
  const destination = resolve(destinationPath);
  const target = resolve(destination, resolvedPath);
  const roots = [destination, ...storageRoots.map((root) => resolve(root))];
  if (target === destination) throw refuse("it names the destination folder itself; give the file a name.");
  if (!roots.some((root) => isInside(target, root)))
    throw refuse(
      isAbsolute(resolvedPath)
        ? `it is absolute and lies outside the destination ${destination}${andRoots(storageRoots)}. Give a path relative to the destination; where one was put together, what stands before its first slash may have been empty.`
        : `it leads to ${target}, outside the destination ${destination}${andRoots(storageRoots)}.`,
    );
  for (const name of relative(destination, target).split(sep))
    if (Buffer.byteLength(name) > maximumNameBytes)
      throw refuse(
        `the name "${name.slice(0, 40)}…" is ${Buffer.byteLength(name)} bytes long; file systems allow ${maximumNameBytes}.`,
      );
  const folder = dirname(target);
  for (const place of codePlaces)
    if (isWithin(target, place) || isWithin(resolve(realPath(folder), basename(target)), realPath(place)))
      throw refuse(`${place} decides what code runs, and nothing is written there.`);
  if (roots.some((root) => isWithin(folder, root) && !holdsLink(folder, root))) return target;
  const realFolder = realPath(folder);
  if (!roots.some((root) => isWithin(realFolder, realPath(root))))
    throw refuse(
      `its folder is a link that leads to ${realFolder}, outside the destination ${destination}${andRoots(storageRoots)}.`,
    );
  return target;
}

function checkText(path: string, refuse: (why: string) => CressetError): void {
  if (path.trim() === "") throw refuse("it is empty; give the file a name relative to the destination.");
  if (/\p{Cc}/u.test(path)) throw refuse("it holds a control character.");
  if (/[/]$/.test(path)) throw refuse("it ends with a slash; give the file a name.");
  if (process.platform === "win32") return;
  if (/^[A-Za-z]:([/\\]|$)/.test(path))
    throw refuse("it names a Windows drive; give a path relative to the destination.");
  if (path.includes("\\")) throw refuse("it holds a backslash; write / between folders.");
}

/** Whether a path lies below a folder. */
function isInside(path: string, folder: string): boolean {
  const between = relative(folder, path);
  return between !== "" && between !== ".." && !between.startsWith(`..${sep}`) && !isAbsolute(between);
}

const isWithin = (path: string, folder: string) => path === folder || isInside(path, folder);

/** Whether a folder, or one between it and the root that it lies in, is a link: without one it really lies there. */
function holdsLink(folder: string, root: string): boolean {
  for (let at = folder; at !== root; at = dirname(at)) if (entryAt(at)?.isSymbolicLink() === true) return true;
  return false;
}

/** The real path of a folder of which the last parts may not exist yet; links that lead nowhere are followed too. */
function realPath(path: string, linksLeft = 40): string {
  const parent = dirname(path);
  const found = entryAt(path);
  if (found === undefined) return parent === path ? path : resolve(realPath(parent, linksLeft), basename(path));
  if (!found.isSymbolicLink()) return realpathSync.native(path);
  return linksLeft === 0 ? path : realPath(resolve(realPath(parent, linksLeft), readlinkSync(path)), linksLeft - 1);
}

/** What is there, without following a link; nothing where a part of the path is a file or may not be looked at. */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

const andRoots = (roots: readonly string[]) =>
  roots.length === 0 ? "" : ` and the storage roots ${roots.map((root) => resolve(root)).join(", ")}`;

/** A hook's text is shown to people: what a terminal would obey is shown as `�`. */
const printable = (text: string) => text.replace(/\p{Cc}/gu, "\uFFFD");
