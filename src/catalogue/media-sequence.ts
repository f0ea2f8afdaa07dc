import path from "node:path";
import type { MediaInfo } from "../media/media-info.ts";
import { rate as makeRate, type Rate } from "../time/rate.ts";
import { ceil, multiply, rational, zero } from "../time/rational.ts";
import type { Segment, Sequence, Track } from "../timeline/sequence.ts";
import type { Conformed, SegmentLink } from "./conform.ts";

/** Rate at which sound alone is counted where nobody says one. */
const soundRate = makeRate(25);

/** A media file or image sequence as a sequence of one segment, with the link to its media. */
export function mediaSequence(
  media: MediaInfo,
  wantedRate?: Rate,
): { readonly sequence: Sequence; readonly conformed: Conformed } {
  const [picture] = media.video;
  const rate = picture?.rate ?? wantedRate ?? soundRate;
  const duration = picture?.frameCount ?? ceil(multiply(media.duration, rational(rate.num, rate.den)));
  const name = nameOf(media);
  const startFrame = media.startTimecode?.frame ?? media.imageSequence?.first ?? 0;
  const segmentOn = (trackId: string, audioStream?: number): Segment => ({
    id: `${trackId}.1`,
    name,
    shotName: "",
    comment: "",
    record: { start: 0, end: duration },
    source: {
      path: media.path,
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
    place: media.path,
  });
  const track = (id: string, segment: Segment): Track => ({ id, name: id, segments: [segment], transitions: [] });
  const videoTracks = picture === undefined ? [] : [track("V1", segmentOn("V1"))];
  const audioTracks = media.audio.map((_, stream) => track(`A${stream + 1}`, segmentOn(`A${stream + 1}`, stream)));
  const sequence: Sequence = {
    name,
    rate,
    startFrame,
    dropFrame: media.startTimecode?.dropFrame ?? false,
    duration,
    videoTracks,
    audioTracks,
    subtitleTracks: [],
    markers: [],
    warnings: media.warnings.map((message) => ({ code: "media", message, place: media.path })),
    ...(picture === undefined ? {} : { size: { width: picture.width, height: picture.height } }),
  };
  const link: SegmentLink = { media, mediaRate: rate, sourceFrame: zero };
  const segments = [...videoTracks, ...audioTracks].flatMap(({ segments }) => segments);
  return {
    sequence,
    conformed: { links: new Map(segments.map(({ id }) => [id, link])), unlinked: [], warnings: [] },
  };
}

/** File name without extension; of an image sequence without its number. */
function nameOf({ path: file, imageSequence }: MediaInfo): string {
  if (imageSequence === undefined) return path.basename(file, path.extname(file));
  const stem = imageSequence.prefix.replace(/[._-]+$/, "");
  return stem === "" ? path.basename(imageSequence.folder) : stem;
}
