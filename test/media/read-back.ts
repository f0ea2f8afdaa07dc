/**
 * Reads finished files back with node-av's high-level interface, from the first packet to the last: a second opinion that
 * shares nothing with the engine's own readers.
 */
import { Decoder, Demuxer } from "node-av/api";
import * as ff from "node-av/constants";
import { avGetCodecName, avGetPixFmtName, Frame, Log, SoftwareScaleContext, type Stream } from "node-av/lib";
import { type FoundFrameCode, type PictureArea, readFrameCodes } from "../../src/media/frame-code.ts";

export interface PicturesReadBack {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: string;
  /** Frame codes of each picture in the order of showing: none, one, or two within a dissolve. */
  readonly codes: readonly (readonly FoundFrameCode[])[];
  /** Presentation time of each picture, in seconds from the start of the file. */
  readonly times: readonly number[];
}

export interface SoundReadBack {
  readonly codec: string;
  readonly sampleRate: number;
  /** One array a channel, -1 to 1. */
  readonly channels: readonly Float32Array[];
}

export interface ReadBackOptions {
  /** Where the clip's whole picture lies in the output; the whole output if nothing. */
  readonly picture?: PictureArea;
}

Log.setLevel(ff.AV_LOG_FATAL);

/** Brightness of a picture as 8 bits, black 0 and white 255 whatever the file's own range, so that a whole code has contrast 1. */
export function greyOf(frame: Frame, scaler: SoftwareScaleContext): Uint8Array {
  const grey = new Frame();
  grey.alloc();
  grey.format = ff.AV_PIX_FMT_GRAY8;
  grey.width = frame.width;
  grey.height = frame.height;
  grey.colorRange = ff.AVCOL_RANGE_JPEG;
  if (grey.getBuffer(1) < 0 || scaler.scaleFrameSync(grey, frame) < 0) throw new Error("Cannot convert to grey");
  const stride = grey.linesize[0]!;
  const source = grey.data![0]!;
  const plane = new Uint8Array(frame.width * frame.height);
  for (let y = 0; y < frame.height; y++)
    plane.set(source.subarray(y * stride, y * stride + frame.width), y * frame.width);
  grey.free();
  return plane;
}

function decodeAll(demuxer: Demuxer, stream: Stream, use: (frame: Frame) => void): void {
  using decoder = Decoder.createSync(stream, { threadCount: 1 });
  for (const frame of decoder.framesSync(demuxer.packetsSync(stream.index))) {
    if (frame === null) continue;
    use(frame);
    frame.free();
  }
}

/** Every picture of a movie or of one image file. */
export async function readPictures(path: string, options: ReadBackOptions = {}): Promise<PicturesReadBack> {
  await using demuxer = await Demuxer.open(path);
  const stream = demuxer.video();
  if (stream === undefined) throw new Error(`${path} has no picture`);
  const scaler = new SoftwareScaleContext();
  scaler.allocContext();
  const codes: (readonly FoundFrameCode[])[] = [];
  const times: number[] = [];
  decodeAll(demuxer, stream, (frame) => {
    codes.push(readFrameCodes(greyOf(frame, scaler), frame.width, frame.height, options));
    times.push((Number(frame.pts) * frame.timeBase.num) / frame.timeBase.den);
  });
  scaler.freeContext();
  const { codecpar } = stream;
  return {
    codec: codecName(stream),
    width: codecpar.width,
    height: codecpar.height,
    pixelFormat: avGetPixFmtName(codecpar.format as ff.AVPixelFormat) ?? "",
    codes,
    times,
  };
}

/** The pictures of several image files as one. */
export async function readImages(paths: readonly string[], options: ReadBackOptions = {}): Promise<PicturesReadBack> {
  const all: PicturesReadBack[] = [];
  for (const path of paths) all.push(await readPictures(path, options));
  const [first] = all;
  if (first === undefined) throw new Error("No image files to read");
  return {
    ...first,
    codes: all.flatMap(({ codes }) => codes),
    times: all.map((_, index) => index),
  };
}

/** A whole sound stream; `ordinal` counts sound streams from 0. */
export async function readSound(path: string, ordinal = 0): Promise<SoundReadBack> {
  await using demuxer = await Demuxer.open(path);
  const stream = demuxer.audio(ordinal);
  if (stream === undefined) throw new Error(`${path} has no sound stream ${ordinal}`);
  const channels: number[][] = Array.from({ length: stream.codecpar.channels }, () => []);
  decodeAll(demuxer, stream, (frame) => {
    for (const [channel, samples] of channels.entries())
      for (let index = 0; index < frame.nbSamples; index++) samples.push(sampleAt(frame, channel, index));
  });
  return {
    codec: codecName(stream),
    sampleRate: stream.codecpar.sampleRate,
    channels: channels.map((samples) => Float32Array.from(samples)),
  };
}

/** How many sound streams a file has. */
export async function soundStreamCount(path: string): Promise<number> {
  await using demuxer = await Demuxer.open(path);
  return demuxer.streams.filter(({ codecpar }) => codecpar.codecType === ff.AVMEDIA_TYPE_AUDIO).length;
}

/**
 * Where clicks stand, in samples: the loudest sample of each place where the sound rises above `threshold`, at most one in
 * 20 ms.
 */
export function clickPositions(samples: Float32Array, sampleRate: number, threshold = 0.3): readonly number[] {
  const apart = sampleRate / 50;
  const found: number[] = [];
  for (const [index, sample] of samples.entries()) {
    if (Math.abs(sample) < threshold) continue;
    const last = found.at(-1);
    if (last === undefined || index - last > apart) found.push(index);
    else if (Math.abs(sample) > Math.abs(samples[last]!)) found[found.length - 1] = index;
  }
  return found;
}

const codecName = (stream: Stream): string => avGetCodecName(stream.codecpar.codecId) ?? "";

function sampleAt(frame: Frame, channel: number, index: number): number {
  const planes = frame.extendedData ?? frame.data!;
  const packed = index * frame.channels + channel;
  switch (frame.format) {
    case ff.AV_SAMPLE_FMT_FLTP:
      return planes[channel]!.readFloatLE(index * 4);
    case ff.AV_SAMPLE_FMT_FLT:
      return planes[0]!.readFloatLE(packed * 4);
    case ff.AV_SAMPLE_FMT_S16:
      return planes[0]!.readInt16LE(packed * 2) / 32_768;
    case ff.AV_SAMPLE_FMT_S16P:
      return planes[channel]!.readInt16LE(index * 2) / 32_768;
    case ff.AV_SAMPLE_FMT_S32:
      return planes[0]!.readInt32LE(packed * 4) / 2_147_483_648;
    case ff.AV_SAMPLE_FMT_S32P:
      return planes[channel]!.readInt32LE(index * 4) / 2_147_483_648;
    default:
      throw new Error(`Unknown sample format ${frame.format}`);
  }
}
