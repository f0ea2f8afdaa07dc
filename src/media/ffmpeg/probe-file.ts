import { closeSync, openSync, readSync } from "node:fs";
import { extname, resolve } from "node:path";
import { avChannelLayoutDescribe, type FormatContext, type Stream } from "node-av/lib";
import { CressetError } from "../../errors.ts";
import { formatRate, type Rate, rate } from "../../time/rate.ts";
import { compare, rational, type Rational, zero } from "../../time/rational.ts";
import { dpxTimecode, readDpxHeader } from "../dpx-header.ts";
import { exrTimecode, readExrHeader } from "../exr-header.ts";
import { chromaticitiesText, namedPrimaries } from "../exr-primaries.ts";
import { unnamedPrimaries } from "../unnamed-primaries.ts";
import { findImageSequence, frameFileName, imageSequencePattern } from "../image-sequence.ts";
import type { AudioStream, Colour, ImageSequence, MediaInfo } from "../media-info.ts";
import { audioStreams, isStill, lookIntoStreams, openContainer, openInput, videoStreams } from "./open-input.ts";
import { openStill } from "./open-still.ts";
import { codecNameOf, videoStreamOf } from "./picture-facts.ts";
import { soundLength, soundOrigin } from "./sound-extent.ts";
import { StreamInput } from "./stream-input.ts";
import { soundTimecodeOf, type StartTimecode, startTimecodeOf, tapeNameOf } from "./tags.ts";

export interface ProbeOptions {
  /**
   * Frames per second of what has no rate of its own: images (else what their headers say, else 24), and the timecode of a
   * sound file (else 24).
   */
  readonly imageSequenceRate?: Rate;
}

const usualRate = rate(24);

/** Container in short. FFmpeg names a family (`mov,mp4,m4a…`), so the brand or the extension decides. */
function formatNameOf(format: FormatContext, path: string): string {
  const family = format.iformat?.name ?? "";
  const extension = extname(path).slice(1).toLowerCase();
  if (family.startsWith("mov,")) {
    if (format.metadata?.get("major_brand")?.trim() === "qt") return "mov";
    return ["mov", "m4a", "m4v", "3gp"].includes(extension) ? extension : "mp4";
  }
  if (family.startsWith("matroska")) return extension === "webm" ? "webm" : "mkv";
  if (family === "mxf_opatom") return "mxf";
  return family.split(",")[0] ?? "";
}

function audioStreamOf(input: StreamInput): AudioStream {
  const sampleCount = soundLength(input, soundOrigin(input));
  // Only now: measuring may have opened the file again.
  const { stream } = input;
  const { codecpar } = stream;
  const codec = codecNameOf(stream);
  const { channelLayout, channels } = codecpar;
  return {
    index: stream.index,
    codec,
    sampleRate: codecpar.sampleRate,
    channels,
    layout: avChannelLayoutDescribe(channelLayout) ?? `${channels} channels`,
    // Containers claim 16 bits for codecs that have no such thing.
    bitsPerSample: codecpar.bitsPerRawSample || (codec.startsWith("pcm_") ? codecpar.bitsPerCodedSample : 0),
    sampleCount,
  };
}

const longest = (durations: readonly Rational[]): Rational =>
  durations.reduce((most, next) => (compare(next, most) > 0 ? next : most), zero);

/** Measures one stream, through a file of its own where the container cannot be wound back. */
function withInput<T>(path: string, format: FormatContext, stream: Stream, measure: (input: StreamInput) => T): T {
  if (StreamInput.seeksExactly(format)) {
    const input = new StreamInput(path, format, stream);
    input.touch();
    return measure(input);
  }
  const own = openInput(path);
  const input = new StreamInput(path, own, own.streams[stream.index] ?? stream);
  try {
    return measure(input);
  } finally {
    input.close();
  }
}

/** Closes the file. */
function probeMovie(path: string, format: FormatContext, options: ProbeOptions): MediaInfo {
  try {
    const warnings: string[] = [];
    const video = videoStreams(format).map((stream) =>
      withInput(path, format, stream, (input) => videoStreamOf(input, undefined, warnings)),
    );
    const audio = audioStreams(format).map((stream) => withInput(path, format, stream, audioStreamOf));
    if (video.length === 0 && audio.length === 0)
      throw new CressetError("bad-input", `"${path}" holds neither picture nor sound.`);
    const tags = format.metadata?.getAll() ?? {};
    const streamTags = format.streams.map((stream) => stream.metadata?.getAll() ?? {});
    const [first] = video;
    const soundRate = options.imageSequenceRate ?? usualRate;
    const startTimecode =
      first === undefined
        ? soundTimecodeOf(tags, audio[0]?.sampleRate ?? 0, soundRate)
        : startTimecodeOf(format, first.rate, warnings);
    return {
      path: resolve(path),
      format: formatNameOf(format, path),
      duration: longest([
        ...video.map((stream) => rational(stream.frameCount * stream.rate.den, stream.rate.num)),
        ...audio.map((stream) => rational(stream.sampleCount, Math.max(1, stream.sampleRate))),
      ]),
      video,
      audio,
      ...(startTimecode && { startTimecode }),
      tapeName: tapeNameOf(...streamTags, tags),
      metadata: tags,
      warnings: [...new Set(warnings)],
    };
  } finally {
    format.closeInputSync();
  }
}

interface StillHeader {
  readonly rate?: Rate;
  timecodeAt(rate: Rate): StartTimecode | undefined;
  readonly colour: Partial<Colour>;
  readonly bitDepth?: number;
  readonly metadata: Readonly<Record<string, string>>;
}

function firstBytes(path: string, count: number): Buffer {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(count);
    return bytes.subarray(0, readSync(file, bytes, 0, count, 0));
  } finally {
    closeSync(file);
  }
}

/** What the header of a still says beside the decoder. */
async function stillHeader(path: string, codec: string): Promise<StillHeader> {
  if (codec === "exr") {
    const header = await readExrHeader(path);
    const { chromaticities, framesPerSecond } = header;
    const primaries = chromaticities && namedPrimaries(chromaticities);
    return {
      ...(framesPerSecond && { rate: framesPerSecond }),
      timecodeAt: (at) => exrTimecode(header, at),
      // OpenEXR holds scene-linear light (openexr.com, "Scene-Linear Image Representation").
      colour: { transfer: "linear", ...(primaries && { primaries }) },
      metadata: {
        ...header.attributes,
        compression: header.compression,
        channels: header.channels.map(({ name, pixelType }) => `${name}:${pixelType}`).join(" "),
        ...(chromaticities && { chromaticities: chromaticitiesText(chromaticities) }),
      },
    };
  }
  const header = codec === "dpx" ? (readDpxHeader(firstBytes(path, 2048)) ?? {}) : {};
  return {
    ...(header.framesPerSecond && { rate: header.framesPerSecond }),
    timecodeAt: (at) => dpxTimecode(header, at),
    colour: {},
    metadata: {},
  };
}

function withColour(colour: Colour, known: Partial<Colour>): Colour {
  const pick = (key: keyof Colour) => (colour[key] === "unknown" ? (known[key] ?? "unknown") : colour[key]);
  return {
    primaries: pick("primaries"),
    transfer: pick("transfer"),
    matrix: pick("matrix"),
    range: pick("range"),
  };
}

/** Lists numbers in words: `1003, 1007–1009`. */
function spans(numbers: readonly number[]): string {
  const parts: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = parts.at(-1);
    if (last !== undefined && last.to === number - 1) last.to = number;
    else parts.push({ from: number, to: number });
  }
  const texts = parts.slice(0, 12).map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`));
  return texts.join(", ") + (parts.length > 12 ? " …" : "");
}

/** The first frame of a sequence that is on disk. */
function firstOnDisk(sequence: ImageSequence): number {
  const missing = new Set(sequence.missing);
  let number = sequence.first;
  while (number < sequence.last && missing.has(number)) number++;
  return number;
}

/** Probes an image sequence, or a single image that is part of none. */
async function probeStills(
  path: string,
  sequence: ImageSequence | undefined,
  options: ProbeOptions,
): Promise<MediaInfo> {
  const file = sequence === undefined ? path : frameFileName(sequence, firstOnDisk(sequence));
  const format = openStill(file);
  try {
    const warnings: string[] = [];
    const [stream] = videoStreams(format);
    if (stream === undefined) throw new CressetError("bad-input", `"${file}" holds no picture.`);
    const codec = codecNameOf(stream);
    const header = await stillHeader(file, codec);
    const at = options.imageSequenceRate ?? header.rate ?? usualRate;
    const frameCount = sequence === undefined ? 1 : sequence.last - sequence.first + 1;
    const video = videoStreamOf(new StreamInput(file, format, stream), { rate: at, frameCount }, warnings);
    // The name alone made it an image to FFmpeg.
    if (video.width === 0 || video.height === 0)
      throw new CressetError("bad-input", `"${file}" is no image that can be read: it is damaged or something else.`);
    if (sequence !== undefined && options.imageSequenceRate === undefined && header.rate === undefined)
      warnings.push(`The images do not say their frame rate: ${formatRate(at)} is taken.`);
    if (sequence !== undefined && sequence.missing.length > 0)
      warnings.push(`${sequence.missing.length} of ${frameCount} frames are missing: ${spans(sequence.missing)}.`);
    const found = header.timecodeAt(at);
    // The header read is that of the first file on disk.
    const startTimecode =
      found === undefined || sequence === undefined
        ? found
        : { ...found, frame: found.frame - (firstOnDisk(sequence) - sequence.first) };
    const tags = { ...format.metadata?.getAll(), ...header.metadata };
    const named = sequence === undefined ? resolve(path) : imageSequencePattern(sequence);
    const coloured = [{ ...video, colour: withColour(video.colour, header.colour) }];
    const unnamed = unnamedPrimaries({ path: named, metadata: tags, video: coloured });
    if (unnamed !== undefined) warnings.push(unnamed);
    return {
      path: named,
      ...(sequence && { imageSequence: sequence }),
      format: codec === "mjpeg" ? "jpeg" : codec,
      duration: rational(frameCount * at.den, at.num),
      video: coloured,
      audio: [],
      ...(startTimecode && { startTimecode }),
      tapeName: tapeNameOf(tags),
      metadata: tags,
      warnings,
    };
  } finally {
    format.closeInputSync();
  }
}

/**
 * Reads what a media file, an image or an image sequence (in any spelling of `findImageSequence`) holds, in this process.
 * A damaged file can crash the native decoder: outside of worker processes use `createProber`.
 * @throws CressetError("bad-input") in a sentence: missing, empty, cut off, no media, no such sequence
 */
export async function probeMedia(path: string, options: ProbeOptions = {}): Promise<MediaInfo> {
  const sequence = await findImageSequence(path);
  if (sequence !== undefined) return probeStills(path, sequence, options);
  const format = openContainer(path);
  if (!isStill(format)) {
    lookIntoStreams(path, format);
    return probeMovie(path, format, options);
  }
  format.closeInputSync();
  return probeStills(path, undefined, options);
}
