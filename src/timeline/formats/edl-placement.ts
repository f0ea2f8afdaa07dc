import { type FrameRange, frameRange } from "../../time/frame-range.ts";
import { nominalRate, type Rate } from "../../time/rate.ts";
import { add, divide, floor, multiply, type Rational, rational } from "../../time/rational.ts";
import { backwardsLead } from "../backwards-lead.ts";
import type { Segment, SequenceWarning, Track, Transition } from "../sequence.ts";

/** A segment (or black) as an EDL has it: its record starts with the transition into it. */
export interface EdlPlacement {
  /** Nothing for black that a transition needs on its other side. */
  readonly segment: Segment | undefined;
  readonly record: FrameRange;
  readonly transition?: { readonly transition: Transition; readonly from: Segment | undefined };
  /** Whether what the transition leaves is seen nowhere else. */
  readonly leavesUnplaced: boolean;
}

/**
 * Moves every cut under a transition to the transition's start, where CMX has it, and leaves out what an EDL cannot hold:
 * disabled segments, transitions that overlap another.
 */
export function placeForEdl(track: Track): { placements: EdlPlacement[]; warnings: SequenceWarning[] } {
  const warnings: SequenceWarning[] = [];
  const leaveOut = (code: string, message: string, place: string) => warnings.push({ code, message, place });
  const segments = new Map<string, Segment>();
  for (const segment of track.segments) {
    if (segment.enabled) segments.set(segment.id, segment);
    else
      leaveOut(
        "segment-left-out",
        `"${segment.name}" is disabled: an EDL cannot say so, it is left out.`,
        segment.place,
      );
  }
  const starts = new Map([...segments.values()].map(({ id, record }) => [id, record.start]));
  const ends = new Map([...segments.values()].map(({ id, record }) => [id, record.end]));
  const incoming = new Map<string, Transition>();
  const black: EdlPlacement[] = [];
  let free = Number.NEGATIVE_INFINITY;
  for (const transition of track.transitions.toSorted((a, b) => a.record.start - b.record.start)) {
    const { record, fromSegmentId = "", toSegmentId = "" } = transition;
    const [from, to] = [segments.get(fromSegmentId), segments.get(toSegmentId)];
    if (record.start < free || (from === undefined && to === undefined)) {
      leaveOut(
        "transition-left-out",
        "A transition that overlaps another, or has nothing on either side, cannot stand in an EDL: it is left out.",
        transition.place,
      );
      continue;
    }
    free = record.end;
    if (from !== undefined) ends.set(from.id, record.start);
    if (to === undefined) {
      black.push({
        segment: undefined,
        record,
        transition: { transition, from },
        leavesUnplaced: from?.record.start === record.start,
      });
    } else {
      starts.set(to.id, record.start);
      incoming.set(to.id, transition);
    }
  }
  const placements = [...segments.values()].map((segment): EdlPlacement => {
    const start = starts.get(segment.id) ?? segment.record.start;
    const transition = incoming.get(segment.id);
    const from = segments.get(transition?.fromSegmentId ?? "");
    return {
      segment,
      record: frameRange(start, Math.max(start, ends.get(segment.id) ?? start)),
      ...(transition === undefined ? {} : { transition: { transition, from } }),
      leavesUnplaced: from !== undefined && starts.get(from.id) === ends.get(from.id),
    };
  });
  const seen = [...placements, ...black].filter(({ record }) => record.start < record.end);
  return { placements: seen.toSorted((a, b) => a.record.start - b.record.start), warnings };
}

/**
 * Source frames that a segment shows during a record range, in the order of the source, counted at the sequence's rate.
 * A source of another rate keeps its timecode: its hours, minutes and seconds, and the frame nearest below.
 */
export function sourceRangeOf(segment: Segment, record: FrameRange, rate: Rate): FrameRange {
  const length = record.end - record.start;
  const covered = floor(add(multiply(rational(length), magnitude(segment.speed)), rational(1, 2)));
  // A position that a file gave as a decimal may lie a hair below its frame.
  const cut = floor(add(sourceCutOf(segment, record.start, rate), rational(1, 100)));
  if (segment.speed.num < 0n) return frameRange(cut - covered, cut);
  return frameRange(cut, cut + (segment.speed.num === 0n && length > 0 ? 1 : covered));
}

/**
 * Where the source is cut when a segment begins at a record position, beyond its ends too, in frames at the sequence's
 * rate: the start of the first frame shown, backwards its end.
 */
export function sourceCutOf(segment: Segment, recordFrame: number, rate: Rate): Rational {
  const scale = rational(nominalRate(rate), nominalRate(segment.sourceRate));
  const passed = multiply(segment.speed, rational(recordFrame - segment.record.start));
  const position = add(multiply(segment.sourceIn, scale), passed);
  if (segment.speed.num >= 0n) return position;
  const lead = backwardsLead(divide(segment.speed, scale));
  return add(position, multiply(lead, scale));
}

/** The record frame of a source position of a segment; nothing in a freeze frame, where all are one. */
export function recordFrameOf(segment: Segment, sourceFrame: number, rate: Rate): number | undefined {
  if (segment.speed.num === 0n) return undefined;
  const scale = rational(nominalRate(rate), nominalRate(segment.sourceRate));
  const offset = multiply(add(rational(sourceFrame), { num: -segment.sourceIn.num, den: segment.sourceIn.den }), scale);
  return segment.record.start + floor(add(divide(offset, segment.speed), rational(1, 2)));
}

const magnitude = ({ num, den }: Rational): Rational => ({ num: num < 0n ? -num : num, den });
