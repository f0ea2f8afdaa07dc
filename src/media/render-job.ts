import type { Rate } from "../time/rate.ts";
import type { Rational } from "../time/rational.ts";
import type { Colour, ImageSequence } from "./media-info.ts";

/**
 * What the engine is asked to write: assets, each a list of picture pieces and sound pieces over sources. Plain data that
 * survives `structuredClone`, because it travels to a worker process.
 */
export interface RenderJob {
  readonly sources: readonly RenderSource[];
  readonly assets: readonly RenderAsset[];
}

export interface RenderSource {
  readonly id: string;
  readonly path: string;
  readonly imageSequence?: ImageSequence;
  /** Rate of the picture; of an image sequence the rate it is read at. */
  readonly rate: Rate;
}

/** One file, or one file sequence. */
export interface RenderAsset {
  readonly id: string;
  /** Final absolute path; of a file sequence with `%0Nd` where the frame number stands. */
  readonly path: string;
  /** Number of the first file of a file sequence. */
  readonly firstFileNumber?: number;
  readonly container: "mov" | "mp4" | "mxf" | "wav" | "image";
  readonly video?: VideoEncoding;
  readonly audio?: AudioEncoding;
  readonly picture: readonly PicturePiece[];
  readonly sound: readonly SoundTrack[];
  /** Frames of the picture; equals the sum over `picture`. The sound lasts as long, to the sample (rounded up), but for `soundExtent`. */
  readonly frameCount: number;
  readonly rate: Rate;
  /** Of sound alone: where it lies to the sample. Nothing = as the frames do. */
  readonly soundExtent?: SoundExtent;
  /** Timecode of the first frame, written into the file. */
  readonly timecode: { readonly frame: number; readonly dropFrame: boolean };
  readonly tapeName: string;
  /** Stream copy: source and preset agree and the asset is one piece at speed 1, so nothing is re-encoded. */
  readonly passthrough?: boolean;
  /** Whether a file that has the name by the time this one is finished gives way to it; true where nothing is said. */
  readonly mayReplace?: boolean;
  /** Files, absolute, that give way whatever `mayReplace` says: what this very asset left there before. */
  readonly ownFiles?: readonly string[];
  /** Files, absolute, that go once all files have their names: what else there was of a file sequence that is replaced. */
  readonly outdated?: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** In seconds: since midnight, and how long. */
export interface SoundExtent {
  readonly start: Rational;
  readonly duration: Rational;
}

export interface VideoEncoding {
  /** Encoder by the engine's name: see `media/ffmpeg/encoders.ts`. */
  readonly codec:
    | "prores_hq"
    | "prores_422"
    | "prores_4444"
    | "dnxhr_hq"
    | "h264"
    | "h265"
    | "exr"
    | "dpx"
    | "tiff"
    | "png"
    | "jpeg";
  /** H.264 / H.265: constant rate factor, or a bit rate in bits per second. JPEG: quality 1–100. */
  readonly crf?: number;
  readonly bitRate?: number;
  readonly quality?: number;
  readonly speedPreset?: string;
  /** Bits of each channel where the codec has a choice: PNG 8 or 16, H.264 and H.265 8 or 10. Nothing = 8. */
  readonly bitDepth?: 8 | 10 | 16;
  readonly exrCompression?: "none" | "zip" | "zips" | "piz" | "dwaa" | "rle";
  readonly alpha: boolean;
  readonly width: number;
  readonly height: number;
  readonly pixelAspect: Rational;
  readonly resize: "fit" | "fill" | "crop" | "stretch" | "none";
  readonly scan: "progressive" | "topFirst" | "bottomFirst";
  /** What the file says of its colour. */
  readonly colour: Colour;
  /** Light is converted to `colour` where a source states another one. Nothing = values pass through as they are. */
  readonly convertsLight?: boolean;
  /** Path of a `.cube` file. */
  readonly lut?: string;
  readonly burnIns: readonly BurnIn[];
  /** Path of an SRT file whose cues are drawn into the picture; its times count from the asset's first frame. */
  readonly burnInSubtitles?: string;
}

export interface BurnIn {
  readonly kind: "text" | "timecode" | "frame";
  /** For text: what to write, tokens resolved. For the others: what stands before the number. */
  readonly text: string;
  /** For frame: number of the first frame. */
  readonly firstFrame?: number;
  readonly position: "top-left" | "top" | "top-right" | "bottom-left" | "bottom" | "bottom-right" | "centre";
  /** Height of the letters as a part of the picture's height. */
  readonly size: number;
  readonly colour: string;
  readonly opacity: number;
}

export interface AudioEncoding {
  readonly codec: "pcm_s16le" | "pcm_s24le" | "pcm_s32le" | "aac" | "flac";
  readonly sampleRate: number;
  /** `mix`: all tracks into one stream. `keep`: a stream for each track. */
  readonly tracks: "mix" | "keep";
  /** Channels of each written stream; 0 = as the sources have them. */
  readonly channels: number;
  readonly bitRate?: number;
}

/** Some consecutive frames of an asset, in order; frames at the asset's rate. */
export type PicturePiece = BlackPiece | SourcePiece | MixPiece;

export interface BlackPiece {
  readonly kind: "black";
  readonly frames: number;
}

/** Frame `k` of the piece shows source frame `floor(first + k * step)`, clamped to the source. */
export interface SourcePiece {
  readonly kind: "source";
  readonly frames: number;
  readonly sourceId: string;
  /** Position in the source, in frames of the source counted from 0. */
  readonly first: Rational;
  /** Source frames per asset frame: rates and speed together; 0 = freeze, negative = backwards. */
  readonly step: Rational;
}

/** A dissolve or a wipe between two pieces of the same length. */
export interface MixPiece {
  readonly kind: "mix";
  readonly frames: number;
  readonly from: BlackPiece | SourcePiece;
  readonly to: BlackPiece | SourcePiece;
  /** Frame `k` shows `to` with the weight `(offset + k + 1) / (length + 1)`. */
  readonly offset: number;
  readonly length: number;
  /** SMPTE wipe code; nothing = dissolve. */
  readonly wipeCode?: number;
}

/** One audio track of the asset: what no piece covers is silence; pieces that overlap are added (cross-fades). */
export interface SoundTrack {
  readonly name: string;
  readonly pieces: readonly SoundPiece[];
}

export interface SoundPiece {
  readonly sourceId: string;
  /** Which audio stream of the source, counted from 0 among its audio streams. */
  readonly stream: number;
  /**
   * Which of its channels the piece consists of, in this order; all if nothing. `silent` keeps a place free: the right
   * side of a pair alone is `["silent", 1]`. A channel that the stream does not have is silent too.
   */
  readonly channels?: readonly (number | "silent")[];
  /** Seconds from the asset's start, and how long. */
  readonly start: Rational;
  readonly duration: Rational;
  /** Seconds into the source, counted from its first sample. */
  readonly sourceStart: Rational;
  /** Source seconds per asset second; negative = backwards. */
  readonly speed: Rational;
  readonly gain: number;
  /** Linear fades at the piece's ends, in seconds. */
  readonly fadeIn: Rational;
  readonly fadeOut: Rational;
}

/** What became of an asset. */
export type AssetResult = WrittenAsset | FailedAsset;

export interface WrittenAsset {
  readonly id: string;
  readonly ok: true;
  /** Every file written, absolute, with its size in bytes and its xxh128 in lower-case hex. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly xxh128: string }[];
  /** Where the files lie until they have their names: a file, or for a file sequence a folder. Nothing once they have. */
  readonly partial?: string | undefined;
  readonly frames: number;
  /** Wall time in seconds. */
  readonly seconds: number;
  /** Sentences: damaged source frames that were shown as they came, audio shorter than the cut … */
  readonly warnings: readonly string[];
}

export interface FailedAsset {
  readonly id: string;
  readonly ok: false;
  /** One sentence. */
  readonly reason: string;
  readonly cause: "source" | "disk-full" | "write" | "crash" | "cancelled" | "encode";
  /** Log of the worker, where there is one. */
  readonly detail: string;
}

export interface RenderProgress {
  readonly assetId: string;
  readonly framesDone: number;
  readonly framesTotal: number;
  /** Those of `framesDone` that a rendering before had left: they took no time. */
  readonly framesBefore?: number;
}
