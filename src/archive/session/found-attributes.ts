import type { TocEntry } from "../format/archive-json.ts";
import { attributesOf, type ExtendedAttributes } from "../extended-attributes.ts";
import type { FoundFile } from "./walk-files.ts";

/** Looks for the extended attributes of what is about to be archived: an estimate has no need of them. */
export function withAttributes(found: FoundFile): FoundFile {
  const xattrs = attributesOf(found.access);
  return xattrs === undefined ? found : { ...found, xattrs };
}

/** For parts of a file: what belongs to the whole is in the table of contents alone, because nobody could join it. */
export const withoutAttributes = ({ xattrs: _, ...found }: FoundFile): FoundFile => found;

/** As the table of contents has them. */
export const encodedAttributes = (xattrs: ExtendedAttributes): NonNullable<TocEntry["xattrs"]> =>
  Object.fromEntries([...xattrs].map(([name, value]) => [name, value.toString("base64")]));

/** A pax header has no place for names with "=" in them; the table of contents has. */
export const attributesInHeader = (xattrs: ExtendedAttributes | undefined): ExtendedAttributes =>
  new Map([...(xattrs ?? [])].filter(([name]) => !name.includes("=")));

/** What they need of a header, at most. */
export const attributeBytes = (xattrs: ExtendedAttributes | undefined): number =>
  [...(xattrs ?? [])].reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + value.length + 64, 0);
