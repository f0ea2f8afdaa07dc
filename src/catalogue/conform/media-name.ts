import { percentDecoded } from "../../timeline/percent-decoded.ts";
import { isImageName, splitFrameNumber } from "../../media/image-file-names.ts";

/** Extensions of movies and sound; in a media folder what is neither these nor an image is passed over. */
const movieExtensions = new Set(
  "mov mp4 m4v mxf avi mkv webm mpg mpeg m2v m2t m2ts mts ts vob wmv asf flv ogv 3gp dv gif y4m qt".split(" "),
);
const soundExtensions = new Set("wav bwf wave w64 rf64 aif aiff aifc caf mp3 m4a aac flac ogg opus".split(" "));

/** Whether a file of this name can be media: no hidden file, none that is still being copied or written. */
export function isMediaName(name: string): boolean {
  if (name.startsWith(".") || /\.(?:part|partial|tmp|temp)\.[^.]+$/i.test(name)) return false;
  const dot = name.lastIndexOf(".");
  if (dot < 1) return false;
  const extension = name.slice(dot + 1).toLowerCase();
  return isImageName(name) || movieExtensions.has(extension) || soundExtensions.has(extension);
}

/** Same for names that mean the same file: case aside, and however a system composes its umlauts. */
export const nameKey = (name: string): string => name.normalize("NFC").toLowerCase();

/** The name without its extension, where that is one of media; `v1.2` has none. */
export const stemOf = (name: string): string =>
  isMediaName(name.replace(/^\.+/, "")) ? name.slice(0, name.lastIndexOf(".")) : name;

/** A number that stands for many: `%04d`, `####`, `[1001-1100]`. */
const pattern = /^(.*?)(?:\[\d+-\d+\]|%\d*d|#+)(\.[^.]+)$/;

/** Whether a name stands for many images. */
export const isImagePattern = (name: string): boolean => pattern.test(name);

/** Same for all images of a sequence and for every way to write its pattern; nothing for other names. */
export function imageKey(name: string): string | undefined {
  const [, before, after] = pattern.exec(name) ?? [];
  if (before !== undefined && after !== undefined) return nameKey(`${before}#${after}`);
  const numbered = splitFrameNumber(name);
  return numbered === undefined ? undefined : nameKey(`${numbered.prefix}#${numbered.suffix}`);
}

/** The pattern of one image by itself: `still.0042.jpg` → `still.[0042-0042].jpg`; other names as they are. */
export function singleImagePattern(name: string): string {
  const numbered = splitFrameNumber(name);
  if (numbered === undefined) return name;
  return `${numbered.prefix}[${numbered.digits}-${numbered.digits}]${numbered.suffix}`;
}

/** The parts of a path, of any system's: `C:\a\b.mov` and `/a/b.mov`. */
export const pathParts = (written: string): readonly string[] => written.split(/[/\\]+/).filter((part) => part !== "");

/**
 * What a path in a cut may mean: what it says, and, as cuts write relative URLs too, what it says decoded
 * (`sh%20010.mov`). The `%04d` of images stays.
 */
export function spellings(written: string): readonly string[] {
  const [, before = written, number = ""] = /^(.*?)(%\d*d\.[^.]+)$/s.exec(written) ?? [];
  return [...new Set([written, `${percentDecoded(before)}${number}`])];
}

/** How many parts two paths share, counted from the end; image numbers and case aside. */
export function sharedTail(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length) {
    const [left, right] = [a.at(-1 - count) ?? "", b.at(-1 - count) ?? ""];
    const same = nameKey(left) === nameKey(right) || (count === 0 && imageKey(left) === (imageKey(right) ?? null));
    if (!same) break;
    count += 1;
  }
  return count;
}
