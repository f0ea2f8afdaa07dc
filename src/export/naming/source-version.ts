import { basename, dirname } from "node:path";
import type { TokenValues } from "./tokens.ts";

/**
 * The version that a source's name carries (`sh010_comp_v012.1001.exr`, else that of the folders it lies in), as tokens;
 * empty where it carries none.
 */
export function sourceVersion(path: string | undefined): TokenValues {
  for (let at = path ?? ""; at !== "" && at !== dirname(at); at = dirname(at)) {
    const [name, number] = [...basename(at).matchAll(versions)].at(-1) ?? [];
    if (name !== undefined && number !== undefined) return { "source version": number, "source version name": name };
  }
  return { "source version": "", "source version name": "" };
}

/** `v012` that stands by itself: neither part of a word nor of a number. */
const versions = /(?<![\p{L}\p{N}])v(\d{1,6})(?![\p{L}\p{N}])/giu;
