import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLTP,
  AV_SAMPLE_FMT_S16,
  AV_SAMPLE_FMT_S32,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  type AVSampleFormat,
  FF_ENCODER_AAC,
  FF_ENCODER_FLAC,
  FF_ENCODER_PCM_S16LE,
  FF_ENCODER_PCM_S24LE,
  FF_ENCODER_PCM_S32LE,
  type FFAudioEncoder,
} from "node-av/constants";
import { avChannelLayoutDefault, Codec, CodecContext, Frame, Packet, Rational } from "node-av/lib";
import type { AudioEncoding } from "../render-job.ts";
import { checked, present } from "./checked.ts";

interface SoundCodec {
  readonly encoder: FFAudioEncoder;
  readonly sampleFormat: AVSampleFormat;
  /** Bits of a written sample; 0 = lossy. */
  readonly bits: 0 | 16 | 24 | 32;
}

const codecs: Readonly<Record<AudioEncoding["codec"], SoundCodec>> = {
  pcm_s16le: { encoder: FF_ENCODER_PCM_S16LE, sampleFormat: AV_SAMPLE_FMT_S16, bits: 16 },
  pcm_s24le: { encoder: FF_ENCODER_PCM_S24LE, sampleFormat: AV_SAMPLE_FMT_S32, bits: 24 },
  pcm_s32le: { encoder: FF_ENCODER_PCM_S32LE, sampleFormat: AV_SAMPLE_FMT_S32, bits: 32 },
  aac: { encoder: FF_ENCODER_AAC, sampleFormat: AV_SAMPLE_FMT_FLTP, bits: 0 },
  flac: { encoder: FF_ENCODER_FLAC, sampleFormat: AV_SAMPLE_FMT_S32, bits: 24 },
};

/** Samples of a block where the codec does not say: a good fifth of a picture's time at 25 a second. */
const usualBlock = 2048;

/** One sound encoder, fed blocks of planar samples between -1 and 1. */
export class SoundEncoder {
  readonly context: CodecContext;
  /** Samples that each block but the last must hold. */
  readonly blockSize: number;
  readonly #codec: SoundCodec;
  readonly #channels: number;
  readonly #packet = new Packet();
  readonly #take: (packet: Packet) => void;
  #samples = 0;

  /** `take` gets every packet, times in samples; it must not keep it. */
  constructor(
    audio: AudioEncoding,
    channels: number,
    options: { globalHeader: boolean },
    take: (packet: Packet) => void,
  ) {
    this.#codec = codecs[audio.codec];
    this.#channels = channels;
    this.#take = take;
    this.#packet.alloc();
    const encoder = present(Codec.findEncoderByName(this.#codec.encoder), `find the encoder ${this.#codec.encoder}`);
    const context = new CodecContext();
    context.allocContext3(encoder);
    context.sampleRate = audio.sampleRate;
    context.channelLayout = avChannelLayoutDefault(channels);
    context.sampleFormat = this.#codec.sampleFormat;
    context.timeBase = new Rational(1, audio.sampleRate);
    if (this.#codec.bits > 0) context.bitsPerRawSample = this.#codec.bits;
    if (audio.bitRate !== undefined) context.bitRate = BigInt(audio.bitRate);
    if (options.globalHeader) context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    checked(context.open2Sync(encoder, null), `start the encoder ${this.#codec.encoder}`);
    this.context = context;
    this.blockSize = context.frameSize > 0 ? context.frameSize : usualBlock;
  }

  /** Encodes `count` samples of each channel. What lies above full scale is cut here, and only here. */
  encode(planes: readonly Float32Array[], count: number): void {
    const frame = new Frame();
    frame.alloc();
    frame.format = this.#codec.sampleFormat;
    frame.nbSamples = count;
    frame.sampleRate = this.context.sampleRate;
    frame.channelLayout = this.context.channelLayout;
    checked(frame.getBuffer(), "get memory for sound");
    this.#fill(frame, planes, count);
    frame.pts = BigInt(this.#samples);
    this.#samples += count;
    checked(this.context.sendFrameSync(frame), "encode sound");
    frame.free();
    this.#drain();
  }

  #fill(frame: Frame, planes: readonly Float32Array[], count: number): void {
    const data = present(frame.extendedData ?? frame.data, "reach the samples of a sound");
    if (this.#codec.bits === 0) {
      planes.forEach((plane, channel) => {
        const target = present(data[channel], "reach the samples of a sound");
        new Float32Array(target.buffer, target.byteOffset, count).set(plane.subarray(0, count));
      });
      return;
    }
    const target = present(data[0], "reach the samples of a sound");
    const length = count * this.#channels;
    const full = 2 ** (this.#codec.bits - 1);
    // Apart, because one loop for both kinds of array takes several times as long.
    if (this.#codec.bits === 16)
      interleave16(new Int16Array(target.buffer, target.byteOffset, length), planes, count, full);
    else
      interleave32(
        new Int32Array(target.buffer, target.byteOffset, length),
        planes,
        count,
        full,
        // 24 bits travel in the upper part of 32.
        this.#codec.bits === 24 ? 256 : 1,
      );
  }

  /** Gets what the encoder still holds. */
  finish(): void {
    checked(this.context.sendFrameSync(null), "finish encoding sound");
    this.#drain();
  }

  #drain(): void {
    for (;;) {
      const result = this.context.receivePacketSync(this.#packet);
      if (result === AVERROR_EAGAIN || result === AVERROR_EOF) return;
      checked(result, "encode sound");
      this.#take(this.#packet);
      this.#packet.unref();
    }
  }

  close(): void {
    this.context.freeContext();
    this.#packet.free();
  }
}

function interleave16(target: Int16Array, planes: readonly Float32Array[], count: number, full: number): void {
  for (const [channel, plane] of planes.entries())
    for (let index = 0, at = channel; index < count; index++, at += planes.length)
      target[at] = wholeNumber(plane[index] ?? 0, full);
}

function interleave32(
  target: Int32Array,
  planes: readonly Float32Array[],
  count: number,
  full: number,
  shift: number,
): void {
  for (const [channel, plane] of planes.entries())
    for (let index = 0, at = channel; index < count; index++, at += planes.length)
      target[at] = wholeNumber(plane[index] ?? 0, full) * shift;
}

/** The nearest whole number of a sample where `full` stands for 1, cut at full scale. */
function wholeNumber(sample: number, full: number): number {
  const value = Math.round(sample * full);
  return value >= full ? full - 1 : value < -full ? -full : value;
}
