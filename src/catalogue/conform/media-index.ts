import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../../errors.ts";
import { groupImageFiles, splitFrameNumber } from "../../media/image-file-names.ts";
import { frameFileName, imageSequencePattern } from "../../media/image-sequence.ts";
import type { ImageSequence } from "../../media/media-info.ts";
import { imageKey, isMediaName, nameKey, pathParts, singleImagePattern, stemOf } from "./media-name.ts";

/** A file or an image sequence of a media folder, known by its name only. */
export interface MediaItem {
  /** What to probe, absolute; of an image sequence its pattern, `/path/name.[1001-1100].exr`, of one image out of it too. */
  readonly path: string;
  /** `image`: one image out of a sequence. */
  readonly kind: "file" | "sequence" | "image";
  /** Of a sequence. */
  readonly sequence?: ImageSequence;
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
 */
export async function readMediaIndex(folders: readonly string[], signal?: AbortSignal): Promise<MediaIndex> {
  const items: MediaItem[] = [];
  const warnings: string[] = [];
  const seen = new Set<string>();
  const waiting = folders.map((folder): { folder: string; inside: readonly string[] } => ({
    folder: path.resolve(folder),
    inside: [],
  }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    signal?.throwIfAborted();
    const { folder, inside } = next;
    const real = await realpath(folder).catch(() => folder);
    if (seen.has(real)) continue;
    seen.add(real);
    const { files, subfolders } = await readFolder(folder, warnings);
    for (const item of group(folder, inside, files)) items.push(item);
    for (const name of subfolders) waiting.push({ folder: path.join(folder, name), inside: [...inside, name] });
  }
  return indexOf(items, warnings);
}

/** @throws CressetError when one of the media folders is not there. */
export async function refuseMissingFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const found = await stat(folder).catch(() => undefined);
    if (found?.isDirectory() === true) continue;
    throw new CressetError(
      "bad-input",
      `The media folder ${folder} ${found === undefined ? "does not exist" : "is not a folder"}. Check --media.`,
    );
  }
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
function group(folder: string, folders: readonly string[], files: readonly string[]): readonly MediaItem[] {
  const items: MediaItem[] = [];
  for (const [key, names] of Map.groupBy(files, imageKey)) {
    const sequences = key === undefined ? [] : sequencesOf(folder, names);
    if (sequences.length === 0)
      items.push(...names.map((name) => itemOf(path.join(folder, name), folders, stemOf(name))));
    for (const sequence of sequences) {
      const stem = sequence.prefix.replace(/[._\- ]+$/, "") || path.basename(folder);
      items.push({ ...itemOf(imageSequencePattern(sequence), folders, stem), kind: "sequence", sequence });
    }
  }
  return items;
}

/** Sequences of two images and more. Pictures that are numbered by date or the like are none. */
function sequencesOf(folder: string, names: readonly string[]): readonly ImageSequence[] {
  try {
    return groupImageFiles(folder, names).filter(({ first, last }) => first !== last);
  } catch (error) {
    if (error instanceof CressetError) return [];
    throw error;
  }
}

const itemOf = (file: string, folders: readonly string[], stem: string): MediaItem => ({
  path: file,
  kind: "file",
  parts: pathParts(file),
  folders,
  stem: nameKey(stem),
});

function indexOf(items: MediaItem[], warnings: readonly string[]): MediaIndex {
  items.sort((a, b) => (a.path < b.path ? -1 : 1));
  const files = items.filter((item) => item.kind === "file");
  const byName = Map.groupBy(files, (item) => nameKey(path.basename(item.path)));
  const byImage = Map.groupBy(
    items.filter((item) => item.kind === "sequence"),
    (item) => imageKey(path.basename(item.path)) ?? "",
  );
  const byStem = Map.groupBy(items, (item) => item.stem);
  const sequences = (name: string) => byImage.get(imageKey(name) ?? "") ?? [];
  return {
    items,
    byName: (name) => [
      ...(byName.get(nameKey(name)) ?? []),
      ...sequences(name).flatMap((item) => imageOutOf(item, name) ?? []),
    ],
    byImage: sequences,
    byStem: (stem) => byStem.get(nameKey(stem)) ?? [],
    warnings,
  };
}

/** The one image of this name, where the sequence has it. */
function imageOutOf({ sequence, folders }: MediaItem, name: string): MediaItem | undefined {
  const number = splitFrameNumber(name)?.number;
  if (sequence === undefined || number === undefined) return undefined;
  if (number < sequence.first || number > sequence.last || sequence.missing.includes(number)) return undefined;
  const file = frameFileName(sequence, number);
  const pattern = path.join(sequence.folder, singleImagePattern(path.basename(file)));
  return { ...itemOf(file, folders, stemOf(name)), path: pattern, kind: "image" };
}
