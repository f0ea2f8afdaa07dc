import type { PicturePiece, RenderSource, VideoEncoding } from "./render-job.ts";

/** What is looked at: the pictures of a clip or sequence from its first frame to its last, as its exports show them. */
export interface ShownPictures {
  readonly sources: readonly RenderSource[];
  readonly picture: readonly PicturePiece[];
  /** Size, colour, LUT of what is handed out; its codec does not count. */
  readonly video: VideoEncoding;
}

/** A picture for a screen. */
export interface ScreenPicture {
  readonly width: number;
  readonly height: number;
  /** `rgba`: 8 bits, row by row without gaps, full range. `jpeg`: a whole file. */
  readonly format: "rgba" | "jpeg";
  readonly data: Uint8Array;
}
