import type { Rate } from "../time/rate.ts";
import type { PicturePiece, RenderSource, SoundTrack, VideoEncoding } from "./render-job.ts";

/** What is looked at: a clip or sequence from its first frame to its last, as its exports show and sound it. */
export interface ShownPictures {
  readonly sources: readonly RenderSource[];
  readonly picture: readonly PicturePiece[];
  /** Of the frames. */
  readonly rate: Rate;
  /** Size and colour of what is handed out; its codec does not count. */
  readonly video: VideoEncoding;
  /** Nothing where it has none. */
  readonly sound?: ShownSound;
}

/** The sound of what is looked at, mixed to one stream. */
export interface ShownSound {
  readonly tracks: readonly SoundTrack[];
  readonly sampleRate: number;
  readonly channels: number;
}

/** How a screen wants its pictures. */
export interface ScreenLook {
  /** `rgba`: 8 bits, row by row without gaps, full range. `jpeg`: a whole file. */
  readonly format: "rgba" | "jpeg";
  /** Pixels; the height follows. */
  readonly width: number;
  /** A .cube file that is looked through. */
  readonly lut?: string;
}

/** A picture for a screen. */
export interface ScreenPicture {
  readonly width: number;
  readonly height: number;
  readonly format: ScreenLook["format"];
  readonly data: Uint8Array;
}

/** How frames are played one after the other. */
export interface PlayOrder {
  /** Shown first, counted from the first of all. */
  readonly from: number;
  /** Not shown any more; below `from` when it is played backwards. */
  readonly until: number;
  /** Frames from picture to picture: 1 as shot, -1 backwards, 2 twice as fast. No picture is due more often than at the rate. */
  readonly step: number;
  readonly look: ScreenLook;
  /** Pictures that may be on their way: no other is made before one of them is taken. */
  readonly ahead: number;
  /** Every frame is given, however late; else those that come too late are left out. */
  readonly everyFrame?: boolean;
}

/** A picture of what is played. */
export interface PlayedPicture extends ScreenPicture {
  readonly frame: number;
  /** Pictures that were due since the one before, and would have come too late. */
  readonly dropped: number;
}

/** Sound of a range of frames. */
export interface ScreenSound {
  readonly sampleRate: number;
  readonly channels: number;
  /** One channel beside the other, sample by sample; full scale is 1. */
  readonly samples: Float32Array;
}
