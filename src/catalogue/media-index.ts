import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../errors.ts";
import { imageKey, isImageName, isMediaName, nameKey, pathParts, splitImageName, stemOf } from "./media-name.ts";

/** A file or an image sequence of a media folder, known by its name only. */
export interface MediaItem {
  /** Absolute; of an image sequence its pattern, `/path/name.[1001-1100].exr`. */
  readonly path: string;
  readonly isImageSequence: boolean;
  /** Path in parts, for comparing. */
  readonly parts: readonly string[];
  /** Folders between the media folder and the item. */
  readonly folders: readonly string[];
  /** Name without extension, and without number where it is an image sequence; in the form of `nameKey`. */
  readonly stem: string;
}

/** What lies in the media folders, by name. Lists are in order of path. */
export interface MediaIndex {
  readonly items: readonly MediaItem[];
  /** By file name; one image of a sequence too. */
  byName(name: string): readonly MediaItem[];
  /** Image sequences, by a pattern or the name of one image. */
  byImage(name: string): readonly MediaItem[];
  byStem(stem: string): readonly MediaItem[];
  /** Sentences: folders that may not be read. */
  readonly warnings: readonly string[];
}

/**
 * Reads the names in media folders and all that lie in them; no file is opened. Hidden folders and files, files that are
 * being copied, and what is no media by its extension are passed over; links are followed.
 * @throws CressetError when a media folder is not there.
 */
export async function readMediaIndex(folders: readonly string[], signal?: AbortSignal): Promise<MediaIndex> {
  const items: MediaItem[] = [];
  const singles: MediaItem[] = [];
  const warnings: string[] = [];
  const seen = new Set<string>();
  const waiting = folders.map((folder): { folder: string; inside: readonly string[] } => ({
    folder: path.resolve(folder),
    inside: [],
  }));
  for (const { folder } of waiting) await refuseMissingFolder(folder);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    signal?.throwIfAborted();
    const { folder, inside } = next;
    const real = await realpath(folder).catch(() => folder);
    if (seen.has(real)) continue;
    seen.add(real);
    const { files, subfolders } = await readFolder(folder, warnings);
    const found = group(folder, inside, files);
    items.push(...found.items);
    singles.push(...found.members);
    for (const name of subfolders) waiting.push({ folder: path.join(folder, name), inside: [...inside, name] });
  }
  return indexOf(items, singles, warnings);
}

async function refuseMissingFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new CressetError(
    "bad-input",
    `The media folder ${folder} ${found === undefined ? "does not exist" : "is not a folder"}. Check --media.`,
  );
}

async function readFolder(folder: string, warnings: string[]) {
  const files: string[] = [];
  const subfolders: string[] = [];
  let entries: readonly Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    warnings.push(`The folder ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return { files, subfolders };
  }
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const kind = entry.isSymbolicLink() ? await stat(path.join(folder, entry.name)).catch(() => undefined) : entry;
    if (kind?.isDirectory() === true) subfolders.push(entry.name);
    else if (kind?.isFile() === true && isMediaName(entry.name)) files.push(entry.name);
  }
  return { files, subfolders };
}

/** Files of one folder, images that differ in their number taken together. */
function group(folder: string, folders: readonly string[], files: readonly string[]) {
  const sequences = new Map<string, { name: string; number: string }[]>();
  const items: MediaItem[] = [];
  const members: MediaItem[] = [];
  const single = (name: string) => itemOf(path.join(folder, name), folders, stemOf(name), false);
  for (const name of files) {
    const parts = isImageName(name) ? splitImageName(name) : undefined;
    if (parts === undefined) {
      items.push(single(name));
      continue;
    }
    const key = `${parts.prefix}\0${parts.suffix}`;
    const list = sequences.get(key) ?? [];
    if (list.length === 0) sequences.set(key, list);
    list.push({ name, number: parts.number });
  }
  for (const [key, list] of sequences) {
    const [prefix = "", suffix = ""] = key.split("\0");
    const numbers = list.map(({ number }) => number).toSorted((a, b) => Number(a) - Number(b));
    const [first, last] = [numbers[0] ?? "", numbers.at(-1) ?? ""];
    if (list.length === 1) {
      items.push(...list.map(({ name }) => single(name)));
      continue;
    }
    members.push(...list.map(({ name }) => single(name)));
    const stem = prefix.replace(/[._\- ]+$/, "") || path.basename(folder);
    items.push(itemOf(path.join(folder, `${prefix}[${first}-${last}]${suffix}`), folders, stem, true));
  }
  return { items, members };
}

const itemOf = (file: string, folders: readonly string[], stem: string, isImageSequence: boolean): MediaItem => ({
  path: file,
  isImageSequence,
  parts: pathParts(file),
  folders,
  stem: nameKey(stem),
});

function indexOf(items: MediaItem[], members: readonly MediaItem[], warnings: readonly string[]): MediaIndex {
  items.sort((a, b) => (a.path < b.path ? -1 : 1));
  const files = items.filter((item) => !item.isImageSequence);
  const byName = Map.groupBy([...files, ...members], (item) => nameKey(path.basename(item.path)));
  const byImage = Map.groupBy(
    items.filter((item) => item.isImageSequence),
    (item) => imageKey(path.basename(item.path)) ?? "",
  );
  const byStem = Map.groupBy(items, (item) => item.stem);
  return {
    items,
    byName: (name) => byName.get(nameKey(name)) ?? [],
    byImage: (name) => byImage.get(imageKey(name) ?? "") ?? [],
    byStem: (stem) => byStem.get(nameKey(stem)) ?? [],
    warnings,
  };
}
