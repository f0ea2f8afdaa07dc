import type { Frame, Packet } from "node-av/lib";
import { rate } from "../../time/rate.ts";
import type { PicturePiece, VideoEncoding } from "../render-job.ts";
import { RenderFault } from "../render-fault.ts";
import { pictureCodec } from "./encoders.ts";
import { PictureEncoder } from "./picture-encoder.ts";
import { PicturePipeline } from "./picture-pipeline.ts";
import type { PictureSources } from "./picture-sources.ts";
import { PictureTrack } from "./picture-track.ts";

interface ScreenOptions {
  /** How exports of it look; size and codec are the screen's. */
  readonly video: VideoEncoding;
  readonly format: "rgba" | "jpeg";
  /** Pixels; the height follows. */
  readonly width: number;
}

/** One frame as a screen takes it, made as exports are made. @throws RenderFault */
export function screenPicture(piece: PicturePiece, sources: PictureSources, options: ScreenOptions) {
  const { format } = options;
  const video = screenVideo(options);
  const codec = pictureCodec(video);
  const pipeline = new PicturePipeline(video, codec);
  try {
    const frame = new PictureTrack([piece], pipeline, sources, undefined).next();
    if (frame === undefined) throw new RenderFault("encode", "There is no picture to show.");
    const { width, height } = video;
    if (format === "jpeg") return { width, height, format, data: jpegOf(frame, video) };
    try {
      return { width, height, format, data: rowsOf(frame, width * 4, height) };
    } finally {
      frame.free();
    }
  } finally {
    pipeline.close();
  }
}

function screenVideo({ video, format, width }: ScreenOptions): VideoEncoding {
  const even = (pixels: number) => Math.max(2, Math.round(pixels / 2) * 2);
  const size = { width: even(width), height: even((video.height * width) / video.width) };
  const look = { ...video, ...size, burnIns: [], scan: "progressive" as const };
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

/** Frees the picture. */
function jpegOf(frame: Frame, video: VideoEncoding): Uint8Array {
  let file: Uint8Array | undefined;
  const take = ({ data }: Packet) => {
    file = data === null ? undefined : Uint8Array.from(data);
  };
  const encoder = new PictureEncoder(video, pictureCodec(video), rate(25), { globalHeader: false }, take);
  try {
    encoder.encode(frame);
    encoder.finish();
  } finally {
    encoder.close();
  }
  if (file === undefined) throw new RenderFault("encode", "The encoder gave no picture.");
  return file;
}
