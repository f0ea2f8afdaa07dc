import { type FrameRange, frameCount, frameRange } from "../../time/frame-range.ts";
import { allowsDropFrame, nominalRate, type Rate } from "../../time/rate.ts";
import { type Rational, rational, subtract, toNumber } from "../../time/rational.ts";
import { framesPerDay, parseTimecode, TimecodeError } from "../../time/timecode.ts";
import { backwardsLead } from "../backwards-lead.ts";
import type { SequenceWarning } from "../sequence.ts";
import type { EdlEvent } from "./edl-events.ts";
import { edlError, type EdlPlace, placeName } from "./edl-place.ts";
import { type EdlCounting, isMarkedDrop } from "./edl-rate.ts";
import { speedOfFramesPerSecond } from "./edl-speed.ts";

/** An event whose timecodes have been counted. */
export interface TimedEvent {
  readonly event: EdlEvent;
  /** Frames since 00:00:00:00. */
  readonly record: FrameRange;
  /** First and past the last source frame, in the order of the source. */
  readonly source: FrameRange;
  /** First source frame shown: for reverse speed the last one of `source`, see `backwardsLead`. */
  readonly sourceIn: Rational;
  /** Whether `source` was counted as drop frame. Nothing at rates that have none. */
  readonly sourceDropFrame?: boolean;
  readonly speed: Rational;
}

/**
 * Counts the timecodes of an event.
 * @throws CressetError `bad-input` for a timecode that does not exist at this rate, an out before its in, and a
 *   transition that is longer than its event.
 */
export function timeEvent(event: EdlEvent, counting: EdlCounting): { timed: TimedEvent; warnings: SequenceWarning[] } {
  const { line, place } = event;
  const record = recordRange(event, counting);
  if (line.edit.duration > frameCount(record) && line.edit.kind !== "key") {
    throw edlError(
      place,
      `Expected a transition of at most ${frameCount(record)} frames, which is the length of event ${line.number}, got ${line.edit.duration}.`,
    );
  }
  const speed =
    event.speed === undefined ? rational(1) : speedOfFramesPerSecond(event.speed.framesPerSecond, counting.rate);
  const isDrop = isSourceDrop(event, counting.rate);
  const source = sourceRange(event, counting.rate, isDrop, Math.round(frameCount(record) * toNumber(speed)));
  const timed = {
    event,
    record,
    source,
    // An EDL counts its sources at its own rate, so the speed is source frames per record frame.
    sourceIn: speed.num < 0n ? subtract(rational(source.end), backwardsLead(speed)) : rational(source.start),
    ...(allowsDropFrame(counting.rate) ? { sourceDropFrame: isDrop } : {}),
    speed,
  };
  return { timed, warnings: lengthWarnings(timed, counting.rate) };
}

/**
 * A day has 24 hours; its end may be written 24:00:00:00.
 * @throws CressetError `bad-input` when the timecode does not exist at this rate.
 */
export function parseEdlTimecode(text: string, rate: Rate, dropFrame: boolean, place: EdlPlace): number {
  try {
    const { frame } = parseTimecode(text, rate, dropFrame);
    if (frame >= 0 && frame <= framesPerDay(rate, dropFrame)) return frame;
    throw new TimecodeError(`Expected hours below 24 in the timecode "${text}"`);
  } catch (error) {
    if (!(error instanceof TimecodeError)) throw error;
    throw edlError(place, `${error.message}. Correct the line, or give the cut's rate with --rate.`, error);
  }
}

/** Past midnight record timecode starts again; a record out that lies further behind is a mistake. */
function recordRange({ line, place }: EdlEvent, { rate, dropFrame }: EdlCounting): FrameRange {
  const start = parseEdlTimecode(line.recordIn, rate, dropFrame, place);
  const end = parseEdlTimecode(line.recordOut, rate, dropFrame, place);
  if (start <= end) return frameRange(start, end);
  const acrossMidnight = end + framesPerDay(rate, dropFrame);
  if (acrossMidnight - start <= longestAcrossMidnight * nominalRate(rate)) return frameRange(start, acrossMidnight);
  throw edlError(place, `Expected record out at or after record in (${line.recordIn}), got ${line.recordOut}.`);
}

/** Seconds that one event may last where its record out stands before its record in. */
const longestAcrossMidnight = 4 * 3600;

const isSourceDrop = ({ line, dropFrame }: EdlEvent, rate: Rate): boolean =>
  isMarkedDrop(line.sourceIn) || isMarkedDrop(line.sourceOut) || (dropFrame === true && allowsDropFrame(rate));

function sourceRange({ line, place }: EdlEvent, rate: Rate, isDrop: boolean, expectedLength: number): FrameRange {
  const start = parseEdlTimecode(line.sourceIn, rate, isDrop, place);
  const end = parseEdlTimecode(line.sourceOut, rate, isDrop, place);
  if (start <= end) return frameRange(start, end);
  const day = framesPerDay(rate, isDrop);
  const acrossMidnight = end + day - start;
  if (Math.abs(acrossMidnight - Math.abs(expectedLength)) <= 1) return frameRange(start, end + day);
  // Some systems write a reverse event from its last frame to its first.
  if (expectedLength < 0) return frameRange(end, start);
  throw edlError(place, `Expected source out at or after source in (${line.sourceIn}), got ${line.sourceOut}.`);
}

/** M2 numbers have one decimal, so what they cover is known to a frame or two only. */
function lengthWarnings({ event, record, source, speed }: TimedEvent, rate: Rate): SequenceWarning[] {
  const [recordLength, sourceLength] = [frameCount(record), frameCount(source)];
  const { line, place } = event;
  if (recordLength === sourceLength || event.isOutgoingSide || isBlack(line.tapeName)) return [];
  const lengths = `Event ${line.number} plays ${sourceLength} source frames in ${recordLength} record frames`;
  if (event.speed === undefined) {
    const message = `${lengths} without a speed (M2): it is played at normal speed from ${line.sourceIn}.`;
    return [{ code: "duration-mismatch", message, place: placeName(place) }];
  }
  const covered = recordLength * Math.abs(toNumber(speed));
  const tolerance = 2 + (0.05 / nominalRate(rate)) * recordLength;
  if (speed.num === 0n || Math.abs(covered - sourceLength) <= tolerance) return [];
  const message = `${lengths}, but its speed (M2 ${event.speed.framesPerSecond}) plays ${Math.round(covered)}: the speed is taken.`;
  return [{ code: "speed-mismatch", message, place: placeName(place) }];
}

/** Tape names that mean black. */
export const isBlack = (tapeName: string): boolean => /^(?:BL|BLK|BLACK)$/i.test(tapeName);
