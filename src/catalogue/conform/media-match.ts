import type { Segment } from "../../timeline/sequence.ts";
import type { MediaItem } from "./media-folder.ts";
import type { MediaIndex } from "./media-index.ts";
import { isImagePattern, nameKey, pathParts, spellings, stemOf } from "./media-name.ts";

/** Items of the media folders that may be what a segment plays, by one of its names. */
interface MediaMatch {
  /** In words: `named "A001.mov"`. */
  readonly how: string;
  readonly items: readonly MediaItem[];
  /** The name alone says too little: only a timecode that covers the segment makes it the one. */
  readonly needsTimecode: boolean;
}

/**
 * What names can match, the most telling first, looked up one after the other as they are asked for. Empty matches are
 * given too, so that a message can say what was tried.
 */
export function* matchesByName({ source }: Segment, index: MediaIndex): Generator<MediaMatch> {
  const match = (how: string, items: readonly MediaItem[], needsTimecode = false): MediaMatch => ({
    how,
    items: [...new Set(items)],
    needsTimecode,
  });
  const fileName = pathParts(source.path ?? "").at(-1) ?? "";
  for (const name of fileName === "" ? [] : spellings(fileName)) {
    yield match(`named "${name}"`, named(name, index, source.frames !== undefined));
    const stem = stemOf(name);
    if (stem !== name && !isImagePattern(name))
      yield match(`named "${stem}" with another extension`, index.byStem(stem));
  }
  const { clipName, tapeName } = source;
  const called = (name: string) => [...named(name, index, false), ...index.byStem(name), ...index.byStem(stemOf(name))];
  if (clipName !== "" && clipName !== fileName) yield match(`with the clip name "${clipName}"`, called(clipName));
  if (tapeName === "") return;
  yield match(`with the tape name "${tapeName}"`, called(tapeName));
  const how = `in a folder of the tape "${tapeName}" or beginning with it, with a timecode that fits`;
  yield match(how, ofTape(tapeName, index), true);
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
