import { createHash } from "node:crypto";
import type { EntryAttributes } from "../../catalogue/catalogue.ts";
import type { SegmentLink } from "../../catalogue/conform.ts";
import type { OpenedSequence } from "../../catalogue/open-source.ts";
import { colourSpaceName } from "../../export/colour-space-name.ts";
import type { MediaInfo } from "../../media/media-info.ts";
import { startTimecodeAt } from "../../media/start-timecode.ts";
import type { Rate } from "../../time/rate.ts";
import { ceil, divide, floor, multiply, rational } from "../../time/rational.ts";
import type { Segment, Sequence, Track } from "../../timeline/sequence.ts";

/** An id of what is played, equal for copies of a clip. */
export const sourceUid = (source: string) => createHash("sha256").update(source).digest("hex").slice(0, 32);

/** Number of the first frame in the media's own time. */
const firstFrameOf = (media: MediaInfo, rate: Rate) =>
  startTimecodeAt(media, rate)?.frame ?? media.imageSequence?.first ?? 0;

/** Video tracks with their segments, as python/flame/_tracks.py reads them; `whole` for a clip that is one segment. */
export function videoTracks({ sequence, conformed }: OpenedSequence, { whole, key = "", notes = {} }: TrackWish) {
  const wish = { whole, key, notes };
  return sequence.videoTracks.map((track) => describeTrack(track, "Video Segment", sequence, conformed, wish));
}

interface TrackWish {
  readonly whole: boolean;
  readonly key?: string;
  /** What was written on segments, by their ids. */
  readonly notes?: EntryAttributes["segments"];
}

/** Tracks of sound, in the same shape. */
export function audioTracks({ sequence, conformed }: OpenedSequence, { whole, notes = {} }: TrackWish) {
  const wish = { whole, key: "", notes };
  return sequence.audioTracks.map((track) => describeTrack(track, "Audio Segment", sequence, conformed, wish));
}

function describeTrack(
  track: Track,
  type: string,
  sequence: Sequence,
  { links }: OpenedSequence["conformed"],
  wish: Required<TrackWish>,
) {
  const { key } = wish;
  const segments: ReturnType<typeof describeSegment>[] = [];
  let at = 0;
  const gap = (end: number) => {
    if (end > at) segments.push(describeGap(sequence, `${key}${track.id}.gap.${at}`, at, end));
    at = Math.max(at, end);
  };
  for (const segment of track.segments) {
    gap(segment.record.start);
    const found = describeSegment(segment, sequence, type, links.get(segment.id), wish);
    segments.push(segment.source.generator === undefined ? found : { ...found, type: "Gap" });
    at = segment.record.end;
  }
  gap(sequence.duration);
  return {
    key: `${key}${track.id}`,
    name: track.name,
    segments,
    transitions: track.transitions.map(({ kind, record }, index) => ({
      key: `${key}${track.id}.transition.${index}`,
      name: kind,
      type: kind === "wipe" ? "Wipe" : "Dissolve",
      recordIn: record.start,
      recordOut: record.end,
    })),
  };
}

const noColour: readonly number[] = [0, 0, 0];
const noTags: readonly string[] = [];

const nothing = {
  comment: "",
  colour: noColour,
  tags: noTags,
  shotName: "",
  sourceName: "",
  sourceUid: "",
  path: "",
  tapeName: "",
  head: 0,
  tail: 0,
  width: 0,
  height: 0,
  bitDepth: 0,
  colourSpace: "",
  unlinked: false,
  hidden: false,
  whole: false,
};

const describeGap = (sequence: Sequence, key: string, start: number, end: number) => ({
  ...nothing,
  key,
  name: "",
  type: "Gap",
  recordIn: start,
  recordOut: end,
  sourceIn: 0,
  sourceOut: end - start,
  sourceStart: 0,
  sourceLength: end - start,
  sourceDrop: false,
  sourceRate: ratePair(sequence.rate),
});

const ratePair = ({ num, den }: Rate): readonly number[] => [num, den];

function describeSegment(
  segment: Segment,
  sequence: Sequence,
  type: string,
  link: SegmentLink | undefined,
  { whole, key, notes = {} }: Required<TrackWish>,
) {
  const { colour = nothing.colour, tags = nothing.tags } = notes[segment.id] ?? {};
  const { name, shotName, comment, record, source, enabled } = segment;
  const common = {
    ...nothing,
    key: `${key}${segment.id}`,
    name,
    shotName,
    comment,
    type,
    recordIn: record.start,
    recordOut: record.end,
    sourceName: source.clipName,
    tapeName: source.tapeName,
    hidden: !enabled,
    colour,
    tags,
    whole,
  };
  const frames = sourceFrames(segment, sequence.rate, link?.mediaRate ?? segment.sourceRate);
  if (link === undefined) {
    const sourceIn = floor(segment.sourceIn);
    return {
      ...common,
      unlinked: enabled && source.generator === undefined,
      path: source.path ?? "",
      sourceIn,
      sourceOut: sourceIn + frames,
      sourceStart: source.available?.start ?? sourceIn,
      sourceLength: source.available === undefined ? frames : source.available.end - source.available.start,
      sourceDrop: source.dropFrame ?? false,
      sourceRate: ratePair(segment.sourceRate),
    };
  }
  const { media, mediaRate } = link;
  const [picture] = media.video;
  const first = firstFrameOf(media, mediaRate);
  const position = floor(link.sourceFrame);
  const length = picture?.frameCount ?? ceil(multiply(media.duration, rational(mediaRate.num, mediaRate.den)));
  return {
    ...common,
    path: media.path,
    sourceUid: sourceUid(media.path),
    tapeName: source.tapeName === "" ? media.tapeName : source.tapeName,
    sourceIn: first + position,
    sourceOut: first + position + frames,
    sourceStart: first,
    sourceLength: length,
    sourceDrop: media.startTimecode?.dropFrame ?? false,
    sourceRate: ratePair(mediaRate),
    head: Math.max(0, position),
    tail: Math.max(0, length - position - frames),
    width: picture?.width ?? 0,
    height: picture?.height ?? 0,
    bitDepth: picture?.bitDepth ?? 0,
    colourSpace: picture === undefined ? "" : colourSpaceName(picture.colour),
  };
}

/** How much of the source is shown, in its own frames. */
function sourceFrames({ record: { start, end }, speed }: Segment, recordRate: Rate, sourceRate: Rate): number {
  const seconds = divide(rational(end - start), rational(recordRate.num, recordRate.den));
  const played = multiply(seconds, rational(speed.num < 0n ? -speed.num : speed.num, speed.den));
  return ceil(multiply(played, rational(sourceRate.num, sourceRate.den)));
}
