/** Longest name of a file or folder on ext4, XFS, APFS and NTFS (there in UTF-16 units, which are never more). */
export const maximumNameBytes = 255;

/**
 * What must not stand in a name: separators, what Windows reserves, control characters, line separators, noncharacters,
 * and the marks that turn the direction of text, with which a name can be made to look like another.
 */
const unsafe = /[/\\<>:"|?*\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu;

/** Names that Windows keeps for devices, whatever extension follows. */
const reserved = /^(con|prn|aux|nul|com[1-9]|lpt[1-9])(?=\.|$)/i;

/**
 * A token's value as a part of a file name: everything unsafe becomes `_`, and so do dots at its start, so that it can
 * make neither a folder nor a hidden file. Composed (NFC), because macOS hands names out decomposed.
 */
export function safeValue(value: string): string {
  return value
    .toWellFormed()
    .normalize("NFC")
    .replace(unsafe, "_")
    .replace(/^\.+/, (dots) => "_".repeat(dots.length));
}

/**
 * A whole name between two slashes, once its tokens are resolved: no `.` or `..`, no space at its ends, no dot at its end
 * (Windows drops it, and two names become one), no device name, no control character that the pattern itself held.
 */
export function safeComponent(component: string): string {
  const plain = component
    .toWellFormed()
    .replace(/[\p{Cc}\\]/gu, "_")
    .trim();
  if (/^\.+$/.test(plain)) return "_".repeat(plain.length);
  return plain.replace(/[. ]+$/, "").replace(reserved, "_$1");
}
