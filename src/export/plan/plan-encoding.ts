import type { Colour, MediaInfo, VideoStream } from "../../media/media-info.ts";
import type { AudioEncoding, BurnIn, VideoEncoding } from "../../media/render-job.ts";
import { rational } from "../../time/rational.ts";
import type { Sequence } from "../../timeline/sequence.ts";
import type { Preset } from "../preset.ts";
import { anySizeCodecs } from "../presets/preset-encoding.ts";

const rec709: Colour = { primaries: "bt709", transfer: "bt709", matrix: "bt709", range: "tv" };
const hdSize = { width: 1920, height: 1080 };

/** The picture stream whose size and colour stand for a sequence: the first that its segments link to. */
export const pictureOf = (media: MediaInfo | undefined): VideoStream | undefined => media?.video[0];

/** Chroma subsampling allows even sizes only. */
const even = (pixels: number) => Math.max(2, Math.round(pixels / 2) * 2);

/** Size of the asset: what the preset says, what one side of it leaves open by proportion, else that of the source. */
function sizeOf(
  { width, height, codec }: NonNullable<Preset["video"]>,
  sequence: Sequence,
  source: VideoStream | undefined,
) {
  const own = source ?? sequence.size ?? hdSize;
  const from = sequence.size !== undefined && source === undefined ? sequence.size : own;
  const wanted =
    width > 0 && height > 0
      ? { width, height }
      : width > 0
        ? { width, height: Math.round((width * from.height) / from.width) }
        : height > 0
          ? { width: Math.round((height * from.width) / from.height), height }
          : { width: from.width, height: from.height };
  return anySizeCodecs.includes(codec) ? wanted : { width: even(wanted.width), height: even(wanted.height) };
}

/**
 * What a file says of its colour when its preset does not. Values pass through as they are, so it says what the source said.
 * That an EXR is linear nobody wrote into it, though: it says so to another EXR only, and elsewhere its values count as
 * display values, which is what they were when they came from a movie.
 */
export function passedColour(source: VideoStream | undefined, codec: string): Colour {
  const colour = source?.colour;
  if (source?.codec === "exr") {
    const primaries = colour === undefined || colour.primaries === "unknown" ? rec709.primaries : colour.primaries;
    return { ...rec709, primaries, ...(codec === "exr" && { transfer: "linear" }) };
  }
  return colour !== undefined && colour.primaries !== "unknown" && colour.transfer !== "unknown" ? colour : rec709;
}

/** What the engine is told of the picture of an asset, the text of burn-ins with its tokens: see `withBurnInText`. */
export function planVideoEncoding(
  preset: Preset,
  sequence: Sequence,
  source: VideoStream | undefined,
  firstFileNumber: number,
): VideoEncoding | undefined {
  const { video } = preset;
  if (video === undefined || preset.type === "audio") return undefined;
  const size = sizeOf(video, sequence, source);
  return {
    codec: video.codec,
    ...(video.crf === undefined ? {} : { crf: video.crf }),
    ...(video.bitRate === undefined ? {} : { bitRate: video.bitRate }),
    ...(video.quality === undefined ? {} : { quality: video.quality }),
    ...(video.bitDepth === undefined ? {} : { bitDepth: video.bitDepth }),
    ...(video.speedPreset === undefined ? {} : { speedPreset: video.speedPreset }),
    ...(video.exrCompression === undefined ? {} : { exrCompression: video.exrCompression }),
    alpha: video.alpha,
    ...size,
    pixelAspect: video.width > 0 && video.height > 0 ? rational(1) : (source?.pixelAspect ?? rational(1)),
    resize: video.resize,
    scan: video.scan,
    colour: video.colour ?? passedColour(source, video.codec),
    ...(video.colour !== undefined && { convertsLight: true }),
    ...(video.lut === undefined ? {} : { lut: video.lut }),
    burnIns: video.burnIns.map((burnIn): BurnIn => ({
      kind: burnIn.kind,
      text: burnIn.text,
      ...(burnIn.kind === "frame" ? { firstFrame: burnIn.firstFrame ?? firstFileNumber } : {}),
      position: burnIn.position,
      size: burnIn.size,
      colour: burnIn.colour,
      opacity: burnIn.opacity,
    })),
  };
}

/** What the engine is told of the sound of an asset; nothing where it has none. */
export function planAudioEncoding({ audio }: Preset): AudioEncoding | undefined {
  if (audio === false) return undefined;
  return {
    codec: audio.codec,
    sampleRate: audio.sampleRate,
    tracks: audio.tracks,
    channels: audio.channels,
    ...("bitRate" in audio && audio.bitRate !== undefined ? { bitRate: audio.bitRate } : {}),
  };
}
