import * as ff from "node-av/constants";
import type { Frame } from "node-av/lib";
import { CressetError } from "../../errors.ts";

type Samples = Uint8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** How the samples of a format are seen as numbers, and what makes them -1 to 1. */
interface SampleFormat {
  readonly bytes: number;
  readonly zero: number;
  readonly scale: number;
  view(bytes: ArrayBufferLike, offset: number, count: number): Samples;
}

const u8: SampleFormat = { bytes: 1, zero: 128, scale: 1 / 128, view: (b, o, n) => new Uint8Array(b, o, n) };
const s16: SampleFormat = { bytes: 2, zero: 0, scale: 1 / 2 ** 15, view: (b, o, n) => new Int16Array(b, o, n) };
const s32: SampleFormat = { bytes: 4, zero: 0, scale: 1 / 2 ** 31, view: (b, o, n) => new Int32Array(b, o, n) };
const flt: SampleFormat = { bytes: 4, zero: 0, scale: 1, view: (b, o, n) => new Float32Array(b, o, n) };
const dbl: SampleFormat = { bytes: 8, zero: 0, scale: 1, view: (b, o, n) => new Float64Array(b, o, n) };

const packed: ReadonlyMap<number, SampleFormat> = new Map<number, SampleFormat>([
  [ff.AV_SAMPLE_FMT_U8, u8],
  [ff.AV_SAMPLE_FMT_S16, s16],
  [ff.AV_SAMPLE_FMT_S32, s32],
  [ff.AV_SAMPLE_FMT_FLT, flt],
  [ff.AV_SAMPLE_FMT_DBL, dbl],
]);

const planar: ReadonlyMap<number, SampleFormat> = new Map<number, SampleFormat>([
  [ff.AV_SAMPLE_FMT_U8P, u8],
  [ff.AV_SAMPLE_FMT_S16P, s16],
  [ff.AV_SAMPLE_FMT_S32P, s32],
  [ff.AV_SAMPLE_FMT_FLTP, flt],
  [ff.AV_SAMPLE_FMT_DBLP, dbl],
]);

function samplesIn(plane: Buffer, format: SampleFormat, count: number): Samples {
  // A view must begin at a multiple of its element; FFmpeg's planes do, but nobody promises it.
  if (plane.byteOffset % format.bytes === 0) return format.view(plane.buffer, plane.byteOffset, count);
  return format.view(new Uint8Array(plane).buffer, 0, count);
}

/**
 * Copies a decoded sound frame into one array a channel, -1 to 1.
 * @throws CressetError("bad-input") for 64-bit whole numbers, which no decoder gives
 */
export function floatSamples(frame: Frame): Float32Array[] {
  const { nbSamples, channels } = frame;
  const apart = planar.get(frame.format);
  const format = apart ?? packed.get(frame.format);
  if (format === undefined)
    throw new CressetError("bad-input", `Sound samples of a format that cannot be read (${frame.format}).`);
  const planes = frame.extendedData ?? frame.data ?? [];
  return Array.from({ length: channels }, (_, channel) => {
    const out = new Float32Array(nbSamples);
    const plane = planes[apart === undefined ? 0 : channel];
    if (plane === undefined) return out;
    const step = apart === undefined ? channels : 1;
    const samples = samplesIn(plane, format, nbSamples * step);
    const { zero, scale } = format;
    // Most decoders give what is wanted already.
    if (step === 1 && scale === 1) out.set(samples);
    else
      for (let index = 0, at = apart === undefined ? channel : 0; index < nbSamples; index++, at += step)
        out[index] = ((samples[at] ?? 0) - zero) * scale;
    return out;
  });
}
