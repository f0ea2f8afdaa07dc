import type { Frame, Packet } from "node-av/lib";
import { rate } from "../../time/rate.ts";
import type { PicturePiece, VideoEncoding } from "../render-job.ts";
import { RenderFault } from "../render-fault.ts";
import type { ScreenLook, ScreenPicture } from "../shown-pictures.ts";
import { pictureCodec } from "./encoders.ts";
import { PictureEncoder } from "./picture-encoder.ts";
import { PicturePipeline } from "./picture-pipeline.ts";
import type { PictureSources } from "./picture-sources.ts";
import { PictureTrack } from "./picture-track.ts";

/** Frames as a screen takes them, made as exports are made; what makes them is kept from frame to frame. */
export class ScreenPictures {
  readonly #video: VideoEncoding;
  readonly #format: ScreenLook["format"];
  readonly #pipeline: PicturePipeline;
  #encoder: PictureEncoder | undefined;
  /** What the encoder gave last. */
  #file: Uint8Array | undefined;

  /** @param video how exports of it look; size and codec are the screen's. @throws RenderFault for a LUT that cannot be read */
  constructor(video: VideoEncoding, look: ScreenLook) {
    this.#video = screenVideo(video, look);
    this.#format = look.format;
    this.#pipeline = new PicturePipeline(this.#video, pictureCodec(this.#video));
  }

  /** @param piece of one frame. @throws RenderFault */
  make(piece: PicturePiece, sources: PictureSources): ScreenPicture {
    const frame = new PictureTrack([piece], this.#pipeline, sources, undefined).next();
    if (frame === undefined) throw new RenderFault("encode", "There is no picture to show.");
    const { width, height } = this.#video;
    if (this.#format === "jpeg") return { width, height, format: "jpeg", data: this.#jpegOf(frame) };
    try {
      return { width, height, format: "rgba", data: rowsOf(frame, width * 4, height) };
    } finally {
      frame.free();
    }
  }

  /** Frees the picture. */
  #jpegOf(frame: Frame): Uint8Array {
    this.#encoder ??= this.#startEncoder();
    this.#file = undefined;
    this.#encoder.encode(frame);
    if (this.#file === undefined) throw new RenderFault("encode", "The encoder gave no picture.");
    return this.#file;
  }

  #startEncoder(): PictureEncoder {
    const take = ({ data }: Packet) => {
      this.#file = data === null ? undefined : Uint8Array.from(data);
    };
    const codec = pictureCodec(this.#video);
    return new PictureEncoder(this.#video, codec, rate(25), { globalHeader: false, threads: 1 }, take);
  }

  close(): void {
    this.#pipeline.close();
    this.#encoder?.close();
  }
}

function screenVideo(video: VideoEncoding, { format, width, lut }: ScreenLook): VideoEncoding {
  const even = (pixels: number) => Math.max(2, Math.round(pixels / 2) * 2);
  const size = { width: even(width), height: even((video.height * width) / video.width) };
  const { lut: _, ...plain } = video;
  const look = { ...plain, ...size, burnIns: [], scan: "progressive" as const, ...(lut === undefined ? {} : { lut }) };
  return format === "jpeg"
    ? { ...look, codec: "jpeg", alpha: false, quality: 85 }
    : { ...look, codec: "png", alpha: true, bitDepth: 8 };
}

/** The rows of a picture of one plane, without what lies between them. */
function rowsOf(frame: Frame, row: number, height: number): Uint8Array {
  const [plane] = frame.data ?? [];
  const [stride] = frame.linesize;
  if (plane === undefined || stride === undefined) throw new RenderFault("encode", "The picture has no pixels.");
  const rows = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) rows.set(plane.subarray(y * stride, y * stride + row), y * row);
  return rows;
}
