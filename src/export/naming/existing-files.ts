import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseSequencePath } from "../sequence-path.ts";

/**
 * The files on disk that an asset would write over: the file itself, or of a file sequence (`sh010.[1001-1070].exr`) those
 * of its numbers that are there, in order. A folder of that name counts: it stands in the way.
 */
export function existingFiles(path: string): readonly string[] {
  const parts = parseSequencePath(path);
  if (parts === undefined) return statSync(path, { throwIfNoEntry: false }) === undefined ? [] : [path];
  const folder = dirname(path);
  const prefix = basename(`${parts.prefix}-`).slice(0, -1);
  return namesIn(folder)
    .map((name) => ({ name, number: numberIn(name, prefix, parts.suffix, parts.padding) }))
    .filter(({ number }) => number !== undefined && number >= parts.first && number <= parts.last)
    .toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0))
    .map(({ name }) => join(folder, name));
}

/** Numbers of files of a file sequence, both included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Numbers of files on disk outside the range of a file sequence's path that whoever reads the folder takes for a part of it:
 * they have its name before and behind the number, and its digits. None where a digit stands before the number, because
 * nobody can tell then where that begins.
 */
export function numbersBeside(path: string): readonly NumberRange[] {
  const parts = parseSequencePath(path);
  if (parts === undefined || /\d$/.test(parts.prefix)) return [];
  const prefix = basename(`${parts.prefix}-`).slice(0, -1);
  const numbers = namesIn(dirname(path))
    .map((name) => numberIn(name, prefix, parts.suffix, parts.padding))
    .filter((number) => number !== undefined && (number < parts.first || number > parts.last))
    .toSorted((a = 0, b = 0) => a - b);
  const ranges: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (number === undefined) continue;
    if (range?.last === number - 1) range.last = number;
    else ranges.push({ first: number, last: number });
  }
  return ranges;
}

/** Names in a folder; none where it does not exist or is no folder. */
export function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function numberIn(name: string, prefix: string, suffix: string, padding: number): number | undefined {
  if (!name.startsWith(prefix) || !name.endsWith(suffix)) return undefined;
  const number = name.slice(prefix.length, name.length - suffix.length);
  const [whole] = /^\d+$/.exec(number) ?? [];
  // A name with other digits is another file: 1.exr is not 0001.exr.
  return whole !== undefined && String(Number(whole)).padStart(padding, "0") === whole ? Number(whole) : undefined;
}
