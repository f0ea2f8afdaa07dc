import type { Rate } from "../time/rate.ts";
import type { Colour } from "./media-info.ts";

/**
 * A clip to generate: moving pictures that carry their own frame number (see `frame-code.ts`) and timecode, with a low
 * tone and clicks at known samples.
 */
export interface TestFootage {
  /** A movie, a sound file, or a file sequence: `/path/name.%04d.png`. Missing folders are made. */
  readonly path: string;
  /** `none`: sound only. */
  readonly codec:
    | "prores_422"
    | "prores_4444"
    | "dnxhr_hq"
    | "h264"
    | "h265"
    | "mpeg2"
    | "png"
    | "jpeg"
    | "tiff"
    | "dpx"
    | "exr"
    | "none";
  readonly width?: number;
  readonly height?: number;
  readonly rate: Rate;
  readonly frames: number;
  /** Clip id in the frame code, 0 to 255. Even ids write into the left slot, odd ones into the right. */
  readonly source?: number;
  /** Frame number of the first frame's code. */
  readonly firstFrameCode?: number;
  /** Written into the picture. */
  readonly label?: string;
  /** `01:00:00:00`, or with `;` for drop frame. */
  readonly startTimecode?: string;
  readonly tapeName?: string;
  readonly colour?: Colour;
  readonly pixelAspect?: { readonly num: number; readonly den: number };
  readonly scan?: "progressive" | "topFirst" | "bottomFirst";
  /** Long-GOP codecs: frames from key frame to key frame at most, and B-frames in a row. */
  readonly gop?: number;
  readonly bFrames?: number;
  /** Long-GOP codecs: key frames that earlier-shown pictures refer across. */
  readonly openGop?: boolean;
  /** Number of the first file of a file sequence. */
  readonly firstFileNumber?: number;
  readonly audio?: TestSound;
  /** How many frames of the rate each picture lasts, over and over: `[1, 3]` makes a variable frame rate. */
  readonly lasting?: readonly number[];
  /** MOV and MP4: the index in front of the media, as for the web. */
  readonly movieIndexFirst?: boolean;
}

export interface TestSound {
  readonly codec?: "pcm_s16le" | "pcm_s24le" | "aac" | "flac";
  readonly sampleRate: number;
  readonly channels: number;
  /** A click of one full-scale sample at each multiple of this, beginning with sample 0; nothing = no clicks. */
  readonly clickEverySeconds?: number;
  /** Streams of this shape; the tone of each is an octave above the one before. */
  readonly streams?: number;
}
