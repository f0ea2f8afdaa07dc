import { z } from "zod";

export const movieCodecs = ["prores_hq", "prores_422", "prores_4444", "dnxhr_hq", "h264", "h265"] as const;
export const imageCodecs = ["exr", "dpx", "tiff", "png", "jpeg"] as const;

/** Movie codecs whose pictures can be coded as two fields; files of a file sequence hold their rows as they are. */
export const fieldCodecs: readonly string[] = ["prores_hq", "prores_422", "prores_4444", "h264"];

/** Codecs that hold pictures of any size; others share colour between pixels and take even sizes. */
export const anySizeCodecs: readonly string[] = ["exr", "dpx", "tiff", "png"];

/** Colour tags in FFmpeg's names. */
export const colourTags = z.strictObject({
  primaries: z
    .enum(["bt709", "bt470bg", "smpte170m", "smpte240m", "bt2020", "smpte428", "smpte431", "smpte432", "unknown"])
    .describe("Primaries; bt709 for HD, bt2020 for UHD, smpte432 for Display P3."),
  transfer: z
    .enum([
      "bt709",
      "smpte170m",
      "smpte240m",
      "linear",
      "iec61966-2-1",
      "bt2020-10",
      "bt2020-12",
      "smpte2084",
      "smpte428",
      "arib-std-b67",
      "unknown",
    ])
    .describe("Transfer curve; smpte2084 is PQ, arib-std-b67 is HLG, iec61966-2-1 is sRGB."),
  matrix: z
    .enum(["bt709", "gbr", "bt470bg", "smpte170m", "smpte240m", "bt2020nc", "bt2020c", "unknown"])
    .describe("Matrix; gbr for RGB."),
  range: z.enum(["tv", "pc", "unknown"]).default("tv").describe("tv = legal, pc = full."),
});

export const burnIn = z.strictObject({
  kind: z.enum(["text", "timecode", "frame"]).describe("Text, running record timecode, or running frame number."),
  text: z.string().default("").describe("What to write, tokens allowed; for the others what stands before the number."),
  firstFrame: z
    .int()
    .min(0)
    .exactOptional()
    .describe("For frame: number of the first frame. Default: the number of the first file, or 1001."),
  position: z
    .enum(["top-left", "top", "top-right", "bottom-left", "bottom", "bottom-right", "centre"])
    .default("bottom")
    .describe("Where it stands."),
  size: z
    .number()
    .min(0.005)
    .max(0.5)
    .default(0.035)
    .describe("Height of the letters as a part of the picture's height."),
  colour: z
    .string()
    .regex(/^(#[0-9A-Fa-f]{6}|[A-Za-z]{3,20})$/, "Expected a colour such as white or #FFCC00")
    .default("white")
    .describe("A colour name or #RRGGBB."),
  opacity: z.number().min(0).max(1).default(1).describe("0 = invisible, 1 = solid."),
});

const sampleRate = z.int().min(8000).max(192_000).default(48_000).describe("Samples per second.");
const tracks = z
  .enum(["mix", "keep"])
  .default("mix")
  .describe("mix: all tracks in one stream. keep: a stream for each track.");
const channels = z
  .int()
  .min(0)
  .max(64)
  .default(0)
  .describe("Channels of each stream that is written; 0 = as the sources have them.");

export const audioEncoding = z.strictObject({
  codec: z.enum(["pcm_s16le", "pcm_s24le", "pcm_s32le", "aac", "flac"]).describe("Encoder of the sound."),
  sampleRate,
  tracks,
  channels,
  bitRate: z.int().min(8000).exactOptional().describe("AAC: bits per second of each stream. Default 320000."),
});

/** Sound beside a shot: always a WAV file, so that any program reads its timecode; WAV holds one stream. */
export const shotAudioEncoding = z.strictObject({
  codec: z.enum(["pcm_s16le", "pcm_s24le", "pcm_s32le"]).default("pcm_s24le").describe("Encoder of the sound."),
  sampleRate,
  tracks: z.literal("mix").default("mix").describe("All tracks in one stream."),
  channels,
});
