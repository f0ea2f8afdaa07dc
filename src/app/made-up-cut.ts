import type { Conformed, SegmentLink } from "../catalogue/conform.ts";
import type { MediaInfo } from "../media/media-info.ts";
import { parseRate, rate as makeRate, type Rate } from "../time/rate.ts";
import { rational } from "../time/rational.ts";
import type { Segment, Sequence, Track } from "../timeline/sequence.ts";

/** A sequence for a test of hooks: as much as the test cares for. */
export interface MadeUpSequence {
  readonly name?: string;
  /** Default 24. */
  readonly rate?: string | number;
  /** Default one shot of 48 frames. */
  readonly shots?: readonly MadeUpShot[];
  /** Pixels of its media; default 1920 × 1080. */
  readonly width?: number;
  readonly height?: number;
}

export interface MadeUpShot {
  readonly name: string;
  /** Frames at the sequence's rate; default 48. */
  readonly frames?: number;
  /** Default: the shot's name in capitals. */
  readonly tapeName?: string;
}

const hour = 3600;
/** Frames of media before and after what a made-up shot shows, so that it has handles. */
const spare = 50;

/** Makes a sequence with links to media that are not there, for exports that render nothing. */
export function madeUpSequence({
  name = "sequence",
  rate: wantedRate = 24,
  shots = [{ name: "sh010" }],
  width = 1920,
  height = 1080,
}: MadeUpSequence): { readonly sequence: Sequence; readonly conformed: Conformed } {
  const rate = parseRate(wantedRate) ?? makeRate(24);
  const startFrame = hour * Math.round(rate.num / rate.den);
  const links = new Map<string, SegmentLink>();
  const segments: Segment[] = [];
  let start = 0;
  for (const [index, shot] of shots.entries()) {
    const frames = shot.frames ?? 48;
    const media = madeUpMedia(shot, rate, frames + 2 * spare, { width, height });
    const id = `V1.${index + 1}`;
    segments.push({
      id,
      name: shot.name,
      shotName: shot.name,
      comment: "",
      record: { start, end: start + frames },
      source: { path: media.path, clipName: shot.name, tapeName: media.tapeName },
      sourceIn: rational(spare),
      sourceRate: rate,
      speed: rational(1),
      enabled: true,
      markers: [],
      place: `shot ${index + 1}`,
    });
    links.set(id, { media, sourceFrame: rational(spare), mediaRate: rate });
    start += frames;
  }
  const track: Track = { id: "V1", name: "V1", segments, transitions: [] };
  const sequence: Sequence = {
    name,
    rate,
    startFrame,
    dropFrame: false,
    duration: start,
    videoTracks: [track],
    audioTracks: [],
    subtitleTracks: [],
    markers: [],
    warnings: [],
  };
  return { sequence, conformed: { links, unlinked: [], warnings: [] } };
}

function madeUpMedia(
  { name, tapeName = name.toUpperCase() }: MadeUpShot,
  rate: Rate,
  frameCount: number,
  size: { readonly width: number; readonly height: number },
): MediaInfo {
  const colour = { primaries: "bt709", transfer: "bt709", matrix: "bt709", range: "tv" };
  return {
    path: `/made-up/${name}.mov`,
    format: "mov",
    duration: rational(frameCount * rate.den, rate.num),
    video: [
      {
        index: 0,
        codec: "prores",
        profile: "HQ",
        ...size,
        pixelAspect: rational(1),
        pixelFormat: "yuv422p10le",
        bitDepth: 10,
        floatingPoint: false,
        alpha: false,
        rate,
        frameCount,
        scan: "progressive",
        colour,
      },
    ],
    audio: [],
    startTimecode: { frame: 0, dropFrame: false },
    tapeName,
    metadata: {},
    warnings: [],
  };
}
