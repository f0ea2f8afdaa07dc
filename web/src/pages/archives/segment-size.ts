const units: Readonly<Record<string, number>> = {
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** Sizes that people take: of discs, of what a server or a cloud takes at once, of tapes. */
export const usualSizes = ["100 GB", "1 GB", "4 GB", "10 GB", "25 GB", "50 GB", "250 GB", "500 GB", "1 TB"] as const;

/** Bytes of `100 GB` or `700 MiB`; nothing where it is no size of at least 1 MiB. */
export function readSize(text: string): number | undefined {
  const [, amount, unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*([MGT]i?B)\s*$/i.exec(text) ?? [];
  const bytes = Math.round(Number(amount) * (units[unit.toUpperCase()] ?? Number.NaN));
  return bytes >= 2 ** 20 ? bytes : undefined;
}
