import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../../errors.ts";
import { groupImageFiles } from "../../media/image-file-names.ts";
import { frameFileName, imageSequencePattern } from "../../media/image-sequence.ts";
import type { ImageSequence } from "../../media/media-info.ts";
import { imageKey, isImagePattern, isMediaName, nameKey, pathParts, stemOf } from "./media-name.ts";

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

/** What lies in one folder, by name; no file was opened. */
export interface MediaFolder {
  readonly items: readonly MediaItem[];
  /** Names. */
  readonly subfolders: readonly string[];
  /** Names of files that are no media by their extension. */
  readonly others: readonly string[];
  /** Links that lead nowhere, pipes and the like: names with what they are. */
  readonly strange: readonly string[];
  /** A sentence, where the folder may not be read. */
  readonly warning?: string;
}

/**
 * Reads the names in a folder. Hidden folders and files, and files that are being copied, are passed over; links are
 * followed.
 * @param inside folders between the media folder and this one
 */
export async function readMediaFolder(folder: string, inside: readonly string[] = []): Promise<MediaFolder> {
  let entries: readonly Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const warning = `The folder ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    return { items: [], subfolders: [], others: [], strange: [], warning };
  }
  const files: string[] = [];
  const subfolders: string[] = [];
  const others: string[] = [];
  const strange: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const kind = entry.isSymbolicLink() ? await stat(path.join(folder, entry.name)).catch(() => undefined) : entry;
    if (kind?.isDirectory() === true) subfolders.push(entry.name);
    else if (kind?.isFile() === true) (isMediaName(entry.name) ? files : others).push(entry.name);
    else strange.push(`${entry.name} (${kind === undefined ? "a link that leads nowhere" : "no file"})`);
  }
  return { items: group(folder, inside, files), subfolders, others, strange };
}

/** Files of one folder, images that differ in their number taken together. */
function group(folder: string, folders: readonly string[], files: readonly string[]): readonly MediaItem[] {
  const items: MediaItem[] = [];
  for (const [key, names] of Map.groupBy(files, imageKey)) {
    // A file may have the very name of a pattern: `take%04d.mov`.
    const [patterns, numbered] = [names.filter(isImagePattern), names.filter((name) => !isImagePattern(name))];
    const sequences = key === undefined || numbered.length === 0 ? undefined : sequencesOf(folder, numbered);
    const alone = sequences === undefined ? names : patterns;
    items.push(...alone.map((name) => itemOf(path.join(folder, name), folders, stemOf(name))));
    for (const sequence of sequences ?? []) {
      if (sequence.first === sequence.last) {
        const file = frameFileName(sequence, sequence.first);
        items.push(itemOf(file, folders, stemOf(path.basename(file))));
        continue;
      }
      const stem = sequence.prefix.replace(/[._\- ]+$/, "") || path.basename(folder);
      items.push({ ...itemOf(imageSequencePattern(sequence), folders, stem), kind: "sequence", sequence });
    }
  }
  return items;
}

/** Nothing for pictures that are numbered by date or the like: each of them is by itself. */
function sequencesOf(folder: string, names: readonly string[]): readonly ImageSequence[] | undefined {
  try {
    return groupImageFiles(folder, names);
  } catch (error) {
    if (error instanceof CressetError) return undefined;
    throw error;
  }
}

export const itemOf = (file: string, folders: readonly string[], stem: string): MediaItem => ({
  path: file,
  kind: "file",
  parts: pathParts(file),
  folders,
  stem: nameKey(stem),
});
