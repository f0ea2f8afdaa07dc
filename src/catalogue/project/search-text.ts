import type { ClipSource, EntryAttributes } from "../catalogue.ts";

/** What search finds an entry by, in lower case: one line each for its name, shot name, comment, tags
 * and media, and for what was written on its segments. */
export function searchText(name: string, attributes: EntryAttributes, source?: ClipSource): string {
  const { segments = {} } = attributes;
  const words = [attributes, ...Object.values(segments)].flatMap(({ shotName = "", comment = "", tags = [] }) => [
    shotName,
    comment,
    ...tags,
  ]);
  const parts = [
    name,
    ...words,
    ...Object.values(segments).map((notes) => notes.name ?? ""),
    ...(source === undefined ? [] : mediaPaths(source)),
  ];
  return folded([...new Set(parts.filter((part) => part !== ""))].join("\n"));
}

/** How texts are compared: letters in any case, accents in either spelling. */
export const folded = (text: string): string => text.normalize("NFC").toLowerCase();

const mediaPaths = (source: ClipSource): readonly string[] =>
  source.kind === "cut" ? [source.path] : source.versions.map(({ media }) => media.path);
