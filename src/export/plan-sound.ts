import type { SegmentLink } from "../catalogue/conform.ts";
import type { MediaInfo } from "../media/media-info.ts";
import type { SoundPiece, SoundTrack } from "../media/render-job.ts";
import { type FrameRange, intersect } from "../time/frame-range.ts";
import { frameDuration, type Rate } from "../time/rate.ts";
import { add, divide, multiply, type Rational, rational, subtract, zero } from "../time/rational.ts";
import type { Segment, Track } from "../timeline/sequence.ts";
import { framesPerFrame } from "./frame-ratio.ts";
import { assetSeconds, sourceStep } from "./plan-picture.ts";

export interface SoundInput {
  readonly tracks: readonly Track[];
  readonly links: ReadonlyMap<string, SegmentLink>;
  readonly recordRate: Rate;
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
  if (heard === undefined) return undefined;
  const seconds = (frame: number) => assetSeconds(frame, range.start, input.recordRate, input.assetRate);
  const length = (transition: typeof fadeIn) =>
    transition === undefined ? zero : subtract(seconds(transition.record.end), seconds(transition.record.start));
  const start = seconds(heard.start);
  const duration = subtract(seconds(heard.end), start);
  const step = sourceStep(segment, link, input.recordRate);
  const mediaFrame = frameDuration(link.mediaRate);
  const position = add(link.sourceFrame, multiply(rational(heard.start - segment.record.start), step));
  // Backwards, the first sample heard is the end of the frame that is shown first.
  const first = step.num < 0n ? add(position, rational(1)) : position;
  const recordFrames = multiply(frameDuration(input.assetRate), framesPerFrame(input.assetRate, input.recordRate));
  return {
    sourceId: link.media.path,
    stream: segment.source.audioStream ?? 0,
    ...(segment.source.audioChannels === undefined ? {} : { channels: segment.source.audioChannels }),
    start,
    duration,
    sourceStart: multiply(first, mediaFrame),
    speed: divide(multiply(step, mediaFrame), recordFrames),
    gain: 1,
    fadeIn: length(fadeIn),
    fadeOut: length(fadeOut),
  };
}

/** The sound of a media file itself, a track for each of its audio streams, from a frame of its picture on. */
export function planMediaSound(
  media: MediaInfo,
  mediaRate: Rate,
  firstFrame: Rational,
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
        sourceStart: multiply(speed.num < 0n ? add(firstFrame, rational(1)) : firstFrame, frameDuration(mediaRate)),
        speed,
        gain: 1,
        fadeIn: zero,
        fadeOut: zero,
      },
    ],
  }));
}
