/** Extensions of files that can be media; in a media folder anything else is passed over. */
const imageExtensions = new Set(
  "exr dpx cin tif tiff png jpg jpeg tga bmp sgi rgb hdr jp2 j2k j2c webp ppm pgm psd".split(" "),
);
const movieExtensions = new Set(
  "mov mp4 m4v mxf avi mkv webm mpg mpeg m2v m2t m2ts mts ts vob wmv asf flv ogv 3gp dv gif y4m qt".split(" "),
);
const soundExtensions = new Set("wav bwf wave w64 rf64 aif aiff aifc caf mp3 m4a aac flac ogg opus".split(" "));

/** Lower case, without the dot; empty where there is none. */
export const extensionOf = (name: string): string => /[^.]\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? "";

export const isImageName = (name: string): boolean => imageExtensions.has(extensionOf(name));

/** Whether a file of this name can be media: no hidden file, none that is still being copied or written. */
export function isMediaName(name: string): boolean {
  if (name.startsWith(".") || /\.(?:part|partial|tmp|temp)\.[^.]+$/i.test(name)) return false;
  const extension = extensionOf(name);
  return imageExtensions.has(extension) || movieExtensions.has(extension) || soundExtensions.has(extension);
}

/** Same for names that mean the same file: case aside, and however a system composes its umlauts. */
export const nameKey = (name: string): string => name.normalize("NFC").toLowerCase();

/** The name without its extension, where that is one of media; `v1.2` has none. */
export const stemOf = (name: string): string =>
  isMediaName(name.replace(/^\.+/, "")) ? name.slice(0, name.lastIndexOf(".")) : name;

/** What comes before and after the number of an image's name or of a pattern (`%04d`, `####`, `[1001-1100]`, `$F4`). */
export function splitImageName(
  name: string,
): { readonly prefix: string; readonly number: string; readonly suffix: string } | undefined {
  if (!isImageName(name)) return undefined;
  const [, prefix, number, suffix] = /^(.*?)(\[\d+-\d+\]|%\d*d|#+|@+|\$F\d*|\d+)(\.[^.]+)$/.exec(name) ?? [];
  return prefix === undefined || number === undefined || suffix === undefined ? undefined : { prefix, number, suffix };
}

/** Whether a name stands for many files. */
export const isImagePattern = (name: string): boolean => /\D/.test(splitImageName(name)?.number ?? "0");

/** Same for all images of a sequence and for every way to write its pattern; nothing for other names. */
export function imageKey(name: string): string | undefined {
  const parts = splitImageName(name);
  return parts === undefined ? undefined : nameKey(`${parts.prefix}#${parts.suffix}`);
}

/** The parts of a path, of any system's: `C:\a\b.mov` and `/a/b.mov`. */
export const pathParts = (written: string): readonly string[] => written.split(/[/\\]+/).filter((part) => part !== "");

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
