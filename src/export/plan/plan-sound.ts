import type { MediaInfo } from "../../media/media-info.ts";
import type { SoundPiece, SoundTrack } from "../../media/render-job.ts";
import { type FrameRange, intersect } from "../../time/frame-range.ts";
import { frameDuration, type Rate } from "../../time/rate.ts";
import { add, divide, multiply, type Rational, rational, subtract, zero } from "../../time/rational.ts";
import { backwardsLead } from "../../timeline/backwards-lead.ts";
import type { Segment, Track } from "../../timeline/sequence.ts";
import { framesPerFrame } from "./frame-ratio.ts";
import { assetSeconds, sourceStep } from "./plan-picture.ts";
import { type CutSound, sourceChannels } from "./source-channels.ts";

export interface SoundInput extends CutSound {
  readonly assetRate: Rate;
}

/** The sound of a record range: one track for each audio track. Transitions between segments become cross-fades. */
export function planSound(input: SoundInput, range: FrameRange): readonly SoundTrack[] {
  return input.tracks.map((track) => ({
    name: track.name,
    pieces: track.segments.flatMap((segment) => pieceOf(input, track, segment, range) ?? []),
  }));
}

function pieceOf(input: SoundInput, track: Track, segment: Segment, range: FrameRange): SoundPiece | undefined {
  const link = input.links.get(segment.id);
  if (link === undefined || !segment.enabled || link.media.audio.length === 0 || segment.speed.num === 0n)
    return undefined;
  const fadeIn = track.transitions.find(({ toSegmentId }) => toSegmentId === segment.id);
  const fadeOut = track.transitions.find(({ fromSegmentId }) => fromSegmentId === segment.id);
  const heard = intersect(
    {
      start: Math.min(segment.record.start, fadeIn?.record.start ?? segment.record.start),
      end: Math.max(segment.record.end, fadeOut?.record.end ?? segment.record.end),
    },
    range,
  );
  const played = heard === undefined ? undefined : sourceChannels(input, segment, link);
  if (heard === undefined || played === undefined) return undefined;
  const seconds = (frame: number) => assetSeconds(frame, range.start, input.recordRate, input.assetRate);
  const length = (transition: typeof fadeIn) =>
    transition === undefined ? zero : subtract(seconds(transition.record.end), seconds(transition.record.start));
  const start = seconds(heard.start);
  const duration = subtract(seconds(heard.end), start);
  const step = sourceStep(segment, link, input.recordRate);
  const mediaFrame = frameDuration(link.mediaRate);
  const position = add(link.sourceFrame, multiply(rational(heard.start - segment.record.start), step));
  const recordFrames = multiply(frameDuration(input.assetRate), framesPerFrame(input.assetRate, input.recordRate));
  return {
    sourceId: link.media.path,
    ...played,
    start,
    duration,
    sourceStart: multiply(firstHeard(position, step), mediaFrame),
    speed: divide(multiply(step, mediaFrame), recordFrames),
    gain: 1,
    fadeIn: length(fadeIn),
    fadeOut: length(fadeOut),
  };
}

/**
 * The point of the media where the sound of a frame begins: backwards, the end of what is shown of it.
 * @param step source frames per record frame
 */
export const firstHeard = (frame: Rational, step: Rational): Rational =>
  step.num < 0n ? add(frame, backwardsLead(step)) : frame;

/**
 * The sound of a media file itself, a track for each of its audio streams.
 * @param first where it begins, in frames of the media: see `firstHeard`
 */
export function planMediaSound(
  media: MediaInfo,
  mediaRate: Rate,
  first: Rational,
  speed: Rational,
  duration: Rational,
): readonly SoundTrack[] {
  return media.audio.map((_, stream) => ({
    name: `A${stream + 1}`,
    pieces: [
      {
        sourceId: media.path,
        stream,
        start: zero,
        duration,
        sourceStart: multiply(first, frameDuration(mediaRate)),
        speed,
        gain: 1,
        fadeIn: zero,
        fadeOut: zero,
      },
    ],
  }));
}
