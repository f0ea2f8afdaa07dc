import type { MediaInfo } from "../../media/media-info.ts";
import type { Rate } from "../../time/rate.ts";
import type { Segment } from "../../timeline/sequence.ts";
import type { MediaItem } from "./media-folder.ts";
import { pathParts, sharedTail } from "./media-name.ts";
import { tapeEvidence } from "./tape-evidence.ts";
import { type MediaClock, mediaClock, type SourcePosition, sourcePosition } from "./source-position.ts";

/** A media item held against a segment. */
export interface JudgedMedia {
  readonly item: MediaItem;
  readonly info: MediaInfo;
  readonly clock: MediaClock;
  readonly position: SourcePosition;
  /** It has the picture or sound that the segment's track plays. */
  readonly hasNeeded: boolean;
}

export function judgeMedia(
  item: MediaItem,
  info: MediaInfo,
  segment: Segment,
  needs: "picture" | "sound",
  recordRate: Rate,
): JudgedMedia {
  const clock = mediaClock(info, segment);
  const hasNeeded = needs === "picture" ? info.video.length > 0 : info.audio.length > 0;
  return { item, info, clock, position: sourcePosition(segment, clock, recordRate), hasNeeded };
}

/**
 * The best of several media with a fitting name: what has all frames, best by timecode; then the path most like the
 * written one; then what belongs to the segment's tape. `ambiguous` are those that are as good: of them the first of
 * `judged` is taken.
 */
export function chooseMedia(
  judged: readonly JudgedMedia[],
  segment: Segment,
  needsTimecode: boolean,
): { readonly media: JudgedMedia; readonly ambiguous: readonly string[] } | undefined {
  const written = pathParts(segment.source.path ?? "");
  const ranked = judged
    .filter(({ clock, position }) => !needsTimecode || (clock.timecode !== undefined && coversByTimecode(position)))
    .map((media) => ({
      media,
      rank: rankOf(media),
      tail: sharedTail(written, media.item.parts),
      tape: tapeEvidence(segment.source.tapeName, media),
    }))
    .toSorted((a, b) => b.rank - a.rank || b.tail - a.tail || b.tape - a.tape);
  const [best] = ranked;
  if (best === undefined) return undefined;
  const equal = ranked.filter(
    ({ media, rank, tail, tape }) =>
      media !== best.media && rank === best.rank && tail === best.tail && tape === best.tape,
  );
  return { media: best.media, ambiguous: equal.map(({ media }) => media.item.path) };
}

const coversByTimecode = ({ fit, basis }: SourcePosition): boolean =>
  fit === "whole" && (basis === "timecode" || basis === "offset");

function rankOf({ item, info, clock, position, hasNeeded }: JudgedMedia): number {
  if (!hasNeeded) return 0;
  if (position.fit === "outside") return 1;
  // One image of a sequence, shown as long as the segment lasts: better than to count the sequence from 0, worse than
  // to find the segment's time in it.
  if (item.kind === "image") return 3;
  if (position.fit === "partly") return 2;
  if (position.basis === "timecode" || (position.basis === "offset" && clock.timecode !== undefined)) return 5;
  return position.basis === "zero" && info.imageSequence !== undefined ? 2 : 4;
}
