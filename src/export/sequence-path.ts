import { CressetError } from "../errors.ts";

/** The files of a file sequence: number of the first and of the last, which is included, and the digits they have. */
export interface FileRange {
  readonly first: number;
  readonly last: number;
  readonly padding: number;
}

/** A path of a file sequence, taken apart: `prefix` and `suffix` stand around the number, folders in the prefix. */
interface SequencePath extends FileRange {
  readonly prefix: string;
  readonly suffix: string;
}

const digits = (number: number, padding: number) => String(number).padStart(padding, "0");

/** A file range as Flame writes it in a path: `[1001-1070]`. */
export const fileRangeText = ({ first, last, padding }: FileRange): string =>
  `[${digits(first, padding)}-${digits(last, padding)}]`;

/** A path of a file sequence: `sh010.[1001-1070].exr` for the stem `sh010`. */
export const sequencePathText = (stem: string, range: FileRange, extension: string): string =>
  `${stem}.${fileRangeText(range)}.${extension}`;

/** Takes `folder/sh010.[1001-1070].exr` apart; of several ranges in the file's name the last counts. Else nothing. */
export function parseSequencePath(path: string): SequencePath | undefined {
  const match = /^(.*)\[(\d+)-(\d+)\]([^/]*)$/su.exec(path);
  if (match === null) return undefined;
  const [, prefix = "", first = "", last = "", suffix = ""] = match;
  if (Number(last) < Number(first) || !Number.isSafeInteger(Number(last))) return undefined;
  return { prefix, suffix, first: Number(first), last: Number(last), padding: first.length };
}

/** Every file of a sequence path, in order; a path without a range is its only file. */
export function* filesOfPath(path: string): Generator<string> {
  const parts = parseSequencePath(path);
  if (parts === undefined) yield path;
  else
    for (let number = parts.first; number <= parts.last; number++)
      yield `${parts.prefix}${digits(number, parts.padding)}${parts.suffix}`;
}

/** The path of other files of a file sequence; a single one without brackets. */
export function pathOfNumbers(path: string, { first, last }: Pick<FileRange, "first" | "last">): string {
  const parts = parseSequencePath(path);
  if (parts === undefined) return path;
  const numbers = first === last ? digits(first, parts.padding) : fileRangeText({ ...parts, first, last });
  return `${parts.prefix}${numbers}${parts.suffix}`;
}

/** A file sequence's path with `%04d` in place of its range, as the engine wants it. */
export function enginePath(resolved: string): string {
  const parts = parseSequencePath(resolved);
  return parts === undefined ? resolved : `${parts.prefix}%${String(parts.padding).padStart(2, "0")}d${parts.suffix}`;
}

/** What becomes of a file sequence's path once hooks are done with it. */
interface SettledSequencePath {
  /** With its range: what hooks and history are shown. */
  readonly resolvedPath: string;
  /** With `%04d` where the number stands: what the engine writes to. */
  readonly pattern: string;
  readonly firstFileNumber: number;
}

/**
 * Reads a path that a hook left for a file sequence. A hook may move or rename it, start it at another number
 * (`[0001-0070]`), change its digits, write the number as `%04d` or `####`, or leave the number out altogether: then it is
 * put back before the extension.
 * @throws CressetError `bad-destination` when the path's range is not as long as the asset, or its number is ambiguous.
 */
export function settleSequencePath(resolvedPath: string, range: FileRange, extension: string): SettledSequencePath {
  const parts = withNumber(resolvedPath, range, extension);
  if (parts.last - parts.first !== range.last - range.first)
    throw new CressetError(
      "bad-destination",
      `"${resolvedPath}" names ${parts.last - parts.first + 1} files, but the file sequence has ${range.last - range.first + 1}. Write ${fileRangeText({ ...parts, last: parts.first + range.last - range.first })}, or leave the range out.`,
    );
  if (/%\d*d/.test(parts.prefix + parts.suffix))
    throw new CressetError(
      "bad-destination",
      `"${resolvedPath}" holds a frame number pattern besides its range: expected one number for each file.`,
    );
  return {
    resolvedPath: `${parts.prefix}${fileRangeText(parts)}${parts.suffix}`,
    pattern: `${parts.prefix}%${String(parts.padding).padStart(2, "0")}d${parts.suffix}`,
    firstFileNumber: parts.first,
  };
}

function withNumber(path: string, range: FileRange, extension: string): SequencePath {
  const written = parseSequencePath(path);
  if (written !== undefined) return written;
  const [, prefix, pattern, suffix] = /^(.*?)(%0?\d*d|(?<!#)#+)([^/]*)$/su.exec(path) ?? [];
  if (prefix !== undefined && pattern !== undefined && suffix !== undefined && !suffix.includes("#")) {
    const padding = pattern.startsWith("%") ? Number(pattern.slice(1, -1)) : pattern.length;
    return { ...range, prefix, suffix, padding: Math.max(1, padding) };
  }
  const dotted = `.${extension}`;
  if (path.toLowerCase().endsWith(dotted.toLowerCase()))
    return { ...range, prefix: `${path.slice(0, -dotted.length)}.`, suffix: path.slice(-dotted.length) };
  const [, stem, other] = /^(.*[^/])(\.[A-Za-z]{2}[A-Za-z0-9]{0,3})$/su.exec(path) ?? [];
  return stem !== undefined && other !== undefined
    ? { ...range, prefix: `${stem}.`, suffix: other }
    : { ...range, prefix: `${path}.`, suffix: dotted };
}
