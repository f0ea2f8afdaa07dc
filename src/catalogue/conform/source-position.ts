import type { MediaInfo } from "../../media/media-info.ts";
import { soundStart } from "../../media/start-timecode.ts";
import { allowsDropFrame, nominalRate, type Rate, sameRate } from "../../time/rate.ts";
import {
  add,
  ceil,
  compare,
  divide,
  floor,
  fromDecimal,
  multiply,
  type Rational,
  rational,
  round,
  subtract,
  zero,
} from "../../time/rational.ts";
import { formatTimecode, framesPerDay, parseTimecode, TimecodeError } from "../../time/timecode.ts";
import type { Segment } from "../../timeline/sequence.ts";

/** Where in its media a segment begins. Positions are frames of the media, counted from 0. */
export interface SourcePosition {
  readonly start: Rational;
  /** How the cut's time was understood: as an offset, as timecode, as frames from 0, as numbers of image files. */
  readonly basis: PositionBasis;
  /** Whether the media has all frames that the segment shows, its first at least, or not even that. */
  readonly fit: "whole" | "partly" | "outside";
  /** First and last frame that it shows, both included. */
  readonly asked: { readonly first: number; readonly last: number };
}

type PositionBasis = "offset" | "timecode" | "zero" | "number";

/** How media counts its frames. */
export interface MediaClock {
  readonly rate: Rate;
  readonly frameCount: number;
  /** Frames since 00:00:00:00 of the first frame, at `timecodeRate`. */
  readonly timecode?: Rational;
  readonly timecodeRate: Rate;
  readonly dropFrame: boolean;
  /** Number of the first file of an image sequence. */
  readonly firstNumber?: number;
  /** A single picture: any time of it shows the same. */
  readonly isStill: boolean;
}

/**
 * Sound alone has no frames and is counted at the segment's rate, its timecode in samples since midnight (BWF,
 * EBU Tech 3285). Image sequences have no rate of their own: each file is a frame of the segment's rate.
 */
export function mediaClock(media: MediaInfo, segment: Segment): MediaClock {
  const [picture] = media.video;
  const rate = picture === undefined || media.imageSequence !== undefined ? segment.sourceRate : picture.rate;
  const perSecond = rational(rate.num, rate.den);
  const numbers = media.imageSequence;
  const frameCount =
    numbers === undefined
      ? (picture?.frameCount ?? ceil(multiply(media.duration, perSecond)))
      : numbers.last - numbers.first + 1;
  const timecodeRate = picture?.rate ?? rate;
  const sound = soundStart(media);
  const timecode =
    sound !== undefined
      ? multiply(sound, perSecond)
      : media.startTimecode === undefined
        ? undefined
        : rational(media.startTimecode.frame);
  return {
    rate,
    frameCount,
    timecodeRate,
    dropFrame: media.startTimecode?.dropFrame ?? false,
    isStill: picture !== undefined && frameCount <= 1 && media.audio.length === 0 && !namesSeveralFrames(segment),
    ...(timecode === undefined ? {} : { timecode }),
    ...(media.imageSequence === undefined ? {} : { firstNumber: media.imageSequence.first }),
  };
}

const namesSeveralFrames = ({ source: { frames } }: Segment): boolean =>
  frames !== undefined && frames.last > frames.first;

/**
 * Finds where a segment begins in its media. `sourceIn` counts in the source's own time, and cuts disagree on what that
 * is, so the readings are tried in the order of what is most likely, and the first that lies in the media wins:
 *
 * - the cut says where the media begins (`available`): the offset from there, if that agrees with the media (its
 *   timecode, its first file number, or 0); if it does not agree and the media has timecode, the cut was made with a
 *   longer or shorter copy, and the timecode is what they have in common;
 * - the media's timecode;
 * - numbers of image files;
 * - frames from 0.
 *
 * Where the rates count the same timecode (24 and 23.976), frames are kept, not seconds.
 */
export function sourcePosition(segment: Segment, clock: MediaClock, recordRate: Rate): SourcePosition {
  if (clock.isStill) return { start: zero, basis: "zero", fit: "whole", asked: { first: 0, last: 0 } };
  const readings = readingsOf(segment, clock).map(({ basis, start }) =>
    judged(segment, clock, recordRate, basis, start),
  );
  const likely = readings.find(({ fit }) => fit !== "outside");
  // One reading may have two ways to count (drop frame or not): the one that has everything is meant.
  const whole = readings.find(({ basis, fit }) => basis === likely?.basis && fit === "whole");
  const best = whole ?? likely ?? readings.find(({ asked }) => touches(asked, clock)) ?? readings[0];
  return best ?? judged(segment, clock, recordRate, "zero", segment.sourceIn);
}

interface Reading {
  readonly basis: PositionBasis;
  readonly start: Rational;
}

function readingsOf(segment: Segment, clock: MediaClock): readonly Reading[] {
  const { sourceIn, sourceRate, source } = segment;
  const fromZero: Reading = { basis: "zero", start: framesAt(clock.rate, sourceRate, sourceIn) };
  const byTimecode = timecodeReadings(segment, clock);
  const { firstNumber } = clock;
  const byNumber: readonly Reading[] =
    firstNumber === undefined ? [] : [{ basis: "number", start: subtract(sourceIn, rational(firstNumber)) }];
  if (source.available === undefined) return [...byTimecode, ...byNumber, fromZero];
  const begin = rational(source.available.start);
  // The cut may name other files of the sequence than there are now: one number is the same picture in both.
  const moved = firstNumber === undefined || source.frames === undefined ? 0 : source.frames.first - firstNumber;
  const offset: Reading = {
    basis: "offset",
    start: add(framesAt(clock.rate, sourceRate, subtract(sourceIn, begin)), rational(moved)),
  };
  const begins = [
    zero,
    ...timecodeBegins(segment, clock),
    ...(firstNumber === undefined ? [] : [rational(firstNumber)]),
  ];
  const agrees = begins.some((other) => compare(other, begin) === 0);
  const relinked = !agrees && source.frames === undefined;
  return [...(relinked ? byTimecode : []), offset, ...(relinked ? [] : byTimecode), ...byNumber, fromZero];
}

/** Where the media's timecode begins, in the ways that the cut may count it: frames at the segment's rate. */
function timecodeBegins({ sourceRate, source }: Segment, clock: MediaClock): readonly Rational[] {
  const { timecode, timecodeRate, dropFrame } = clock;
  if (timecode === undefined) return [];
  if (clock.firstNumber !== undefined && !sameRate(sourceRate, timecodeRate)) {
    // The rate of an image sequence is a guess, the label in its files is not.
    return relabelled(timecode, timecodeRate, dropFrame, sourceRate, false);
  }
  if (nominalRate(sourceRate) === nominalRate(timecodeRate)) {
    const otherwise = relabelled(timecode, timecodeRate, dropFrame, timecodeRate, !dropFrame);
    const isCountedOtherwise = source.dropFrame !== undefined && source.dropFrame !== dropFrame;
    return isCountedOtherwise ? [...otherwise, timecode] : [timecode, ...otherwise];
  }
  const seconds = multiply(timecode, secondsOfLabel(timecodeRate, dropFrame));
  return [divide(seconds, secondsOfLabel(sourceRate, dropFrame && allowsDropFrame(sourceRate)))];
}

/** How long a frame lasts by the labels: drop frame keeps to the clock, all other timecode counts whole numbers. */
const secondsOfLabel = (rate: Rate, dropFrame: boolean): Rational =>
  dropFrame ? rational(rate.den, rate.num) : rational(1, nominalRate(rate));

/** The same label counted another way: cuts often say drop frame where the media is not, and the reverse. */
function relabelled(
  timecode: Rational,
  rate: Rate,
  dropFrame: boolean,
  otherRate: Rate,
  otherDropFrame: boolean,
): readonly Rational[] {
  if (timecode.den !== 1n) return [];
  try {
    const label = formatTimecode(floor(timecode), rate, dropFrame).replace(";", ":");
    return [rational(parseTimecode(label, otherRate, otherDropFrame).frame)];
  } catch (error) {
    if (error instanceof TimecodeError) return [];
    throw error;
  }
}

/** Timecode starts again at midnight, media goes on: what seems to lie a day away may lie in it. */
function timecodeReadings(segment: Segment, clock: MediaClock): readonly Reading[] {
  const { sourceIn, sourceRate, source } = segment;
  const day = rational(framesPerDay(sourceRate, source.dropFrame ?? clock.dropFrame));
  return timecodeBegins(segment, clock).flatMap((begin): readonly Reading[] => {
    const away = subtract(sourceIn, begin);
    const acrossMidnight = away.num < 0n ? add(away, day) : subtract(away, day);
    return [away, acrossMidnight].map((frames) => ({
      basis: "timecode",
      start: framesAt(clock.rate, sourceRate, frames),
    }));
  });
}

/** Frames counted at `from`, at another rate: frame for frame where both count the same timecode, else by seconds. */
const framesAt = (to: Rate, from: Rate, frames: Rational): Rational => snapped(multiply(frames, ratio(to, from)));

const ratio = (to: Rate, from: Rate): Rational =>
  nominalRate(to) === nominalRate(from) && Math.abs((to.num * from.den) / (to.den * from.num) - 1) < 0.0015
    ? rational(1)
    : rational(to.num * from.den, to.den * from.num);

/** Whole where a thousandth of a frame is missing, as after a cut's decimals: rounding down would show the frame before. */
function snapped(frames: Rational): Rational {
  const whole = rational(round(frames));
  const off = subtract(frames, whole);
  return compare(off.num < 0n ? { num: -off.num, den: off.den } : off, fromDecimal(0.001)) <= 0 ? whole : frames;
}

function judged(
  segment: Segment,
  clock: MediaClock,
  recordRate: Rate,
  basis: PositionBasis,
  start: Rational,
): SourcePosition {
  const asked = shownFrames(segment, start, clock.rate, recordRate, segment.record);
  const inside = (frame: number) => frame >= 0 && frame < clock.frameCount;
  const fit = inside(asked.first) && inside(asked.last) ? "whole" : inside(floor(start)) ? "partly" : "outside";
  return { start, basis, fit, asked };
}

const touches = (asked: { readonly first: number; readonly last: number }, { frameCount }: MediaClock): boolean =>
  asked.last >= 0 && asked.first < frameCount;

/** First and last frame of the media that a record range shows, in ascending order, both included. */
export function shownFrames(
  segment: Segment,
  start: Rational,
  mediaRate: Rate,
  recordRate: Rate,
  record: { readonly start: number; readonly end: number },
): { readonly first: number; readonly last: number } {
  const step = multiply(segment.speed, ratio(mediaRate, recordRate));
  const at = (frame: number) => floor(add(start, multiply(rational(frame - segment.record.start), step)));
  const [begin, end] = [at(record.start), at(Math.max(record.start, record.end - 1))];
  return { first: Math.min(begin, end), last: Math.max(begin, end) };
}
