import type { WrittenFile } from "../catalogue/journal.ts";
import { formatBytes } from "./table.ts";

/** Rows of a table of files: path, size, checksum. The files of a file sequence are one row, `sh010.[1001-1070].exr`. */
export function fileRows(files: readonly WrittenFile[]): readonly (readonly string[])[] {
  const numbered = Map.groupBy(files, ({ assetId, path }) => `${assetId}\0${path.replace(lastNumber, "\0$2")}`);
  return [...numbered.values()].flatMap((group) => {
    const range = rangeOf(group);
    if (range === undefined) return group.map(({ path, bytes, xxh128 }) => [path, formatBytes(bytes), xxh128]);
    const bytes = group.reduce((sum, file) => sum + file.bytes, 0);
    return [[range, formatBytes(bytes), `${group.length} files`]];
  });
}

/** The number before the extension, or the last of the name: where a file sequence counts. */
const lastNumber = /(\d+)([^\d/]*(?:\.[A-Za-z]\w{0,9})?)$/;

function rangeOf(files: readonly WrittenFile[]): string | undefined {
  const numbers = files
    .flatMap(({ path }) => lastNumber.exec(path)?.[1] ?? [])
    .toSorted((a, b) => Number(a) - Number(b));
  const [file] = files;
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (files.length < 2 || file === undefined || first === undefined || last === undefined) return undefined;
  // A gap means that these are files of their own which happen to have numbers.
  if (Number(last) - Number(first) !== files.length - 1) return undefined;
  return file.path.replace(lastNumber, `[${first}-${last}]$2`);
}
