import { isCut, openSource, readRate } from "../catalogue/open-source.ts";
import type { MediaInfo } from "../media/media-info.ts";
import { createProber } from "../media/probe.ts";
import { soundRateOf, startTimecodeAt } from "../media/start-timecode.ts";
import { formatRate, type Rate } from "../time/rate.ts";
import { toNumber } from "../time/rational.ts";
import { formatTimecode } from "../time/timecode.ts";
import type { Segment, Sequence, SequenceWarning, Track } from "../timeline/sequence.ts";
import { shotNames } from "../timeline/shots.ts";
import type { OpenedSequence, OpenSourceOptions } from "../catalogue/open-source.ts";

/** What `cresset probe` tells of a path, as plain JSON. */
export type SourceDescription =
  | { readonly kind: "media"; readonly media: MediaDescription }
  | { readonly kind: "cut"; readonly path: string; readonly sequences: readonly SequenceDescription[] };

export type MediaDescription = Omit<MediaInfo, "duration" | "startTimecode" | "video"> & {
  readonly seconds: number;
  /** Empty where there is none. */
  readonly startTimecode: string;
  /** Frames per second that `startTimecode` counts; of sound alone, which has none of its own, what was asked for or fits. */
  readonly timecodeRate: string;
  readonly video: readonly (Omit<MediaInfo["video"][number], "pixelAspect" | "rate"> & {
    readonly pixelAspect: number;
    readonly rate: string;
  })[];
};

export interface SequenceDescription {
  readonly name: string;
  readonly rate: string;
  readonly dropFrame: boolean;
  readonly start: string;
  readonly durationFrames: number;
  readonly duration: string;
  readonly tracks: readonly TrackDescription[];
  readonly shots: readonly string[];
  readonly markers: number;
  readonly unlinked: readonly string[];
  readonly warnings: readonly SequenceWarning[];
}

export interface TrackDescription {
  readonly id: string;
  readonly name: string;
  readonly kind: "video" | "audio" | "subtitles";
  readonly segments: readonly SegmentDescription[];
  readonly transitions: readonly { readonly kind: string; readonly recordIn: string; readonly frames: number }[];
}

export interface SegmentDescription {
  readonly name: string;
  readonly shotName: string;
  readonly tapeName: string;
  readonly recordIn: string;
  readonly recordOut: string;
  readonly frames: number;
  readonly sourceIn: string;
  readonly speed: number;
  /** Disabled segments are not shown, and no media is looked for. */
  readonly enabled: boolean;
  /** Empty where none was found or none is needed. */
  readonly media: string;
}

/**
 * Looks at a cut with its media, a media file or an image sequence.
 * @throws CressetError `bad-input` when it cannot be read. Media that a cut names and that is not found is listed, no error.
 */
export async function describeSource(
  source: string,
  options: Pick<OpenSourceOptions, "mediaFolders" | "mediaRoots"> & { readonly rate?: string | undefined },
): Promise<SourceDescription> {
  const prober = createProber();
  const rate = options.rate === undefined ? undefined : readRate(options.rate);
  const probe = (file: string, probeOptions = {}) => prober.probe(file, probeOptions);
  try {
    if (!isCut(source))
      return {
        kind: "media",
        media: describeMedia(await probe(source, rate === undefined ? {} : { imageSequenceRate: rate }), rate),
      };
    const { mediaFolders, mediaRoots } = options;
    const opened = await openSource(source, { mediaFolders, mediaRoots, probe, rate });
    return { kind: "cut", path: source, sequences: opened.map(describeSequence) };
  } finally {
    await prober.close();
  }
}

/** @param soundRate frames per second at which the timecode of sound alone is counted */
export function describeMedia(info: MediaInfo, soundRate?: Rate): MediaDescription {
  const { duration, video, ...media } = info;
  const rate = video[0]?.rate ?? soundRate ?? soundRateOf(info);
  const start = startTimecodeAt(info, rate);
  return {
    ...media,
    seconds: toNumber(duration),
    startTimecode: start === undefined ? "" : formatTimecode(start.frame, rate, start.dropFrame),
    timecodeRate: start === undefined ? "" : formatRate(rate),
    video: video.map((stream) => ({
      ...stream,
      pixelAspect: toNumber(stream.pixelAspect),
      rate: formatRate(stream.rate),
    })),
  };
}

export function describeSequence({ sequence, conformed }: OpenedSequence): SequenceDescription {
  const record = (frame: number) => recordTimecode(sequence, frame);
  const describe = (kind: "video" | "audio") => (track: Track) => ({
    id: track.id,
    name: track.name,
    kind,
    segments: track.segments.map((segment) => describeSegment(segment, sequence, conformed)),
    transitions: track.transitions.map((transition) => ({
      kind: transition.wipeCode === undefined ? transition.kind : `wipe ${transition.wipeCode}`,
      recordIn: record(transition.record.start),
      frames: transition.record.end - transition.record.start,
    })),
  });
  return {
    name: sequence.name,
    rate: formatRate(sequence.rate),
    dropFrame: sequence.dropFrame,
    start: record(0),
    durationFrames: sequence.duration,
    duration: formatTimecode(sequence.duration, sequence.rate, sequence.dropFrame),
    tracks: [
      ...sequence.videoTracks.map(describe("video")),
      ...sequence.audioTracks.map(describe("audio")),
      ...sequence.subtitleTracks.map(({ id, name }) => ({
        id,
        name,
        kind: "subtitles" as const,
        segments: [],
        transitions: [],
      })),
    ],
    shots: shotNames(sequence),
    markers: sequence.markers.length,
    unlinked: conformed.unlinked.map(
      ({ segment, trackId, tried }) => `${trackId} "${segment.name}" (${segment.place}): ${tried}`,
    ),
    warnings: [...sequence.warnings, ...conformed.warnings],
  };
}

function describeSegment(
  segment: Segment,
  sequence: Sequence,
  { links }: OpenedSequence["conformed"],
): SegmentDescription {
  return {
    name: segment.name,
    shotName: segment.shotName,
    tapeName: segment.source.tapeName,
    recordIn: recordTimecode(sequence, segment.record.start),
    recordOut: recordTimecode(sequence, segment.record.end),
    frames: segment.record.end - segment.record.start,
    sourceIn: sourceTimecode(toNumber(segment.sourceIn), segment.sourceRate),
    speed: toNumber(segment.speed),
    enabled: segment.enabled,
    media: links.get(segment.id)?.media.path ?? "",
  };
}

const recordTimecode = ({ rate, startFrame, dropFrame }: Sequence, frame: number) =>
  formatTimecode(startFrame + frame, rate, dropFrame);

const sourceTimecode = (frame: number, rate: Rate) => formatTimecode(Math.floor(frame), rate);
