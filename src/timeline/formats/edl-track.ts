import { type FrameRange, frameRange } from "../../time/frame-range.ts";
import type { Rate } from "../../time/rate.ts";
import { add, multiply, rational, subtract, toNumber } from "../../time/rational.ts";
import type { Segment, Track, Transition } from "../sequence.ts";
import type { EdlSideNotes } from "./edl-events.ts";
import { edlError, placeName } from "./edl-place.ts";
import { type EdlSource, edlSource } from "./edl-source.ts";
import { isBlack, type TimedEvent } from "./edl-timed-event.ts";

/** What the events of one track are placed against. */
export interface EdlTrackFrame {
  readonly rate: Rate;
  /** Record timecode of the sequence's first frame. */
  readonly startFrame: number;
  readonly longTapes: ReadonlyMap<string, string>;
}

/** What an event plays on the track that is built. */
type SourceOf = (timed: TimedEvent, notes: EdlSideNotes) => EdlSource;

interface Placed {
  readonly timed: TimedEvent;
  readonly segment: Segment;
}

/**
 * Places events on a track, in record order whatever the file's order.
 *
 * A CMX transition starts where its event starts. So the incoming segment's `record` starts with the transition and the
 * outgoing segment's `record` ends there: it plays on past its out for the length of the transition, as `Transition`
 * says. The outgoing segment is the event before, when the transition's outgoing line continues it (same tape, same
 * source frame, no other clip name); else that line becomes a segment of no length, which is seen in the transition only.
 * @throws CressetError `bad-input` when two events overlap.
 */
export function buildEdlTrack(id: string, events: readonly TimedEvent[], frame: EdlTrackFrame): Track {
  const segments: Segment[] = [];
  const transitions: Transition[] = [];
  let last: Placed | undefined;
  let outgoing: TimedEvent | undefined;
  const sourceOf: SourceOf = (timed, notes) => edlSource(timed, notes, frame.longTapes, id);
  const place = (timed: TimedEvent, source: EdlSource, comments: readonly string[]): Segment => {
    const segment = makeSegment(`${id}.${segments.length + 1}`, timed, source, comments, frame);
    segments.push(segment);
    return segment;
  };

  for (const timed of events.toSorted((a, b) => a.record.start - b.record.start)) {
    const { event } = timed;
    if (last !== undefined && timed.record.start < last.timed.record.end) throw overlap(id, timed, last.timed);
    if (event.isOutgoingSide) {
      outgoing = timed;
      continue;
    }
    const isTransition = event.line.edit.kind === "dissolve" || event.line.edit.kind === "wipe";
    const before = last?.timed.record.end === timed.record.start ? last : undefined;
    const sides = isTransition ? splitNotes(timed, outgoing, before) : { from: {}, to: mergeNotes(timed) };
    if (isTransition) {
      const from = outgoingSegment(outgoing, before, sides.from, sourceOf, place);
      if (before !== undefined && from?.id === before.segment.id) segments[segments.length - 1] = from;
      transitions.push(makeTransition(timed, from?.id, `${id}.${segments.length + 1}`, frame));
    }
    const segment = place(timed, sourceOf(timed, sides.to), commentsOf(timed));
    last = { timed, segment };
    outgoing = undefined;
  }
  return { id, name: id, segments, transitions };
}

const commentsOf = ({ event }: TimedEvent): readonly string[] =>
  event.line.remark === "" ? event.notes.comments : [event.line.remark, ...event.notes.comments];

/** A cut has one side, however its notes call it. */
const mergeNotes = ({ event }: TimedEvent): EdlSideNotes => ({ ...event.notes.to, ...event.notes.from });

/**
 * `FROM CLIP NAME` of a transition names what is left, `TO CLIP NAME` what comes. Some systems write only the former and
 * mean what comes: that is so when what is left is black or is known by another name.
 */
function splitNotes(timed: TimedEvent, outgoing: TimedEvent | undefined, before: Placed | undefined) {
  const { from, to } = timed.event.notes;
  const hasTo = Object.keys(to).length > 0;
  const isBefore = outgoing === undefined || (before !== undefined && continues(before, outgoing));
  const knownName = isBefore ? before?.segment.source.clipName : undefined;
  const leavesNothing = outgoing === undefined ? before === undefined : isBlack(outgoing.event.line.tapeName);
  const isOther = knownName !== undefined && knownName !== "" && from.name !== undefined && from.name !== knownName;
  return !hasTo && (leavesNothing || isOther) ? { from: {}, to: from } : { from, to };
}

function outgoingSegment(
  outgoing: TimedEvent | undefined,
  before: Placed | undefined,
  notes: EdlSideNotes,
  sourceOf: SourceOf,
  place: (timed: TimedEvent, source: EdlSource, comments: readonly string[]) => Segment,
): Segment | undefined {
  const isNamed = notes.name !== undefined && notes.name !== "";
  if (before !== undefined && (outgoing === undefined || continues(before, outgoing))) {
    const { segment, timed } = before;
    const isUnnamed = segment.source.clipName === "" && segment.source.generator === undefined;
    if (isNamed && isUnnamed) {
      const { source, name } = sourceOf(timed, { ...mergeNotes(timed), name: notes.name ?? "" });
      return { ...segment, source, name };
    }
    if (outgoing === undefined || !isNamed || isUnnamed || segment.source.clipName === notes.name) return segment;
  }
  if (outgoing === undefined || isBlack(outgoing.event.line.tapeName)) return undefined;
  return place(outgoing, sourceOf(outgoing, notes), []);
}

/** Whether the outgoing line of a transition goes on where the event before it ends. */
function continues({ timed, segment }: Placed, outgoing: TimedEvent): boolean {
  if (timed.event.line.tapeName.toUpperCase() !== outgoing.event.line.tapeName.toUpperCase()) return false;
  if (isBlack(outgoing.event.line.tapeName)) return true;
  const isOtherSpeed =
    outgoing.event.speed !== undefined &&
    (outgoing.speed.num !== timed.speed.num || outgoing.speed.den !== timed.speed.den);
  if (isOtherSpeed) return false;
  const length = rational(timed.record.end - timed.record.start);
  const next = add(segment.sourceIn, multiply(timed.speed, length));
  const isNear = Math.abs(toNumber(subtract(next, rational(outgoing.source.start)))) <= 1;
  return isNear || [timed.source.start, timed.source.end].includes(outgoing.source.start);
}

function makeSegment(
  id: string,
  timed: TimedEvent,
  { source, name, comments }: EdlSource,
  remarks: readonly string[],
  frame: EdlTrackFrame,
): Segment {
  const isIncoming = !timed.event.isOutgoingSide;
  return {
    id,
    name,
    shotName: isIncoming ? timed.event.notes.shotName : "",
    comment: [...remarks, ...comments].join("\n"),
    record: relative(timed.record, frame),
    source,
    sourceIn: timed.sourceIn,
    sourceRate: frame.rate,
    speed: timed.speed,
    enabled: true,
    markers: [],
    place: placeName(timed.event.place),
  };
}

function makeTransition(
  { event, record }: TimedEvent,
  fromSegmentId: string | undefined,
  toSegmentId: string,
  frame: EdlTrackFrame,
): Transition {
  const { kind, duration, wipeCode } = event.line.edit;
  return {
    kind: kind === "wipe" ? "wipe" : "dissolve",
    ...(wipeCode === undefined ? {} : { wipeCode }),
    record: relative(frameRange(record.start, record.start + duration), frame),
    ...(fromSegmentId === undefined ? {} : { fromSegmentId }),
    toSegmentId,
    place: placeName(event.place),
  };
}

const relative = ({ start, end }: FrameRange, { startFrame }: EdlTrackFrame): FrameRange =>
  frameRange(start - startFrame, end - startFrame);

function overlap(id: string, { event }: TimedEvent, { event: last }: TimedEvent) {
  return edlError(
    event.place,
    `Expected event ${event.line.number} to begin at or after ${last.line.recordOut} on ${id}, where event ${last.line.number} (line ${last.place.line}) ends, got ${event.line.recordIn}.`,
  );
}
