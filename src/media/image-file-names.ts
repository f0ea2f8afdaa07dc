import { CressetError } from "../errors.ts";
import type { ImageSequence } from "./media-info.ts";

const imageTypes: ReadonlySet<string> = new Set(
  "exr dpx cin tif tiff png jpg jpeg tga bmp jp2 j2k j2c sgi rgb hdr pic webp ppm pgm pbm pam pfm psd sxr".split(" "),
);

/** More numbers missing than this, and the files are no sequence but pictures named by date or the like. */
const mostMissing = 100_000;

/** Whether a file name ends like a still image. */
export const isImageName = (name: string): boolean => imageTypes.has(name.split(".").at(-1)?.toLowerCase() ?? "");

interface NumberedName {
  readonly prefix: string;
  readonly digits: string;
  readonly number: number;
  readonly suffix: string;
}

/**
 * Takes an image's name apart at its frame number, the last digits before the extension: `sc10_v02.1001.exr` at 1001.
 * Nothing without digits there, or when they are a version (`beauty_v02.exr`).
 */
export function splitFrameNumber(name: string): NumberedName | undefined {
  const [, prefix, digits, suffix] = /^(.*?)(\d{1,15})(\.[a-z0-9]+)$/i.exec(name) ?? [];
  if (prefix === undefined || digits === undefined || suffix === undefined || !isImageName(name)) return undefined;
  if (/(?:^|[._-])v$/i.test(prefix)) return undefined;
  return { prefix, digits, number: Number(digits), suffix };
}

function toSequence(folder: string, files: readonly NumberedName[], padding: number): ImageSequence | undefined {
  const [file] = files;
  if (file === undefined) return undefined;
  const numbers = new Set(files.map(({ number }) => number));
  const sorted = [...numbers].toSorted((a, b) => a - b);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  if (last - first - sorted.length > mostMissing)
    throw new CressetError(
      "bad-input",
      `The frame numbers of ${file.prefix}…${file.suffix} in ${folder} run from ${first} to ${last} with more than ${mostMissing} missing: name the range, as in ${file.prefix}[${first}-${first + 99}]${file.suffix}`,
    );
  const missing: number[] = [];
  for (let number = first; number <= last; number++) if (!numbers.has(number)) missing.push(number);
  return { folder, prefix: file.prefix, suffix: file.suffix, padding, first, last, missing };
}

/** Splits files of one prefix and suffix by their padding: `a.001` and `a.0001` are two sequences. */
function splitByPadding(folder: string, files: readonly NumberedName[]): readonly ImageSequence[] {
  const paddings = [...new Set(files.filter(({ digits }) => /^0\d/.test(digits)).map(({ digits }) => digits.length))];
  const groups = new Map<number, NumberedName[]>();
  for (const file of files) {
    const padding = paddings.find((length) => String(file.number).padStart(length, "0") === file.digits) ?? 0;
    const members = groups.get(padding);
    if (members === undefined) groups.set(padding, [file]);
    else members.push(file);
  }
  return [...groups].flatMap(([padding, members]) => {
    const lengths = new Set(members.map(({ digits }) => digits.length));
    const [length = 0] = lengths;
    // No leading zero anywhere: one length means that the name was padded to it, as far as anybody can tell.
    return toSequence(folder, members, padding === 0 && lengths.size === 1 ? length : padding) ?? [];
  });
}

/**
 * Groups the files of a folder into sequences, in order of name. Names that are no numbered images are left out.
 * @param only takes the names apart at a known prefix and suffix instead of looking for the number
 */
export function groupImageFiles(
  folder: string,
  names: readonly string[],
  only?: { readonly prefix: string; readonly suffix: string },
): readonly ImageSequence[] {
  const groups = new Map<string, NumberedName[]>();
  for (const name of names) {
    const file = only === undefined ? splitFrameNumber(name) : splitAt(name, only);
    if (file === undefined) continue;
    const key = JSON.stringify([file.prefix, file.suffix]);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [file]);
    else members.push(file);
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, files]) => splitByPadding(folder, files));
}

function splitAt(name: string, { prefix, suffix }: { readonly prefix: string; readonly suffix: string }): NumberedName {
  const digits = name.slice(prefix.length, name.length - suffix.length);
  return { prefix, digits, number: Number(digits), suffix };
}
