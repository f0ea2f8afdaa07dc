/** `1 asset`, `2 assets`. */
export const countOf = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

const units = ["bytes", "kB", "MB", "GB", "TB", "PB"] as const;

/** `264.5 MB`, in thousands, as disks are sold. */
export function sizeOf(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}
