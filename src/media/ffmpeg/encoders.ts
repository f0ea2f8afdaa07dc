import {
  AV_PIX_FMT_GBRAPF16LE,
  AV_PIX_FMT_GBRP10BE,
  AV_PIX_FMT_GBRPF16LE,
  AV_PIX_FMT_RGB24,
  AV_PIX_FMT_RGB48BE,
  AV_PIX_FMT_RGB48LE,
  AV_PIX_FMT_RGBA,
  AV_PIX_FMT_RGBA64BE,
  AV_PIX_FMT_RGBA64LE,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUV422P,
  AV_PIX_FMT_YUV422P10LE,
  AV_PIX_FMT_YUV444P,
  AV_PIX_FMT_YUV444P10LE,
  AV_PIX_FMT_YUVA444P10LE,
  AVCOL_PRI_UNSPECIFIED,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT470BG,
  AVCOL_TRC_UNSPECIFIED,
  type AVPixelFormat,
  FF_ENCODER_DNXHD,
  FF_ENCODER_DPX,
  FF_ENCODER_LIBX264,
  FF_ENCODER_LIBX265,
  FF_ENCODER_MJPEG,
  FF_ENCODER_PNG,
  FF_ENCODER_PRORES_AW,
  FF_ENCODER_TIFF,
  type FFVideoEncoder,
} from "node-av/constants";
import type { VideoEncoding } from "../render-job.ts";
import { type ColourTags, rgbTags, yuvTags } from "./colour-tags.ts";

/** How a picture is coded: which encoder, in which pixels, with which settings. */
export interface PictureCodec {
  /** Nothing = a file format that Cresset packs on its own: EXR. */
  readonly encoder: FFVideoEncoder | undefined;
  readonly pixelFormat: AVPixelFormat;
  /** Options of the encoder, by FFmpeg's names. */
  readonly options: Readonly<Record<string, string>>;
  readonly tags: ColourTags;
  /** The four letters that name the codec in MOV and MP4, where FFmpeg's choice is not the one that players want. */
  readonly tag?: string;
  /** What the codec cannot hold of what was asked for. */
  readonly warnings: readonly string[];
}

/**
 * The encoder for a preset's codec.
 *
 * ProRes uses FFmpeg's `prores_aw`: it writes the same format as `prores_ks` for a quarter of the CPU.
 */
export function pictureCodec(video: VideoEncoding): PictureCodec {
  const yuv = yuvTags({ ...video.colour, range: "tv" }, video.height);
  const rgb = rgbTags(video.colour);
  const noAlpha = video.alpha ? [`${video.codec} holds no alpha channel: it was left out.`] : [];
  const deep = video.bitDepth !== undefined && video.bitDepth > 8;
  switch (video.codec) {
    case "prores_hq":
    case "prores_422":
      return {
        encoder: FF_ENCODER_PRORES_AW,
        pixelFormat: AV_PIX_FMT_YUV422P10LE,
        // By number: this encoder knows no names.
        options: { profile: video.codec === "prores_hq" ? "3" : "2", vendor: "apl0" },
        tags: yuv,
        warnings: noAlpha,
      };
    case "prores_4444":
      return {
        encoder: FF_ENCODER_PRORES_AW,
        pixelFormat: video.alpha ? AV_PIX_FMT_YUVA444P10LE : AV_PIX_FMT_YUV444P10LE,
        options: { profile: "4", vendor: "apl0" },
        tags: yuv,
        warnings: [],
      };
    case "dnxhr_hq":
      return {
        encoder: FF_ENCODER_DNXHD,
        pixelFormat: AV_PIX_FMT_YUV422P,
        options: { profile: "dnxhr_hq" },
        tags: yuv,
        warnings: noAlpha,
      };
    case "h264":
      return {
        encoder: FF_ENCODER_LIBX264,
        pixelFormat: deep ? AV_PIX_FMT_YUV420P10LE : AV_PIX_FMT_YUV420P,
        options: { preset: video.speedPreset ?? "medium", ...rateControl(video, 18) },
        tags: yuvTags(video.colour, video.height),
        warnings: noAlpha,
      };
    case "h265":
      return {
        encoder: FF_ENCODER_LIBX265,
        pixelFormat: deep ? AV_PIX_FMT_YUV420P10LE : AV_PIX_FMT_YUV420P,
        options: {
          preset: video.speedPreset ?? "medium",
          ...rateControl(video, 20),
          // x265 prints its settings to stderr, where only failures belong.
          "x265-params": "log-level=error",
        },
        tags: yuvTags(video.colour, video.height),
        // QuickTime plays HEVC under this name only.
        tag: "hvc1",
        warnings: noAlpha,
      };
    case "exr":
      return {
        encoder: undefined,
        pixelFormat: video.alpha ? AV_PIX_FMT_GBRAPF16LE : AV_PIX_FMT_GBRPF16LE,
        options: {},
        tags: rgb,
        warnings: [],
      };
    case "dpx":
      return {
        encoder: FF_ENCODER_DPX,
        // Big-endian, as cameras and scanners write it.
        pixelFormat: AV_PIX_FMT_GBRP10BE,
        options: {},
        tags: rgb,
        warnings: noAlpha,
      };
    case "tiff":
      return {
        encoder: FF_ENCODER_TIFF,
        pixelFormat: video.alpha ? AV_PIX_FMT_RGBA64LE : AV_PIX_FMT_RGB48LE,
        // Packbits, FFmpeg's default, makes 16-bit pictures larger than they are.
        options: { compression_algo: "raw" },
        tags: rgb,
        warnings: [],
      };
    case "png":
      return {
        encoder: FF_ENCODER_PNG,
        pixelFormat: deep
          ? video.alpha
            ? AV_PIX_FMT_RGBA64BE
            : AV_PIX_FMT_RGB48BE
          : video.alpha
            ? AV_PIX_FMT_RGBA
            : AV_PIX_FMT_RGB24,
        // A quarter of the time of FFmpeg's default for files 18 % larger.
        options: { compression_level: "1", pred: "up" },
        tags: rgb,
        warnings: [],
      };
    case "jpeg":
      return jpeg(video, noAlpha);
  }
}

const rateControl = (video: VideoEncoding, usualCrf: number): Readonly<Record<string, string>> =>
  video.bitRate === undefined ? { crf: String(video.crf ?? usualCrf) } : { b: String(video.bitRate) };

/** JFIF says nothing of colour: readers take it for full-range BT.601, so that is what is written, whatever came in. */
function jpeg(video: VideoEncoding, warnings: readonly string[]): PictureCodec {
  const quality = Math.min(100, Math.max(1, video.quality ?? 90));
  return {
    encoder: FF_ENCODER_MJPEG,
    pixelFormat: quality >= 98 ? AV_PIX_FMT_YUV444P : quality > 92 ? AV_PIX_FMT_YUV422P : AV_PIX_FMT_YUV420P,
    options: { flags: "+qscale", global_quality: String(Math.round(118 * jpegScale(quality))), qmin: "1" },
    tags: {
      primaries: AVCOL_PRI_UNSPECIFIED,
      transfer: AVCOL_TRC_UNSPECIFIED,
      matrix: AVCOL_SPC_BT470BG,
      range: AVCOL_RANGE_JPEG,
    },
    warnings,
  };
}

/** FFmpeg's quantiser scale (1 best, 31 worst) whose tables are about as coarse as libjpeg's at a quality of 1–100. */
function jpegScale(quality: number): number {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return Math.min(31, Math.max(1, percent * 0.17));
}
