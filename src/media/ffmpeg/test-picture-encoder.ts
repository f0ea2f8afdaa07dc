import { Codec, CodecContext, Frame, Rational, SoftwareScaleContext } from "node-av/lib";
import * as ff from "node-av/constants";
import { CressetError } from "../../errors.ts";
import { formatTimecode, parseTimecode } from "../../time/timecode.ts";
import type { Colour } from "../media-info.ts";
import type { TestFootage } from "../test-footage-shape.ts";
import { createTestPicturePainter } from "../test-picture.ts";
import { tagColour } from "./colour-names.ts";
import { check, setOptions } from "./test-encoding.ts";

interface TestEncoder {
  readonly name: ff.FFEncoderCodec;
  readonly pixelFormat: ff.AVPixelFormat;
  readonly options: Readonly<Record<string, string>>;
  readonly image?: true;
}

const encoders: Readonly<Record<Exclude<TestFootage["codec"], "none">, TestEncoder>> = {
  prores_422: { name: ff.FF_ENCODER_PRORES_KS, pixelFormat: ff.AV_PIX_FMT_YUV422P10LE, options: { profile: "2" } },
  prores_4444: { name: ff.FF_ENCODER_PRORES_KS, pixelFormat: ff.AV_PIX_FMT_YUVA444P10LE, options: { profile: "4" } },
  dnxhr_hq: { name: ff.FF_ENCODER_DNXHD, pixelFormat: ff.AV_PIX_FMT_YUV422P, options: { profile: "dnxhr_hq" } },
  h264: { name: ff.FF_ENCODER_LIBX264, pixelFormat: ff.AV_PIX_FMT_YUV420P, options: { preset: "veryfast", crf: "20" } },
  h265: {
    name: ff.FF_ENCODER_LIBX265,
    pixelFormat: ff.AV_PIX_FMT_YUV420P10LE,
    options: { preset: "ultrafast", crf: "20", "x265-params": "log-level=error" },
  },
  mpeg2: {
    name: ff.FF_ENCODER_MPEG2VIDEO,
    pixelFormat: ff.AV_PIX_FMT_YUV420P,
    options: { b: "8000000", sc_threshold: "1000000000" },
  },
  png: { name: ff.FF_ENCODER_PNG, pixelFormat: ff.AV_PIX_FMT_RGB24, options: { compression_level: "1" }, image: true },
  jpeg: {
    name: ff.FF_ENCODER_MJPEG,
    pixelFormat: ff.AV_PIX_FMT_YUV422P,
    options: { qmin: "2", qmax: "3" },
    image: true,
  },
  tiff: { name: ff.FF_ENCODER_TIFF, pixelFormat: ff.AV_PIX_FMT_RGB48LE, options: {}, image: true },
  dpx: { name: ff.FF_ENCODER_DPX, pixelFormat: ff.AV_PIX_FMT_GBRP10BE, options: {}, image: true },
  exr: {
    name: ff.FF_ENCODER_EXR,
    pixelFormat: ff.AV_PIX_FMT_GBRPF32LE,
    options: { compression: "zip16", format: "half" },
    image: true,
  },
};

/** Whether the codec writes a file for each frame. */
export const isImageCodec = (codec: TestFootage["codec"]): boolean =>
  codec !== "none" && encoders[codec].image === true;

const unknown: Colour = { primaries: "unknown", transfer: "unknown", matrix: "unknown", range: "unknown" };

/** The clip's colour tags as far as its codec can carry them: RGB has no matrix, JPEG is full range. */
function writtenColour({ codec, colour = unknown }: TestFootage): Colour {
  if (codec === "jpeg") return { ...colour, range: "pc" };
  return isImageCodec(codec) ? { ...colour, matrix: "gbr", range: "pc" } : colour;
}

/** Opens the encoder of generated pictures. `global`: the container wants the codec's header apart. */
export function openPictureEncoder(footage: TestFootage, global: boolean): CodecContext {
  const kind = encoders[footage.codec === "none" ? "png" : footage.codec];
  const codec = Codec.findEncoderByName(kind.name);
  if (codec === null) throw new CressetError("render-failed", `The media engine has no encoder ${kind.name}`);
  const encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.width = footage.width ?? 320;
  encoder.height = footage.height ?? 180;
  encoder.pixelFormat = kind.pixelFormat;
  encoder.timeBase = new Rational(footage.rate.den, footage.rate.num);
  encoder.framerate = new Rational(footage.rate.num, footage.rate.den);
  if (footage.pixelAspect !== undefined)
    encoder.sampleAspectRatio = new Rational(footage.pixelAspect.num, footage.pixelAspect.den);
  encoder.threadCount = 1;
  tagColour(encoder, writtenColour(footage));
  setOptions(encoder, kind.options);
  if (footage.gop !== undefined) encoder.gopSize = footage.gop;
  if (footage.bFrames !== undefined) encoder.maxBFrames = footage.bFrames;
  if (footage.openGop === true && footage.codec === "h264") setOptions(encoder, { "x264-params": "open-gop=1" });
  if (footage.openGop === false || (footage.openGop === undefined && footage.codec === "mpeg2"))
    encoder.setFlags(ff.AV_CODEC_FLAG_CLOSED_GOP);
  if (footage.scan !== undefined && footage.scan !== "progressive") {
    encoder.setFlags(ff.AV_CODEC_FLAG_INTERLACED_DCT);
    check(encoder.setOption("field_order", footage.scan === "topFirst" ? "tt" : "bb"), "setting the field order");
  }
  if (global) encoder.setFlags(ff.AV_CODEC_FLAG_GLOBAL_HEADER);
  check(encoder.open2Sync(codec, null), `opening ${kind.name}`);
  return encoder;
}

/** Where a picture begins, in frames of the rate, when pictures last so long each, over and over. */
function startOf(index: number, lasting: readonly number[]): number {
  const round = lasting.reduce((sum, frames) => sum + frames, 0);
  const begun = lasting.slice(0, index % lasting.length).reduce((sum, frames) => sum + frames, 0);
  return Math.floor(index / lasting.length) * round + begun;
}

/** Turns what the painter drew into frames of the encoder's format, with the clip's colour tags. */
export function createPictureFrames(footage: TestFootage, encoder: CodecContext) {
  const { width, height } = encoder;
  const painter = createTestPicturePainter(width, height, footage.source ?? 0, footage.label ?? "");
  const start = parseTimecode(footage.startTimecode ?? "00:00:00:00", footage.rate);
  const scaler = new SoftwareScaleContext();
  scaler.allocContext();
  const drawn = new Frame();
  drawn.alloc();
  drawn.format = ff.AV_PIX_FMT_RGB24;
  drawn.width = width;
  drawn.height = height;
  drawn.colorSpace = ff.AVCOL_SPC_RGB;
  drawn.colorRange = ff.AVCOL_RANGE_JPEG;
  check(drawn.getBuffer(1), "a picture");
  return {
    frame(index: number): Frame {
      const code = { frame: (footage.firstFrameCode ?? 0) + index, source: footage.source ?? 0 };
      const rgb = painter.paint(code, formatTimecode(start.frame + index, footage.rate, start.dropFrame));
      check(drawn.fromBuffer(rgb), "a picture");
      const frame = new Frame();
      frame.alloc();
      frame.format = encoder.pixelFormat;
      frame.width = width;
      frame.height = height;
      tagColour(frame, writtenColour(footage));
      check(frame.getBuffer(0), "a picture");
      check(scaler.scaleFrameSync(frame, drawn), "converting a picture");
      frame.pts = BigInt(startOf(index, footage.lasting ?? [1]));
      frame.sampleAspectRatio = encoder.sampleAspectRatio;
      if (footage.scan === "topFirst" || footage.scan === "bottomFirst") frame.setFlags(ff.AV_FRAME_FLAG_INTERLACED);
      if (footage.scan === "topFirst") frame.setFlags(ff.AV_FRAME_FLAG_TOP_FIELD_FIRST);
      return frame;
    },
    close() {
      drawn.free();
      scaler.freeContext();
    },
  };
}
