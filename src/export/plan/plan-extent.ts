import type { SegmentLink } from "../../catalogue/conform.ts";
import { startTimecodeAt } from "../../media/start-timecode.ts";
import type { Rate } from "../../time/rate.ts";
import { sameRate } from "../../time/rate.ts";
import { add, ceil, compare, floor, multiply, type Rational, rational, subtract } from "../../time/rational.ts";
import type { FrameRange } from "../../time/frame-range.ts";
import { backwardsLead } from "../../timeline/backwards-lead.ts";
import type { Segment, Sequence, Track } from "../../timeline/sequence.ts";
import { framesPerFrame } from "./frame-ratio.ts";
import type { AssetExtent } from "../planned-asset.ts";
import { sourceStep } from "./plan-picture.ts";
import type { Preset } from "../preset.ts";
import { timecodeFrameAt } from "./timecode-frame.ts";

/** How an asset of one segment plays its source: frame `k` shows `first + k * step`. */
export interface SegmentExtent extends AssetExtent {
  readonly first: Rational;
  readonly step: Rational;
  /** Frames of handle that were asked for and are not in the media. */
  readonly missingHandle: number;
}

/** Frames that the segment's transitions show of it before and after its record range. */
function overlaps(segment: Segment, track: Track): { readonly head: number; readonly tail: number } {
  const into = track.transitions.find(({ toSegmentId }) => toSegmentId === segment.id);
  const out = track.transitions.find(({ fromSegmentId }) => fromSegmentId === segment.id);
  return {
    head: into === undefined ? 0 : Math.max(0, segment.record.start - into.record.start),
    tail: out === undefined ? 0 : Math.max(0, out.record.end - segment.record.end),
  };
}

/**
 * What an asset of one segment holds: its frames and its handles, never less than its transitions show. With the rate
 * `source` every source frame once, forwards, retimes left to the cut; else as the sequence plays it.
 */
export function planExtent(
  preset: Preset,
  sequence: Sequence,
  track: Track,
  segment: Segment,
  link: SegmentLink,
  mediaFrames: number,
): SegmentExtent {
  const overlap = overlaps(segment, track);
  // A freeze frame has no end: all of its media is the one frame.
  const all = (least: number) => (segment.speed.num === 0n ? least : Number.MAX_SAFE_INTEGER);
  const wanted = (length: number | "all", least: number) => (length === "all" ? all(least) : Math.max(length, least));
  const head = wanted(preset.handles.head, overlap.head);
  const tail = wanted(preset.handles.tail, overlap.tail);
  const short = (least: number | "all", given: number) => (least === "all" ? 0 : Math.max(0, least - given));
  const asSource = preset.video?.rate === "source";
  const extent = asSource
    ? sourceExtent(sequence, segment, link, mediaFrames, head, tail)
    : recordExtent(sequence, segment, link, mediaFrames, head, tail, assetRateOf(preset, sequence, link.mediaRate));
  return {
    ...extent,
    missingHandle: short(preset.handles.head, extent.handleIn) + short(preset.handles.tail, extent.handleOut),
  };
}

/** The rate of an asset of a preset. */
export function assetRateOf(preset: Preset, sequence: Sequence, sourceRate: Rate): Rate {
  const rate = preset.video?.rate ?? "sequence";
  return rate === "sequence" ? sequence.rate : rate === "source" ? sourceRate : rate;
}

type Extent = Omit<SegmentExtent, "missingHandle">;

function sourceExtent(
  sequence: Sequence,
  segment: Segment,
  link: SegmentLink,
  mediaFrames: number,
  head: number,
  tail: number,
): Extent {
  const played = playedSourceFrames(segment, link, sequence.rate);
  const first = Math.min(Math.max(0, played.start), Math.max(0, mediaFrames - 1));
  const end = Math.min(Math.max(first + 1, played.end), Math.max(first + 1, mediaFrames));
  const perRecord = framesPerFrame(link.mediaRate, sequence.rate);
  const inSource = (frames: number) =>
    frames === Number.MAX_SAFE_INTEGER ? frames : ceil(multiply(rational(frames), perRecord));
  const handleIn = Math.min(first, inSource(head));
  const handleOut = Math.max(0, Math.min(mediaFrames - end, inSource(tail)));
  const rate = { rate: link.mediaRate, dropFrame: sequence.dropFrame };
  return extentOf(segment, link, rational(first - handleIn), rational(1), end - first, handleIn, handleOut, rate);
}

function recordExtent(
  sequence: Sequence,
  segment: Segment,
  link: SegmentLink,
  mediaFrames: number,
  head: number,
  tail: number,
  rate: Rate,
): Extent {
  const step = multiply(sourceStep(segment, link, sequence.rate), framesPerFrame(sequence.rate, rate));
  const perRecord = framesPerFrame(rate, sequence.rate);
  const count = Math.max(1, ceil(multiply(rational(segment.record.end - segment.record.start), perRecord)));
  const inAsset = (frames: number) =>
    frames === Number.MAX_SAFE_INTEGER ? frames : ceil(multiply(rational(frames), perRecord));
  const last = add(link.sourceFrame, multiply(step, rational(count - 1)));
  const handleIn = Math.min(
    inAsset(head),
    stepsInside(link.sourceFrame, { num: -step.num, den: step.den }, mediaFrames),
  );
  const handleOut = Math.min(inAsset(tail), stepsInside(last, step, mediaFrames));
  const first = subtract(link.sourceFrame, multiply(step, rational(handleIn)));
  return extentOf(segment, link, first, step, count, handleIn, handleOut, { rate, dropFrame: sequence.dropFrame });
}

/** How many steps can be taken from a position before it leaves the media; a freeze frame never does. */
function stepsInside(from: Rational, step: Rational, mediaFrames: number): number {
  if (step.num === 0n) return 100_000;
  const room = step.num > 0n ? subtract(rational(mediaFrames), from) : from;
  if (room.num < 0n) return 0;
  const size = step.num > 0n ? step : { num: -step.num, den: step.den };
  const steps = floor({ num: room.num * size.den, den: room.den * size.num });
  // The end of the media is past its last frame, so a step that lands on it is one too many.
  const lands = compare(multiply(size, rational(steps)), room) === 0;
  return step.num > 0n && lands ? Math.max(0, steps - 1) : steps;
}

function extentOf(
  segment: Segment,
  link: SegmentLink,
  first: Rational,
  step: Rational,
  shownFrames: number,
  handleIn: number,
  handleOut: number,
  { rate, dropFrame }: { readonly rate: Rate; readonly dropFrame: boolean },
): Extent {
  const frameCount = handleIn + shownFrames + handleOut;
  const last = add(first, multiply(step, rational(frameCount - 1)));
  const [low, high] = compare(first, last) <= 0 ? [first, last] : [last, first];
  // The contract counts the source range at the asset's rate.
  const start = sourceStart(link, rate, dropFrame);
  const toAsset = (frames: Rational) => add(start, multiply(frames, framesPerFrame(rate, link.mediaRate)));
  return {
    record: segment.record,
    source: { start: floor(toAsset(low)), end: floor(toAsset(high)) + 1 },
    handleIn,
    handleOut,
    rate,
    frameCount,
    first,
    step,
  };
}

/** Source frames that a segment plays, whole ones, also those that are stepped over: its speed belongs to the cut. */
function playedSourceFrames(segment: Segment, link: SegmentLink, recordRate: Rate): FrameRange {
  const step = sourceStep(segment, link, recordRate);
  if (step.num === 0n) return { start: floor(link.sourceFrame), end: floor(link.sourceFrame) + 1 };
  const passed = multiply(step, rational(segment.record.end - segment.record.start));
  if (step.num > 0n) return { start: floor(link.sourceFrame), end: ceil(add(link.sourceFrame, passed)) };
  const top = add(link.sourceFrame, backwardsLead(step));
  return { start: floor(add(top, passed)), end: ceil(top) };
}

/**
 * Number of the first frame of the media in its own time, counted at another rate: timecode keeps its label; else the
 * file number, else 0.
 */
function sourceStart({ media, mediaRate }: SegmentLink, rate: Rate, dropFrame: boolean): Rational {
  const start = startTimecodeAt(media, mediaRate);
  if (start === undefined) return rational(media.imageSequence?.first ?? 0);
  const own = { rate: mediaRate, dropFrame: start.dropFrame };
  return rational(timecodeFrameAt(start.frame, own, sameRate(rate, mediaRate) ? own : { rate, dropFrame }));
}
