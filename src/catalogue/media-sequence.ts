import path from "node:path";
import type { MediaInfo } from "../media/media-info.ts";
import { soundRateOf, soundStart, startTimecodeAt } from "../media/start-timecode.ts";
import { frameDuration, type Rate } from "../time/rate.ts";
import { ceil, compare, multiply, rational, zero } from "../time/rational.ts";
import type { Segment, Sequence, Track } from "../timeline/sequence.ts";
import type { Conformed, SegmentLink } from "./conform.ts";

/**
 * A media file or image sequence as a sequence of one segment, with the link to its media.
 * @param sound files that hold only sound, which plays under the picture from its first frame.
 */
export function mediaSequence(
  media: MediaInfo,
  wantedRate?: Rate,
  sound: readonly MediaInfo[] = [],
): { readonly sequence: Sequence; readonly conformed: Conformed } {
  const [picture] = media.video;
  const rate = picture?.rate ?? wantedRate ?? soundRateOf(media);
  const duration = picture?.frameCount ?? ceil(multiply(media.duration, rational(rate.num, rate.den)));
  const name = mediaName(media);
  const startTimecode = startTimecodeAt(media, rate);
  const startFrame = startTimecode?.frame ?? media.imageSequence?.first ?? 0;
  const segmentOn = (trackId: string, played = media, audioStream?: number): Segment => ({
    id: `${trackId}.1`,
    name,
    shotName: "",
    comment: "",
    record: { start: 0, end: duration },
    source: {
      path: played.path,
      clipName: name,
      tapeName: media.tapeName,
      available: { start: startFrame, end: startFrame + duration },
      ...(audioStream === undefined ? {} : { audioStream }),
    },
    sourceIn: rational(startFrame),
    sourceRate: rate,
    speed: rational(1),
    enabled: true,
    markers: [],
    place: played.path,
  });
  const track = (id: string, segment: Segment): Track => ({ id, name: id, segments: [segment], transitions: [] });
  const videoTracks = picture === undefined ? [] : [track("V1", segmentOn("V1"))];
  const streams = [media, ...sound].flatMap((played) => played.audio.map((_, stream) => ({ played, stream })));
  const audioTracks = streams.map(({ played, stream }, index) =>
    track(`A${index + 1}`, segmentOn(`A${index + 1}`, played, stream)),
  );
  const sequence: Sequence = {
    name,
    rate,
    startFrame,
    dropFrame: startTimecode?.dropFrame ?? false,
    duration,
    videoTracks,
    audioTracks,
    subtitleTracks: [],
    markers: [],
    warnings: media.warnings.map((message) => ({ code: "media", message, place: media.path })),
    ...(picture === undefined && media.audio.length > 0 ? { soundAlone: soundOf(media, startFrame, rate) } : {}),
    ...(picture === undefined ? {} : { size: { width: picture.width, height: picture.height } }),
  };
  const linkTo = (played: MediaInfo): SegmentLink => ({ media: played, mediaRate: rate, sourceFrame: zero });
  const links = new Map([
    ...(picture === undefined ? [] : [["V1.1", linkTo(media)] as const]),
    ...streams.map(({ played }, index) => [`A${index + 1}.1`, linkTo(played)] as const),
  ]);
  return { sequence, conformed: { links, unlinked: [], warnings: [] } };
}

function soundOf(media: MediaInfo, startFrame: number, rate: Rate): NonNullable<Sequence["soundAlone"]> {
  const lengths = media.audio.map(({ sampleCount, sampleRate }) => rational(sampleCount, sampleRate));
  return {
    start: soundStart(media) ?? multiply(rational(startFrame), frameDuration(rate)),
    duration: lengths.reduce((longest, length) => (compare(length, longest) > 0 ? length : longest)),
  };
}

/** What a clip of this media is called: file name without extension; of an image sequence without its number. */
export function mediaName({ path: file, imageSequence }: MediaInfo): string {
  if (imageSequence === undefined) return path.basename(file, path.extname(file));
  const stem = imageSequence.prefix.replace(/[._-]+$/, "");
  return stem === "" ? path.basename(imageSequence.folder) : stem;
}
