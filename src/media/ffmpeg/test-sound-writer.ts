import {
  avChannelLayoutDefault,
  Codec,
  CodecContext,
  type FormatContext,
  Frame,
  type Packet,
  Rational,
} from "node-av/lib";
import * as ff from "node-av/constants";
import { CressetError } from "../../errors.ts";
import type { TestSound } from "../test-footage-shape.ts";
import { testSound } from "../test-sound.ts";
import { check, drain } from "./test-encoding.ts";

/** Encodes generated sound into a stream of its own. */
export interface SoundWriter {
  /** Encodes up to a sample, not including it. */
  encodeUntil(sample: number): void;
  finish(): void;
}

const soundEncoders = {
  pcm_s16le: ff.FF_ENCODER_PCM_S16LE,
  pcm_s24le: ff.FF_ENCODER_PCM_S24LE,
  aac: ff.FF_ENCODER_AAC,
  flac: ff.FF_ENCODER_FLAC,
} as const;

function openSoundEncoder(sound: TestSound, global: boolean): CodecContext {
  const name = sound.codec ?? "pcm_s24le";
  const codec = Codec.findEncoderByName(soundEncoders[name]);
  if (codec === null) throw new CressetError("render-failed", `The media engine has no encoder ${name}`);
  const encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.sampleRate = sound.sampleRate;
  encoder.channelLayout = avChannelLayoutDefault(sound.channels);
  encoder.timeBase = new Rational(1, sound.sampleRate);
  encoder.sampleFormat = {
    pcm_s16le: ff.AV_SAMPLE_FMT_S16,
    pcm_s24le: ff.AV_SAMPLE_FMT_S32,
    flac: ff.AV_SAMPLE_FMT_S32,
    aac: ff.AV_SAMPLE_FMT_FLTP,
  }[name];
  if (name === "aac") encoder.bitRate = 192_000n;
  if (global) encoder.setFlags(ff.AV_CODEC_FLAG_GLOBAL_HEADER);
  check(encoder.open2Sync(codec, null), `opening ${name}`);
  return encoder;
}

/** A sound frame holding samples of the test sound from `start` on. */
function soundFrame(encoder: CodecContext, sound: TestSound, stream: number, start: number, count: number): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.format = encoder.sampleFormat;
  frame.nbSamples = count;
  frame.sampleRate = sound.sampleRate;
  frame.channelLayout = encoder.channelLayout;
  check(frame.getBuffer(0), "a sound frame");
  frame.pts = BigInt(start);
  const planes = frame.extendedData ?? [];
  for (let sample = 0; sample < count; sample++) {
    const value = testSound(sound, stream, start + sample);
    for (let channel = 0; channel < sound.channels; channel++) {
      const at = sample * sound.channels + channel;
      if (encoder.sampleFormat === ff.AV_SAMPLE_FMT_FLTP) planes[channel]?.writeFloatLE(value, sample * 4);
      else if (encoder.sampleFormat === ff.AV_SAMPLE_FMT_S16)
        planes[0]?.writeInt16LE(Math.round(value * 32_767), at * 2);
      else planes[0]?.writeInt32LE(Math.round(value * 8_388_607) * 256, at * 4);
    }
  }
  return frame;
}

/** Adds a stream for generated sound to a container that is not yet started. */
export function createSoundWriter(
  format: FormatContext,
  sound: TestSound,
  ordinal: number,
  packet: Packet,
): SoundWriter {
  const encoder = openSoundEncoder(sound, format.oformat?.hasFlags(ff.AVFMT_GLOBALHEADER) ?? false);
  const stream = format.newStream(null);
  check(stream.codecpar.fromContext(encoder), "a sound stream");
  stream.timeBase = encoder.timeBase;
  let done = 0;
  const write = (ready: Packet) => {
    ready.streamIndex = stream.index;
    ready.rescaleTs(encoder.timeBase, stream.timeBase);
    check(format.interleavedWriteFrameSync(ready), "writing sound");
  };
  const send = (count: number) => {
    const frame = soundFrame(encoder, sound, ordinal, done, count);
    check(encoder.sendFrameSync(frame), "encoding sound");
    frame.free();
    done += count;
    drain(encoder, packet, write);
  };
  let wanted = 0;
  return {
    encodeUntil(sample) {
      wanted = sample;
      const size = encoder.frameSize > 0 ? encoder.frameSize : 1024;
      for (let ready = Math.floor((wanted - done) / size); ready > 0; ready--) send(size);
    },
    finish() {
      if (wanted > done) send(wanted - done);
      check(encoder.sendFrameSync(null), "encoding sound");
      drain(encoder, packet, write);
      encoder.freeContext();
    },
  };
}
