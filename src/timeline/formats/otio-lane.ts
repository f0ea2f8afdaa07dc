import type { Rate } from "../../time/rate.ts";
import { add, compare, divide, multiply, type Rational, rational, subtract, zero } from "../../time/rational.ts";
import type { Marker, SourceReference } from "../sequence.ts";
import type { OtioRange } from "./otio-fields.ts";
import type { JsonObject } from "./otio-json.ts";

/**
 * One row of what is seen or heard while an OTIO tree is laid out: pieces that do not overlap, in order, and transitions.
 * All times are exact seconds from the row's start: nothing is rounded before the whole tree is laid out, so that
 * nothing adds up.
 */
export interface Lane {
  readonly pieces: readonly Piece[];
  readonly transitions: readonly LaneTransition[];
}

export interface Piece {
  readonly start: Rational;
  readonly end: Rational;
  /**
   * Where the source's playhead stands at `start`, in seconds of source time. It is a point between frames: running
   * backwards it is the end of the frame that is shown first.
   */
  readonly sourceAt: Rational;
  /** Source seconds per second of the lane. */
  readonly speed: Rational;
  readonly enabled: boolean;
  readonly clip: LaneClip;
}

/** What stays the same in every piece of a clip. */
interface LaneClip {
  readonly id: string;
  readonly name: string;
  readonly shotName: string;
  readonly comment: string;
  readonly source: SourceReference;
  readonly sourceRate: Rate;
  /** The exact first frame behind the float of the file, where Cresset wrote it. */
  readonly exactSourceIn?: Rational;
  readonly markers: readonly Marker[];
  readonly place: string;
  readonly origin: LaneClipOrigin;
}

/** The clip in the file, by itself: as it plays where nothing trims or retimes it. */
interface LaneClipOrigin {
  readonly json: JsonObject;
  readonly range: OtioRange;
  readonly sourceAt: Rational;
  readonly speed: Rational;
}

export interface LaneTransition {
  readonly kind: "dissolve" | "wipe";
  readonly wipeCode?: number;
  readonly start: Rational;
  /** Where the two pieces meet. */
  readonly cut: Rational;
  readonly end: Rational;
  readonly place: string;
}

export const emptyLane: Lane = { pieces: [], transitions: [] };

/** Called with each transition that an operation cannot keep. */
export type OnDropped = (transition: LaneTransition) => void;

export const shiftLane = (lane: Lane, by: Rational): Lane => ({
  pieces: lane.pieces.map((piece) => ({ ...piece, start: add(piece.start, by), end: add(piece.end, by) })),
  transitions: lane.transitions.map((transition) => ({
    ...transition,
    start: add(transition.start, by),
    cut: add(transition.cut, by),
    end: add(transition.end, by),
  })),
});

/** One lane after the other in one row: they must not overlap. */
export const joinLanes = (lanes: readonly Lane[]): Lane => ({
  pieces: lanes.flatMap((lane) => lane.pieces),
  transitions: lanes.flatMap((lane) => lane.transitions),
});

/** What a window of the lane shows, counted from the window's start. A transition that the window cuts is dropped. */
export function trimLane(lane: Lane, start: Rational, end: Rational, dropped: OnDropped): Lane {
  const pieces = lane.pieces.flatMap((piece) => cutPiece(piece, start, end));
  const transitions = lane.transitions.filter((transition) => {
    if (compare(transition.end, start) <= 0 || compare(transition.start, end) >= 0) return false;
    const whole = compare(transition.start, start) >= 0 && compare(transition.end, end) <= 0;
    if (!whole) dropped(transition);
    return whole;
  });
  return shiftLane({ pieces, transitions }, subtract(zero, start));
}

/** The lane at a speed: `length` seconds of it are played, backwards if the speed is negative. Speed 0 holds its start. */
export function retimeLane(lane: Lane, length: Rational, speed: Rational, dropped: OnDropped): Lane {
  const backwards = speed.num < 0n;
  const place = (at: Rational) => divide(backwards ? subtract(at, length) : at, speed);
  const pieces = lane.pieces.map((piece) => {
    const [start, end] = [place(piece.start), place(piece.end)];
    const moved = { ...piece, speed: multiply(piece.speed, speed) };
    if (!backwards) return { ...moved, start, end };
    return { ...moved, start: end, end: start, sourceAt: playheadAt(piece, piece.end) };
  });
  const transitions = lane.transitions.flatMap((transition) => {
    const [start, cut, end] = [place(transition.start), place(transition.cut), place(transition.end)];
    if (!backwards) return [{ ...transition, start, cut, end }];
    if (transition.kind === "dissolve") return [{ ...transition, start: end, cut, end: start }];
    dropped(transition);
    return [];
  });
  return backwards ? { pieces: pieces.toReversed(), transitions: transitions.toReversed() } : { pieces, transitions };
}

/** The lane's first moment, held for a while. */
export function freezeLane(lane: Lane, duration: Rational, dropped: OnDropped): Lane {
  const shown = lane.pieces.find((piece) => compare(piece.start, zero) <= 0 && compare(piece.end, zero) > 0);
  for (const transition of lane.transitions)
    if (compare(transition.start, zero) <= 0 && compare(transition.end, zero) > 0) dropped(transition);
  if (shown === undefined || duration.num === 0n) return emptyLane;
  // The playhead of a piece that runs backwards stands behind the frame it shows.
  const oneFrame = shown.speed.num < 0n ? rational(shown.clip.sourceRate.den, shown.clip.sourceRate.num) : zero;
  const sourceAt = subtract(playheadAt(shown, zero), oneFrame);
  return { pieces: [{ ...shown, start: zero, end: duration, sourceAt, speed: zero }], transitions: [] };
}

/**
 * Several lanes, bottom first, seen from above: the top-most that is no gap wins. Where a transition begins or ends in a
 * gap, that side is black and hides what lies below. A transition that is half hidden is dropped.
 */
export function overlayLanes(lanes: readonly Lane[], dropped: OnDropped): Lane {
  if (lanes.length <= 1) return lanes[0] ?? emptyLane;
  let taken: readonly Span[] = [];
  const pieces: Piece[] = [];
  const transitions: LaneTransition[] = [];
  for (const lane of lanes.toReversed()) {
    const shown = lane.pieces.filter((piece) => piece.enabled);
    const kept = lane.transitions.filter((transition) => {
      const free = freeParts(transition, taken);
      const whole = free.length === 1 && free[0] !== undefined && sameSpan(free[0], transition);
      if (!whole && free.length > 0) dropped(transition);
      return whole;
    });
    for (const piece of shown)
      for (const part of freeParts(piece, taken)) pieces.push(...cutPiece(piece, part.start, part.end));
    transitions.push(...kept);
    taken = mergeSpans([...taken, ...shown, ...kept]);
  }
  const byStart = (a: Span, b: Span) => compare(a.start, b.start);
  return { pieces: pieces.toSorted(byStart), transitions: transitions.toSorted(byStart) };
}

interface Span {
  readonly start: Rational;
  readonly end: Rational;
}

const sameSpan = (a: Span, b: Span): boolean => compare(a.start, b.start) === 0 && compare(a.end, b.end) === 0;

function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const { start, end } of spans.toSorted((a, b) => compare(a.start, b.start))) {
    const last = merged.at(-1);
    if (last === undefined || compare(start, last.end) > 0) merged.push({ start, end });
    else if (compare(end, last.end) > 0) merged[merged.length - 1] = { start: last.start, end };
  }
  return merged;
}

/** What merged spans leave of a span. */
function freeParts(span: Span, taken: readonly Span[]): readonly Span[] {
  const free: Span[] = [];
  let from = span.start;
  for (const { start, end } of taken) {
    if (compare(end, from) <= 0) continue;
    if (compare(start, span.end) >= 0) break;
    if (compare(start, from) > 0) free.push({ start: from, end: start });
    from = end;
  }
  if (compare(from, span.end) < 0) free.push({ start: from, end: span.end });
  return free;
}

const playheadAt = (piece: Piece, at: Rational): Rational =>
  add(piece.sourceAt, multiply(subtract(at, piece.start), piece.speed));

function cutPiece(piece: Piece, from: Rational, to: Rational): readonly Piece[] {
  const start = compare(piece.start, from) < 0 ? from : piece.start;
  const end = compare(piece.end, to) > 0 ? to : piece.end;
  if (compare(start, end) >= 0) return [];
  return [{ ...piece, start, end, sourceAt: playheadAt(piece, start) }];
}
