import type { FrameRange } from "../time/frame-range.ts";
import type { Segment, Sequence, Track, Transition } from "./sequence.ts";

/** What the sequence shows over a record range: a segment, a transition, or nothing (black). */
export interface FlatPiece {
  readonly record: FrameRange;
  /** The track that is seen; nothing where no track shows anything. */
  readonly trackId?: string;
  readonly segment?: Segment;
  /** Its `record` is the whole transition, of which this piece may be a part. A side that is disabled has no id. */
  readonly transition?: Transition;
}

/**
 * Looks at the video tracks from above: over each record range the top-most track that is no gap is seen. Disabled
 * segments are gaps. The pieces are in record order and cover the sequence from 0 to its duration without holes.
 *
 * A transition belongs to its track and mixes only that track's segments; a side that is a gap is black, also where a
 * track below shows something: the track is opaque while its transition lasts. Where two transitions of a track overlap,
 * the first is seen until it ends.
 */
export function flattenVideo(sequence: Sequence): readonly FlatPiece[] {
  const layers = sequence.videoTracks.map((track) => new Layer(track)).toReversed();
  const cuts = new Set([0, sequence.duration]);
  for (const layer of layers)
    for (const { record } of layer.shown) {
      cuts.add(record.start);
      cuts.add(record.end);
    }
  const frames = [...cuts].filter((frame) => frame >= 0 && frame <= sequence.duration).toSorted((a, b) => a - b);
  const pieces: FlatPiece[] = [];
  for (const [index, end] of frames.entries()) {
    const start = frames[index - 1];
    if (start === undefined) continue;
    const piece = seenFromAbove(layers, { start, end });
    const last = pieces.at(-1);
    if (last !== undefined && showSame(last, piece))
      pieces[pieces.length - 1] = { ...last, record: { start: last.record.start, end } };
    else pieces.push(piece);
  }
  return pieces;
}

function seenFromAbove(layers: readonly Layer[], record: FrameRange): FlatPiece {
  for (const layer of layers) {
    const shown = layer.at(record.start);
    if (shown === undefined) continue;
    const { segment, transition } = shown;
    return {
      record,
      trackId: layer.id,
      ...(segment === undefined ? {} : { segment }),
      ...(transition === undefined ? {} : { transition }),
    };
  }
  return { record };
}

const showSame = (a: FlatPiece, b: FlatPiece): boolean =>
  a.trackId === b.trackId && a.segment === b.segment && a.transition === b.transition;

/** A segment or a transition, over the part of its track where it is seen. */
interface Shown {
  readonly record: FrameRange;
  readonly segment?: Segment;
  readonly transition?: Transition;
}

/** A track without its gaps; asked for frames in rising order. */
class Layer {
  readonly id: string;
  readonly shown: readonly Shown[];
  private next = 0;

  constructor(track: Track) {
    this.id = track.id;
    this.shown = shownOf(track);
  }

  at(frame: number): Shown | undefined {
    while ((this.shown[this.next]?.record.end ?? Infinity) <= frame) this.next += 1;
    const candidate = this.shown[this.next];
    return candidate !== undefined && candidate.record.start <= frame ? candidate : undefined;
  }
}

/** Transitions hide the segments below them, so segments are cut to what is left between. */
function shownOf(track: Track): readonly Shown[] {
  const enabled = track.segments.filter((segment) => segment.enabled);
  const ids = new Set(enabled.map(({ id }) => id));
  const mixes: Shown[] = [];
  for (const transition of track.transitions.toSorted((a, b) => a.record.start - b.record.start)) {
    const seen = withoutSides(transition, ids);
    const start = Math.max(transition.record.start, mixes.at(-1)?.record.end ?? 0);
    if (seen !== undefined && start < transition.record.end)
      mixes.push({ record: { start, end: transition.record.end }, transition: seen });
  }
  const shown: Shown[] = [...mixes];
  for (const segment of enabled) {
    let { start } = segment.record;
    for (const { record } of mixes) {
      if (record.end <= start) continue;
      if (record.start >= segment.record.end) break;
      if (record.start > start) shown.push({ record: { start, end: record.start }, segment });
      start = record.end;
    }
    if (start < segment.record.end) shown.push({ record: { start, end: segment.record.end }, segment });
  }
  return shown.toSorted((a, b) => a.record.start - b.record.start);
}

/** The transition with the sides that are seen, or nothing where none is. */
function withoutSides(transition: Transition, enabled: ReadonlySet<string>): Transition | undefined {
  const { fromSegmentId, toSegmentId, ...rest } = transition;
  const from = fromSegmentId !== undefined && enabled.has(fromSegmentId);
  const to = toSegmentId !== undefined && enabled.has(toSegmentId);
  if (from && to) return transition;
  if (from) return { ...rest, fromSegmentId };
  return to ? { ...rest, toSegmentId } : undefined;
}
