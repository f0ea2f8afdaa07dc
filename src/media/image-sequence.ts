import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CressetError } from "../errors.ts";
import type { ImageSequence } from "./media-info.ts";
import { groupImageFiles, isImageName, splitFrameNumber } from "./image-file-names.ts";

/** A sequence as its spelling says it, before anybody looked at the disk. */
interface Spelling {
  readonly prefix: string;
  readonly suffix: string;
  /** Digits the number is padded to; nothing = as on disk. */
  readonly padding?: number;
  readonly range?: { readonly first: number; readonly last: number };
}

/** Reads `name.[1001-1100].exr`, `name.%04d.exr` and `name.####.exr`; nothing for a name without such a mark. */
function readSpelling(name: string): Spelling | undefined {
  const range = /^(.*)\[(\d+)-(\d+)\](.*)$/.exec(name);
  if (range !== null) {
    const [, prefix = "", first = "", last = "", suffix = ""] = range;
    if (Number(first) > Number(last))
      throw new CressetError("bad-input", `Expected the first frame before the last one in "${name}"`);
    if (Number(last) - Number(first) >= 10_000_000)
      throw new CressetError("bad-input", `Expected at most ten million frames in "${name}"`);
    const padding = first.length === last.length || first.startsWith("0") ? first.length : 0;
    return { prefix, suffix, padding, range: { first: Number(first), last: Number(last) } };
  }
  const printf = /^(.*)%(?:0?(\d+))?d(.*)$/.exec(name);
  if (printf !== null) return { prefix: printf[1] ?? "", suffix: printf[3] ?? "", padding: Number(printf[2] ?? 0) };
  const hashes = /^([^#]*)(#+)([^#]*)$/.exec(name);
  if (hashes === null || !isImageName(name)) return undefined;
  const [, prefix = "", marks = "", suffix = ""] = hashes;
  return { prefix, suffix, ...(marks.length > 1 ? { padding: marks.length } : {}) };
}

const bounded = (sequence: ImageSequence, range: { first: number; last: number }): ImageSequence => {
  const missing = new Set(sequence.missing);
  const absent: number[] = [];
  for (let number = range.first; number <= range.last; number++)
    if (number < sequence.first || number > sequence.last || missing.has(number)) absent.push(number);
  return { ...sequence, ...range, missing: absent };
};

/** Every image sequence and numbered image of a folder, by name. @throws CressetError("bad-input") when it cannot be read. */
export async function listImageSequences(folder: string): Promise<readonly ImageSequence[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new CressetError("bad-input", `Cannot read the folder ${folder}`, { cause });
  });
  return groupImageFiles(resolve(folder), names);
}

async function sequenceOfFolder(folder: string): Promise<ImageSequence> {
  const found = await listImageSequences(folder);
  const [only] = found;
  if (only === undefined)
    throw new CressetError("bad-input", `Expected an image sequence in the folder ${folder}, found no numbered images`);
  if (found.length > 1)
    throw new CressetError(
      "bad-input",
      `Expected one image sequence in the folder ${folder}, found ${found.length}: name the one you mean`,
      { detail: found.map(imageSequencePattern).join("\n") },
    );
  return only;
}

/**
 * Finds the files of an image sequence by any of its spellings: `name.[1001-1100].exr`, `name.%04d.exr`, `name.####.exr`,
 * one of its files (`name.1001.exr`), or the folder that holds it and no other. Nothing when the path names something
 * else: a movie, an image without a number.
 * @throws CressetError("bad-input") when the spelling is that of a sequence but no file of it is there, or a folder holds
 * none or several (then they are listed in the detail).
 */
export async function findImageSequence(path: string): Promise<ImageSequence | undefined> {
  const folder = resolve(dirname(path));
  const name = basename(path);
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory() === true) return sequenceOfFolder(path);
  if (info !== undefined) {
    const numbered = splitFrameNumber(name);
    if (numbered === undefined) return undefined;
    const found = await listImageSequences(folder);
    const sequence = found.find(
      (sequence) =>
        sequence.prefix === numbered.prefix &&
        sequence.suffix === numbered.suffix &&
        sequence.first <= numbered.number &&
        numbered.number <= sequence.last &&
        frameFileName(sequence, numbered.number) === join(folder, name),
    );
    // `Rec709.exr`, alone: a name that ends in digits, not a frame of something.
    const lone = sequence?.first === sequence?.last && !/[._ -]$/.test(numbered.prefix);
    return lone ? undefined : sequence;
  }
  const spelling = readSpelling(name);
  if (spelling === undefined) return undefined;
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new CressetError("bad-input", `Cannot read the folder ${folder} of the image sequence ${path}`, { cause });
  });
  const { prefix, suffix, padding, range } = spelling;
  const candidates = names.filter(
    (file) =>
      file.length > prefix.length + suffix.length &&
      file.startsWith(prefix) &&
      file.endsWith(suffix) &&
      /^\d+$/.test(file.slice(prefix.length, file.length - suffix.length)),
  );
  const fitting = candidates.filter((file) => {
    const digits = file.slice(prefix.length, file.length - suffix.length);
    return padding === undefined || String(Number(digits)).padStart(padding, "0") === digits;
  });
  const inRange = fitting.filter((file) => {
    const number = Number(file.slice(prefix.length, file.length - suffix.length));
    return range === undefined || (range.first <= number && number <= range.last);
  });
  const [found] = groupImageFiles(folder, inRange, { prefix, suffix });
  if (found === undefined)
    throw new CressetError(
      "bad-input",
      candidates.length === 0
        ? `No file of the image sequence ${path} is there`
        : `No file of the image sequence ${path} is there; the folder has ${candidates[0]} and the like`,
    );
  const sequence = padding === undefined ? found : { ...found, padding };
  return range === undefined ? sequence : bounded(sequence, range);
}

/** Absolute path of the file of a frame number. */
export const frameFileName = (
  sequence: Pick<ImageSequence, "folder" | "prefix" | "suffix" | "padding">,
  number: number,
): string =>
  join(sequence.folder, `${sequence.prefix}${String(number).padStart(sequence.padding, "0")}${sequence.suffix}`);

/** The spelling with its range: `/path/name.[1001-1100].exr`. */
export function imageSequencePattern(sequence: ImageSequence): string {
  const padded = (number: number) => String(number).padStart(sequence.padding, "0");
  const { folder, prefix, first, last, suffix } = sequence;
  return join(folder, `${prefix}[${padded(first)}-${padded(last)}]${suffix}`);
}
