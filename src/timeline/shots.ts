import type { FrameRange } from "../time/frame-range.ts";
import type { Segment, Sequence, Track } from "./sequence.ts";

/** A segment and the track that it stands on. */
interface PlacedSegment {
  readonly track: Track;
  readonly segment: Segment;
}

/** All segments of a sequence that share a shot name. */
export interface Shot {
  readonly name: string;
  /** Bottom track first, then in record order. */
  readonly segments: readonly PlacedSegment[];
  /** The bottom-most, left-most of them, which the shot has its timing from. */
  readonly primary: PlacedSegment;
  /** Record range of the primary segment. */
  readonly record: FrameRange;
}

/**
 * The shots of the video tracks, in order of their record range (at the same frame, lower tracks first). Disabled
 * segments and segments without a shot name belong to none.
 */
export function shotsOf(sequence: Sequence): readonly Shot[] {
  const byName = new Map<string, PlacedSegment[]>();
  for (const track of sequence.videoTracks)
    for (const segment of track.segments.toSorted((a, b) => a.record.start - b.record.start)) {
      if (segment.shotName === "" || !segment.enabled) continue;
      const known = byName.get(segment.shotName);
      if (known === undefined) byName.set(segment.shotName, [{ track, segment }]);
      else known.push({ track, segment });
    }
  const shots = [...byName].flatMap(([name, segments]): readonly Shot[] => {
    const [first] = segments;
    return first === undefined ? [] : [{ name, segments, primary: first, record: first.segment.record }];
  });
  return shots.toSorted((a, b) => a.record.start - b.record.start);
}

/** Names of the shots in their order; empty where the sequence names none. */
export const shotNames = (sequence: Sequence): readonly string[] => shotsOf(sequence).map(({ name }) => name);
