import type { Rate } from "../time/rate.ts";
import type { Rational } from "../time/rational.ts";

/** What a media file or an image sequence holds, as read from it. */
export interface MediaInfo {
  /** The file; for an image sequence its pattern, `/path/name.[1001-1100].exr`. */
  readonly path: string;
  /** Nothing for a single file; the numbers on disk for an image sequence. */
  readonly imageSequence?: ImageSequence;
  /** Container in short: `mov`, `mp4`, `mxf`, `wav`, `exr` … */
  readonly format: string;
  /** Seconds; of the longest stream. */
  readonly duration: Rational;
  readonly video: readonly VideoStream[];
  readonly audio: readonly AudioStream[];
  /** Timecode of the first frame, in frames since 00:00:00:00 at the first video stream's rate, where the file has one. */
  readonly startTimecode?: { readonly frame: number; readonly dropFrame: boolean };
  /** Tape or reel name where the file carries one; else empty. */
  readonly tapeName: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Sentences: missing frames of a sequence, damaged index, no picture … */
  readonly warnings: readonly string[];
}

/** Files of one name that differ in their frame number. */
export interface ImageSequence {
  readonly folder: string;
  /** What stands before and after the number: `name.` and `.exr`. */
  readonly prefix: string;
  readonly suffix: string;
  /** Digits the number is padded to; 0 = not padded. */
  readonly padding: number;
  readonly first: number;
  /** The last frame, included. */
  readonly last: number;
  /** Numbers between first and last that are not on disk. */
  readonly missing: readonly number[];
}

export interface VideoStream {
  /** Index of the stream in the file. */
  readonly index: number;
  /** As FFmpeg names it: `prores`, `h264`, `exr`. */
  readonly codec: string;
  readonly profile: string;
  /** As it is seen, not as it is stored; so are `height` and `pixelAspect`. */
  readonly width: number;
  readonly height: number;
  /**
   * Degrees clockwise, 0 (only mirrored), 90, 180 or 270, by which stored pictures are turned to be seen upright, where the file
   * says that they are turned or mirrored. Frames are read upright.
   */
  readonly rotation?: number;
  /** Width of a pixel over its height, 1 = square. */
  readonly pixelAspect: Rational;
  readonly pixelFormat: string;
  readonly bitDepth: number;
  readonly floatingPoint: boolean;
  readonly alpha: boolean;
  readonly rate: Rate;
  readonly frameCount: number;
  readonly scan: "progressive" | "topFirst" | "bottomFirst";
  readonly colour: Colour;
}

/** Colour tags, in FFmpeg's names (`bt709`, `smpte2084`, `tv`); `unknown` where the file says nothing. */
export interface Colour {
  readonly primaries: string;
  readonly transfer: string;
  readonly matrix: string;
  readonly range: string;
}

export interface AudioStream {
  readonly index: number;
  readonly codec: string;
  /** Samples per second. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly layout: string;
  readonly bitsPerSample: number;
  /** Length in samples at `sampleRate`, without encoder delay. */
  readonly sampleCount: number;
}
