import { realpath, stat } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../../errors.ts";
import { splitFrameNumber } from "../../media/image-file-names.ts";
import { frameFileName } from "../../media/image-sequence.ts";
import { itemOf, type MediaItem, readMediaFolder } from "./media-folder.ts";
import { imageKey, nameKey, singleImagePattern, stemOf } from "./media-name.ts";

/** What lies in the media folders, by name. Lists are in the order of the folders, then of path. */
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
 * being copied, and what is no media by its extension are passed over; links are followed. What lies in several of the
 * folders counts as of the one that was named first.
 */
export async function readMediaIndex(folders: readonly string[], signal?: AbortSignal): Promise<MediaIndex> {
  const all = folders.map((folder) => path.resolve(folder));
  const seen = new Set<string>();
  const items: MediaItem[] = [];
  const warnings: string[] = [];
  for (const folder of all) {
    const found = await readTree(folder, all, seen, signal);
    items.push(...found.items.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
    warnings.push(...found.warnings);
  }
  return mediaIndexOf(items, warnings);
}

/** A media folder with all that lie in it, but for folders that were `seen`. */
async function readTree(
  top: string,
  mediaFolders: readonly string[],
  seen: Set<string>,
  signal: AbortSignal | undefined,
): Promise<Pick<MediaIndex, "items" | "warnings">> {
  const items: MediaItem[] = [];
  const warnings: string[] = [];
  const waiting: { folder: string; inside: readonly string[] }[] = [
    { folder: top, inside: foldersAround(top, mediaFolders) },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    signal?.throwIfAborted();
    const { folder, inside } = next;
    const real = await realpath(folder).catch(() => folder);
    if (seen.has(real)) continue;
    seen.add(real);
    const found = await readMediaFolder(folder, inside);
    if (found.warning !== undefined) warnings.push(found.warning);
    for (const item of found.items) items.push(item);
    for (const name of found.subfolders) waiting.push({ folder: path.join(folder, name), inside: [...inside, name] });
  }
  return { items, warnings };
}

/** Folders between a media folder and the outermost one that it lies in: they may be named for tapes, too. */
function foldersAround(folder: string, mediaFolders: readonly string[]): readonly string[] {
  const ways = mediaFolders
    .filter((outer) => folder.startsWith(outer.endsWith(path.sep) ? outer : `${outer}${path.sep}`))
    .map((outer) => path.relative(outer, folder).split(path.sep));
  return ways.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

/** @throws CressetError when one of the media folders is not there. */
export async function refuseMissingFolders(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const why = await stat(folder).then(
      (found) => (found.isDirectory() ? "" : "is not a folder"),
      (error: unknown) => (isMissing(error) ? "does not exist" : `cannot be looked into: ${messageOf(error)}`),
    );
    if (why !== "") throw new CressetError("bad-input", `The media folder ${folder} ${why}. Check --media.`);
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Finds items by their names; lists keep the order of `items`. */
export function mediaIndexOf(items: readonly MediaItem[], warnings: readonly string[] = []): MediaIndex {
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
