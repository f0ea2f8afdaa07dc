import * as ff from "node-av/constants";
import { type FormatContext, Frame, Packet, type Stream } from "node-av/lib";
import { openDecoder } from "./open-decoder.ts";
import { videoStreams } from "./open-input.ts";
import type { StreamInput } from "./stream-input.ts";

/**
 * Where the sound of a stream begins, in samples at its own rate. Sample 0 stands where the file's picture begins, so that
 * sound and picture stay together, and in a file without picture at the first real sample. Encoder delay (AAC priming)
 * lies before it and does not count.
 */
export interface SoundOrigin {
  /** Whether the container's clock ticks at least once a sample, so that a timestamp names a sample exactly. */
  readonly exactClock: boolean;
  /**
   * With an exact clock: position = timestamp in samples - origin. Otherwise the first sample that is decoded has the
   * position -origin, and the others are counted.
   */
  readonly origin: number;
}

/** A timestamp of a stream in samples. */
export const samplesOf = (timestamp: number, { timeBase, codecpar }: Stream): number =>
  Math.round((timestamp * timeBase.num * codecpar.sampleRate) / timeBase.den);

/** A sample as a timestamp of the stream, at or before it. */
export const ticksOf = (sample: number, { timeBase, codecpar }: Stream): number =>
  Math.floor((sample * timeBase.den) / (timeBase.num * codecpar.sampleRate));

const hasExactClock = ({ timeBase, codecpar }: Stream): boolean =>
  codecpar.sampleRate > 0 && timeBase.den % (timeBase.num * codecpar.sampleRate) === 0;

/** Start of the first picture stream in samples of the sound; nothing without one. */
function pictureStart(format: FormatContext, stream: Stream): number | undefined {
  const [picture] = videoStreams(format);
  if (picture === undefined || picture.startTime === ff.AV_NOPTS_VALUE) return undefined;
  const { num, den } = picture.timeBase;
  return Math.round((Number(picture.startTime) * num * stream.codecpar.sampleRate) / den);
}

/** Decodes from the beginning: calls `use` for each block until it says that it has enough. */
function decode(input: StreamInput, use: (block: Frame) => "more" | "enough"): void {
  input.rewind();
  using packet = new Packet();
  packet.alloc();
  using decoder = openDecoder(input.stream, 1);
  using frame = new Frame();
  frame.alloc();
  for (let ended = false; !ended;) {
    ended = !input.read(packet);
    // A damaged packet gives nothing; the next one may.
    decoder.sendPacketSync(ended ? null : packet);
    while (decoder.receiveFrameSync(frame) >= 0) if (use(frame) === "enough") return;
  }
}

/** Timestamp, in samples, of the first sample that comes out of the decoder. */
function firstSample(input: StreamInput): number {
  let first = 0;
  decode(input, ({ pts }) => {
    if (pts !== ff.AV_NOPTS_VALUE) first = samplesOf(Number(pts), input.stream);
    return "enough";
  });
  return first;
}

/** Finds sample 0 of a stream. */
export function soundOrigin(input: StreamInput): SoundOrigin {
  const picture = pictureStart(input.format, input.stream);
  if (hasExactClock(input.stream)) return { exactClock: true, origin: picture ?? firstSample(input) };
  if (picture === undefined) return { exactClock: false, origin: 0 };
  const lead = firstSample(input) - picture;
  const tick = (input.stream.timeBase.num * input.stream.codecpar.sampleRate) / input.stream.timeBase.den;
  // A coarse clock cannot tell a start within one tick from the picture's own.
  return { exactClock: false, origin: Math.abs(lead) <= tick ? 0 : -lead };
}

/** Where the packets end, in samples by their timestamps, reading on from where the file stands. */
function endOfPackets(input: StreamInput): number | undefined {
  using packet = new Packet();
  packet.alloc();
  let end: number | undefined;
  while (input.read(packet)) {
    if (packet.hasFlags(ff.AV_PKT_FLAG_CORRUPT)) return end;
    if (packet.hasFlags(ff.AV_PKT_FLAG_DISCARD)) continue;
    end = Math.max(end ?? -Infinity, samplesOf(Number(packet.pts + packet.duration), input.stream));
  }
  return end;
}

/**
 * End by the container's header, when the file reaches that far. An edit list cuts off what the encoder added at the end;
 * but it counts in a coarse clock of its own (often milliseconds), so packets that end a moment later are right.
 */
function declaredEnd(input: StreamInput): number | undefined {
  const { stream } = input;
  if (stream.duration <= 0n) return undefined;
  const start = stream.startTime === ff.AV_NOPTS_VALUE ? 0n : stream.startTime;
  const end = samplesOf(Number(start + stream.duration), stream);
  if (!input.seek(Number(start + stream.duration - 1n))) return undefined;
  const reached = endOfPackets(input);
  if (reached === undefined || reached < end) return undefined;
  return reached - end <= stream.codecpar.sampleRate / 500 ? reached : end;
}

/**
 * One past the last sample, counted from sample 0. Reads the end of the file where its header can be trusted, else all
 * packets; without an exact clock it decodes everything.
 */
export function soundLength(input: StreamInput, { exactClock, origin }: SoundOrigin): number {
  if (!exactClock) {
    let count = 0;
    decode(input, ({ nbSamples }) => {
      count += nbSamples;
      return "more";
    });
    return Math.max(0, count - origin);
  }
  let end = declaredEnd(input);
  if (end === undefined) {
    input.rewind();
    end = endOfPackets(input) ?? 0;
  }
  return Math.max(0, end - origin);
}
