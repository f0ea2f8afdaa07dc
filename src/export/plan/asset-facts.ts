import type { SegmentLink } from "../../catalogue/conform.ts";
import type { AudioEncoding, VideoEncoding } from "../../media/render-job.ts";
import { toNumber } from "../../time/rational.ts";
import type { Segment, Sequence, Track } from "../../timeline/sequence.ts";
import type { AssetExtent, AssetFacts } from "../planned-asset.ts";

/** Bits of a channel as each codec stores them, in the words of the contract. */
const depths: Readonly<Record<VideoEncoding["codec"], string>> = {
  prores_hq: "10-bit",
  prores_422: "10-bit",
  prores_4444: "12-bit",
  dnxhr_hq: "8-bit",
  h264: "8-bit",
  h265: "8-bit",
  exr: "16-bit fp",
  dpx: "10-bit",
  tiff: "16-bit",
  png: "8-bit",
  jpeg: "8-bit",
};

/** Bits of a sample; a lossy codec has none. */
const soundDepths: Readonly<Record<AudioEncoding["codec"], string>> = {
  pcm_s16le: "16-bit",
  pcm_s24le: "24-bit",
  pcm_s32le: "32-bit",
  flac: "24-bit",
  aac: "",
};

const depthOf = ({ codec, bitDepth }: VideoEncoding) =>
  bitDepth === undefined || codec === "exr" ? depths[codec] : `${bitDepth}-bit`;

export interface FactsInput {
  readonly sequence: Sequence;
  readonly extent: AssetExtent;
  readonly assetName: string;
  readonly assetType: AssetFacts["assetType"];
  readonly video: VideoEncoding | undefined;
  /** Of an asset without picture: its codec, and how many channels its streams have together. */
  readonly sound?: { readonly codec: AudioEncoding["codec"]; readonly channels: number } | undefined;
  readonly colourSpace: string;
  readonly track?: Track | undefined;
  readonly segment?: Segment | undefined;
  readonly link?: SegmentLink | undefined;
  readonly tapeName: string;
  readonly shotName: string;
  readonly subtitlesName?: string;
  readonly dropFrame: boolean;
}

/** What the asset hooks are told of an asset before anything is decided. */
export function assetFacts(input: FactsInput): AssetFacts {
  const { sequence, extent, video, sound, track, segment, link } = input;
  const scans = { progressive: "PROGRESSIVE", topFirst: "FIELD_1", bottomFirst: "FIELD_2" } as const;
  const absolute = (frame: number) => sequence.startFrame + frame;
  const fps = (rate: AssetExtent["rate"]) => Number((rate.num / rate.den).toFixed(3));
  return {
    assetName: input.assetName,
    sequenceName: sequence.name,
    shotName: input.shotName,
    tapeName: input.tapeName,
    assetType: input.assetType,
    width: video?.width ?? 0,
    height: video?.height ?? 0,
    aspectRatio: video === undefined ? 0 : (video.width / video.height) * toNumber(video.pixelAspect),
    depth: video === undefined ? (sound === undefined ? "" : soundDepths[sound.codec]) : depthOf(video),
    scanFormat: scans[video?.scan ?? "progressive"],
    colourSpace: video === undefined ? "" : input.colourSpace,
    fps: fps(extent.rate),
    sequenceFps: fps(sequence.rate),
    sourceIn: extent.source.start,
    sourceOut: extent.source.end,
    recordIn: absolute(extent.record.start),
    recordOut: absolute(extent.record.end),
    handleIn: extent.handleIn,
    handleOut: extent.handleOut,
    startFrame: link?.media.imageSequence?.first ?? 0,
    track: track?.id ?? "",
    trackName: track?.name ?? "",
    subtitlesName: input.subtitlesName ?? "",
    segmentIndex: track === undefined || segment === undefined ? 1 : track.segments.indexOf(segment) + 1,
    channelsEncoding: video?.codec === "exr" ? "Float" : "Integer",
    pixelLayout: video === undefined ? "" : video.alpha ? "RGBA" : "RGB",
    nbChannels: video === undefined ? (sound?.channels ?? 0) : video.alpha ? 4 : 3,
    drop: input.dropFrame,
    sequenceDrop: sequence.dropFrame,
  };
}
