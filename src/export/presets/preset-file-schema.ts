import { z } from "zod";
import { knownRatesText, parseKnownRate, type Rate } from "../../time/rate.ts";
import { hasLooseBracket } from "../naming/tokens.ts";
import { audioEncoding, burnIn, colourTags, imageCodecs, movieCodecs, shotAudioEncoding } from "./preset-encoding.ts";

/** Frames of handle: a count at the sequence's rate, or every frame that the source has. */
const handleLength = z.union([z.int().min(0).max(100_000), z.literal("all")]);

const rateText = z.union([z.number(), z.string()]).transform((text, context): Rate => {
  const rate = parseKnownRate(text);
  if (rate !== undefined) return rate;
  context.addIssue({ code: "custom", message: `Expected sequence, source, ${knownRatesText()}, got ${text}` });
  return z.NEVER;
});

const namePattern = z
  .string()
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\\]*[^/\\]$/,
    "Expected a path relative to the destination, with / between folders, without .. and not ending with /",
  )
  .refine((pattern) => !hasLooseBracket(pattern), "Expected < and > around tokens only, as in <name>");

const video = z.strictObject({
  codec: z.enum([...movieCodecs, ...imageCodecs]).describe("Encoder of the picture."),
  crf: z
    .number()
    .min(0)
    .max(51)
    .exactOptional()
    .describe("H.264 / H.265: constant rate factor; lower is better. Default 18 and 20."),
  bitRate: z.int().min(1000).exactOptional().describe("H.264 / H.265: bits per second, instead of crf."),
  quality: z.int().min(1).max(100).exactOptional().describe("JPEG: 1 to 100. Default 90."),
  speedPreset: z
    .enum(["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow", "placebo"])
    .exactOptional()
    .describe("H.264 / H.265: time spent for size. Default medium."),
  bitDepth: z
    .union([z.literal(8), z.literal(10), z.literal(16)])
    .exactOptional()
    .describe("Bits of each channel: PNG 8 or 16, H.264 and H.265 8 or 10. Default 8. Other codecs have no choice."),
  exrCompression: z
    .enum(["none", "rle", "zips", "zip", "piz"])
    .exactOptional()
    .describe("OpenEXR, half float: how its pixels are compressed. Default zip."),
  alpha: z.boolean().default(false).describe("Keep the alpha channel, where the codec has one."),
  width: z.int().min(0).max(32_768).default(0).describe("Pixels; 0 = as the sequence, or its first source."),
  height: z.int().min(0).max(32_768).default(0).describe("Pixels; 0 = as the sequence, or its first source."),
  resize: z
    .enum(["fit", "fill", "crop", "stretch", "none"])
    .default("fit")
    .describe(
      "How a source of another size is placed: whole with bars, filling with its edges cut, centre cut out, stretched, or centred as it is.",
    ),
  scan: z.enum(["progressive", "topFirst", "bottomFirst"]).default("progressive").describe("Scan format."),
  rate: z
    .union([z.enum(["sequence", "source"]), rateText])
    .default("sequence")
    .describe("Frame rate of the asset: that of the sequence, that of the source of its first segment, or a number."),
  colour: colourTags.exactOptional().describe("Colour tags written into the file; as the source when left out."),
  colourSpace: z.string().min(1).exactOptional().describe("Name of the colour space, for the token and the hooks."),
  lut: z.string().min(1).exactOptional().describe("A .cube file that is applied; relative to the preset file."),
  burnIns: z.array(burnIn).default([]).describe("What is drawn into the picture."),
});

/** The keys of a preset file as written, each with its default; rules between keys stand in `preset.ts`. */
export const presetFileSchema = z.strictObject({
  $schema: z.string().exactOptional().describe("The JSON Schema of presets, for editors."),
  version: z.literal(1).describe("Version of the preset format."),
  name: z.string().min(1).describe("What people call it."),
  description: z.string().default("").describe("One sentence for the list of presets."),
  type: z
    .enum(["movie", "video", "audio"])
    .describe("What the main asset is: a movie file, a file sequence, or a sound file."),
  scope: z
    .enum(["sequence", "shot", "segment"])
    .default("sequence")
    .describe("One asset for each sequence, shot or segment. A segment without a shot name is a shot of its own."),
  container: z
    .enum(["mov", "mp4", "mxf", "wav", "image"])
    .exactOptional()
    .describe("Default: image for a file sequence, wav for sound, mp4 for H.264 and H.265, else mov."),
  extension: z
    .string()
    .regex(/^[A-Za-z0-9]{1,10}$/, "Expected an extension without its dot, such as mov")
    .exactOptional()
    .describe("Extension of the file, without its dot. Default: follows container and codec."),
  namePattern: namePattern.describe(
    "Where the asset goes, relative to the destination: tokens in <>, / makes folders, the extension is appended.",
  ),
  video: video.exactOptional().describe("Encoding of the picture; needed unless the type is audio."),
  audio: z
    .union([z.literal(false), audioEncoding])
    .exactOptional()
    .describe(
      "Sound in the asset, or false. Default: 24-bit PCM in MOV, MXF and WAV, AAC in MP4; a file sequence has none.",
    ),
  passthrough: z
    .boolean()
    .default(false)
    .describe("Copy the stream without encoding it where the source already is what the preset asks for."),
  frames: z
    .strictObject({
      padding: z.int().min(1).max(12).default(4).describe("Digits of a frame number."),
      start: z
        .union([z.int().min(0).max(99_999_999), z.enum(["source", "timecode"])])
        .default(1001)
        .describe(
          "Number of the first file, head handle included: a number, the source's own (file number or timecode in frames), or the record timecode in frames.",
        ),
    })
    .prefault({})
    .describe("How the files of a file sequence are numbered."),
  handles: z
    .union([
      handleLength,
      z.strictObject({
        head: handleLength.default(0).describe("Frames before."),
        tail: handleLength.default(0).describe("Frames after."),
      }),
    ])
    .default(0)
    .transform((value) => (typeof value === "object" ? value : { head: value, tail: value }))
    .describe(
      "Frames kept before and after each shot or segment, at the sequence's rate, or all. As many as the source has.",
    ),
  versioning: z
    .strictObject({
      padding: z.int().min(1).max(12).default(3).describe("Digits of a version number."),
      name: z
        .string()
        .regex(/<version#*>/, "Expected <version> in it")
        .default("v<version>")
        .describe("The token <version name>."),
      start: z.int().min(0).default(1).describe("Number of the first version."),
    })
    .exactOptional()
    .describe(
      "Turns versions on: each export takes the next number that is free. The name pattern must hold <version> or <version name>.",
    ),
  openClip: z
    .strictObject({ namePattern: namePattern.describe("Where the OpenClip goes; it gains a version at each publish.") })
    .exactOptional()
    .describe("An OpenClip for each asset; scope shot or segment only."),
  shotAudio: shotAudioEncoding
    .extend({ namePattern: namePattern.describe("Where the sound file goes.") })
    .exactOptional()
    .describe("A sound file for each shot or segment."),
  cut: z
    .array(
      z.strictObject({
        format: z.enum(["otio", "edl"]).describe("Format of the cut."),
        namePattern: namePattern.describe("Where the cut goes."),
      }),
    )
    .default([])
    .describe("The cut itself, written beside its media."),
  subtitles: z
    .strictObject({
      mode: z.enum(["files", "burnIn"]).describe("SRT files, or drawn into the picture."),
      namePattern: namePattern.default("<name>_<subtitles name>").describe("Where the SRT files go."),
      tracks: z.enum(["current", "all"]).default("current").describe("The first subtitle track, or every one."),
    })
    .exactOptional()
    .describe("Subtitles; none when left out."),
  topVideoTrackOnly: z.boolean().default(false).describe("Only the top video track is exported."),
});
