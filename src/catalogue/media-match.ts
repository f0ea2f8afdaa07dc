import type { Segment } from "../timeline/sequence.ts";
import type { MediaIndex, MediaItem } from "./media-index.ts";
import { isImagePattern, nameKey, pathParts, stemOf } from "./media-name.ts";

/** Items of the media folders that may be what a segment plays, by one of its names. */
export interface MediaMatch {
  /** In words: `named "A001.mov"`. */
  readonly how: string;
  readonly items: readonly MediaItem[];
  /** The name alone says too little: only a timecode that covers the segment makes it the one. */
  readonly needsTimecode: boolean;
}

/** What names can match, the most telling first. Empty matches are given too, so that a message can say what was tried. */
export function matchesByName({ source }: Segment, index: MediaIndex): readonly MediaMatch[] {
  const matches: MediaMatch[] = [];
  const add = (how: string, items: readonly MediaItem[], needsTimecode = false) =>
    matches.push({ how, items, needsTimecode });
  const fileName = pathParts(source.path ?? "").at(-1) ?? "";
  if (fileName !== "") {
    add(`named "${fileName}"`, named(fileName, index, source.frames !== undefined));
    const stem = stemOf(fileName);
    if (stem !== fileName && !isImagePattern(fileName))
      add(`named "${stem}" with another extension`, index.byStem(stem));
  }
  const { clipName, tapeName } = source;
  if (clipName !== "" && clipName !== fileName) {
    add(`with the clip name "${clipName}"`, [
      ...new Set([...named(clipName, index, false), ...index.byStem(clipName), ...index.byStem(stemOf(clipName))]),
    ]);
  }
  if (tapeName !== "") {
    add(`with the tape name "${tapeName}"`, [
      ...new Set([...named(tapeName, index, false), ...index.byStem(stemOf(tapeName))]),
    ]);
    add(
      `in a folder of the tape "${tapeName}" or beginning with it, whose timecode fits`,
      ofTape(tapeName, index),
      true,
    );
  }
  return matches;
}

/** A name of one image may mean that image or its sequence; which, the segment's time tells. */
const named = (name: string, index: MediaIndex, isSequence: boolean): readonly MediaItem[] =>
  isSequence || isImagePattern(name) ? index.byImage(name) : [...index.byName(name), ...index.byImage(name)];

/** Camera files continue the tape name (`A001C003_220512_R1AB`) or lie in a folder of its name. */
function ofTape(tapeName: string, index: MediaIndex): readonly MediaItem[] {
  const tape = nameKey(tapeName);
  return index.items.filter(
    ({ stem, folders }) =>
      (tape.length > 2 && stem.startsWith(tape)) || folders.some((folder) => nameKey(folder).startsWith(tape)),
  );
}
