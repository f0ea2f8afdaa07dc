import { CressetError } from "../errors.ts";

const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** Reads `100GB` (10^9 bytes each), `1.5 TiB` (2^40 bytes each) … @throws CressetError `usage`. */
export function readByteSize(text: string, option: string): number {
  const [, number = "", unit = ""] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = units[unit.toLowerCase() || "b"];
  const bytes = Math.floor(Number(number) * (factor ?? Number.NaN));
  if (number !== "" && Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new CressetError(
    "usage",
    `Expected a size after ${option}, such as 100GB, 1.5TB, 700MiB or 4096 (bytes), got "${text}".`,
  );
}
