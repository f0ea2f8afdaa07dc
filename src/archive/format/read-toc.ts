import { type TocEntry, type TocName, tocEndSchema, tocEntrySchema, tocHeadSchema } from "./archive-json.ts";
import { isPlainEntry } from "./plain-entry.ts";

/** Thrown when a table of contents cannot be trusted: it is damaged, cut off or not there. */
export class TocDamaged extends Error {
  override readonly name = "TocDamaged";
}

/**
 * The entries of a table of contents, one at a time.
 * @param file its name, for messages.
 * @param isWanted whether a path is: the lines of others are not read, and may be anything.
 * @throws TocDamaged.
 */
export function* readToc(
  lines: Iterable<string>,
  file: string,
  isWanted?: (path: TocName) => boolean,
): Generator<TocEntry> {
  let number = 0;
  let ended = false;
  for (const text of lines) {
    number += 1;
    if (ended) throw new TocDamaged(`${file} goes on after its end.`);
    const path = isWanted === undefined ? undefined : plainPath(text);
    if (path !== undefined && isWanted?.(path) === false) continue;
    const value = parse(text);
    if (number === 1) {
      if (!tocHeadSchema.safeParse(value).success) throw new TocDamaged(`${file} does not begin as one.`);
      continue;
    }
    if (hasPath(value) && isWanted?.(value.path) === false) continue;
    if (isPlainEntry(value)) {
      yield value;
      continue;
    }
    const entry = tocEntrySchema.safeParse(value);
    if (entry.success) yield entry.data;
    else if (tocEndSchema.safeParse(value).data?.entries === number - 2) ended = true;
    else throw new TocDamaged(`${file} is damaged in line ${number}.`);
  }
  if (!ended) throw new TocDamaged(number === 0 ? `${file} is not there.` : `${file} is cut off.`);
}

const pathStart = '{"path":"';

/** The path of an entry's line, where it can be had without reading the line: most lines are not wanted. */
function plainPath(text: string): string | undefined {
  if (!text.startsWith(pathStart)) return undefined;
  const path = text.slice(pathStart.length, text.indexOf('"', pathStart.length));
  return path.includes("\\") ? undefined : path;
}

const hasPath = (value: unknown): value is { readonly path: string } =>
  typeof value === "object" && value !== null && "path" in value && typeof value.path === "string";

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
