import type { Sequence, Segment, Track } from "../../timeline/sequence.ts";
import { lostImages } from "../lost-images.ts";
import type { JudgedMedia } from "./choose-media.ts";
import { shownFrames } from "./source-position.ts";

/** Numbers of images that a segment shows, that its cut says there are, and that are not on disk; see `lostImages`. */
export function shownLostImages(
  sequence: Sequence,
  track: Track,
  segment: Segment,
  { info, clock, position }: JudgedMedia,
): readonly number[] {
  const isLost = lostImages(segment, info);
  if (isLost === undefined) return [];
  const { start, end } = recordWithTransitions(track, segment);
  const lost = new Set<number>();
  for (let at = start; at < end; at++) {
    const record = { start: at, end: at + 1 };
    const { first } = shownFrames(segment, position.start, clock.rate, sequence.rate, record);
    if (isLost(first)) lost.add((info.imageSequence?.first ?? 0) + first);
  }
  return [...lost].toSorted((a, b) => a - b);
}

/** A dissolve shows its segments beyond their cut. */
export function recordWithTransitions({ transitions }: Track, { id, record }: Segment) {
  let { start, end } = record;
  for (const transition of transitions) {
    if (transition.fromSegmentId === id) end = Math.max(end, transition.record.end);
    if (transition.toSegmentId === id) start = Math.min(start, transition.record.start);
  }
  return { start, end };
}

/** `1010, 1011, 1012`, the first ten of them. */
export const someNumbers = (numbers: readonly number[]): string =>
  `${numbers.slice(0, 10).join(", ")}${numbers.length > 10 ? ` … ${numbers.at(-1)}` : ""}`;
