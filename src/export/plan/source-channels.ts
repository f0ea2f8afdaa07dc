import type { SegmentLink } from "../../catalogue/conform.ts";
import type { AudioStream } from "../../media/media-info.ts";
import type { AudioEncoding, SoundPiece } from "../../media/render-job.ts";
import type { Rate } from "../../time/rate.ts";
import { compare, multiply, type Rational, rational, subtract } from "../../time/rational.ts";
import type { Segment, SourceReference, Track } from "../../timeline/sequence.ts";
import { sourceStep } from "./plan-picture.ts";

/** The sound of a cut, all of it: what one segment plays depends on what plays with it. */
export interface CutSound {
  readonly tracks: readonly Track[];
  readonly links: ReadonlyMap<string, SegmentLink>;
  readonly recordRate: Rate;
  /** Whether the tracks are written into one stream. */
  readonly written: AudioEncoding["tracks"];
}

type PlayedChannels = Pick<SoundPiece, "stream" | "channels">;

/**
 * Which stream and channels of its media a segment plays; nothing where another segment plays them already.
 *
 * Cuts number a source's channels through, however they lie in the file: the third may be in the second of two stereo
 * streams or be the third of several mono streams. Numbers past the last begin again, so that a mono file is heard on
 * A2 and a stereo file on A3 and A4.
 *
 * In a mix, two tracks that play the channels of a pair (A1 and A2, A3 and A4) of one source at the same time, in step,
 * are left and right, as the tape had them. Any other single channel is heard on both sides. What only plays a channel
 * again that a lower track plays all the while is left out, because it would be heard twice as loud.
 */
export function sourceChannels(input: CutSound, segment: Segment, link: SegmentLink): PlayedChannels | undefined {
  const { source } = segment;
  const streams = addressedStreams(source, link.media.audio);
  const played = existingChannels(source, streams);
  const [channel, ...others] = played.channels ?? [];
  const wanted = onlyChannel(source);
  if (input.written === "keep" || wanted === undefined || channel === undefined || others.length > 0) return played;
  const inStep = inStepWith(input, segment, link);
  const plays = (number: number) => inStep.filter((other) => onlyChannel(other.source) === number);
  const cycle = Math.max(2, channelCount(streams));
  const covers = ({ record }: Segment) => record.start <= segment.record.start && record.end >= segment.record.end;
  if (wanted >= cycle && plays(wanted % cycle).some(covers)) return undefined;
  const isLeft = wanted % 2 === 0;
  if (plays(isLeft ? wanted + 1 : wanted - 1).length === 0) return played;
  return { ...played, channels: isLeft ? [channel, "silent"] : ["silent", channel] };
}

interface AddressedStream {
  /** Position among the audio streams of the file. */
  readonly index: number;
  readonly channels: number;
}

/** The streams whose channels a cut numbers through: the one that it names, else all. */
function addressedStreams({ audioStream }: SourceReference, audio: readonly AudioStream[]): readonly AddressedStream[] {
  const all = audio.map(({ channels }, index) => ({ index, channels }));
  return audioStream === undefined ? all : all.filter(({ index }) => index === audioStream);
}

const channelCount = (streams: readonly AddressedStream[]): number =>
  streams.reduce((sum, { channels }) => sum + channels, 0);

function existingChannels(
  { audioStream, audioChannels }: SourceReference,
  streams: readonly AddressedStream[],
): { readonly stream: number; readonly channels?: readonly number[] } {
  if (audioChannels === undefined) return { stream: audioStream ?? 0 };
  const count = channelCount(streams);
  let before = 0;
  for (const { index, channels } of streams) {
    const inStream = audioChannels.map((channel) => (channel % count) - before);
    const [first = -1] = inStream;
    if (first >= 0 && first < channels) {
      // A piece plays one stream: what lies in others is not part of it.
      const existing = inStream.filter((channel) => channel >= 0 && channel < channels);
      return { stream: index, channels: [...new Set(existing)] };
    }
    before += channels;
  }
  return { stream: audioStream ?? 0 };
}

function onlyChannel({ audioChannels }: SourceReference): number | undefined {
  return audioChannels?.length === 1 ? audioChannels[0] : undefined;
}

/** Segments of other tracks that play the same moments of the same sound while a segment plays. */
function inStepWith(input: CutSound, segment: Segment, link: SegmentLink): readonly Segment[] {
  const begin = originOf(input, segment, link);
  return input.tracks.flatMap((track) =>
    track.segments.filter((other) => {
      if (other === segment || !other.enabled) return false;
      if (other.record.start >= segment.record.end || other.record.end <= segment.record.start) return false;
      const otherLink = input.links.get(other.id);
      return (
        otherLink?.media.path === link.media.path &&
        other.source.audioStream === segment.source.audioStream &&
        compare(other.speed, segment.speed) === 0 &&
        compare(originOf(input, other, otherLink), begin) === 0
      );
    }),
  );
}

/** The frame of the media that a segment would show at the sequence's first frame. */
const originOf = (input: CutSound, segment: Segment, link: SegmentLink): Rational =>
  subtract(link.sourceFrame, multiply(sourceStep(segment, link, input.recordRate), rational(segment.record.start)));
