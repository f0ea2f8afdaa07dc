import * as ff from "node-av/constants";
import { type FormatContext, FFmpegError, Frame, Packet, type Stream } from "node-av/lib";
import { rewind } from "./build-frame-index.ts";
import { openDecoder } from "./open-decoder.ts";
import { readOnly, readPacket, videoStreams } from "./open-input.ts";

/**
 * Where the sound of a stream lies, in samples at its own rate. Sample 0 stands where the file's picture begins, so that
 * sound and picture stay together, and in a file without picture at the first real sample. Encoder delay (AAC priming)
 * lies before it and does not count.
 */
export interface SoundExtent {
  /** Whether the container's clock ticks at least once a sample, so that a timestamp names a sample exactly. */
  readonly exactClock: boolean;
  /** Sample at which the timestamp 0 lies, negated: position = timestamp in samples - origin. */
  readonly origin: number;
  /** One past the last sample, counted from sample 0. */
  readonly sampleCount: number;
}

/** A timestamp of a stream in samples. */
export const samplesOf = (timestamp: number, stream: Stream): number =>
  Math.round((timestamp * stream.timeBase.num * stream.codecpar.sampleRate) / stream.timeBase.den);

const hasExactClock = ({ timeBase, codecpar }: Stream): boolean =>
  codecpar.sampleRate > 0 && timeBase.den % (timeBase.num * codecpar.sampleRate) === 0;

/** Samples that the last packets of the stream end at, by their timestamps; reads from the declared end on. */
function endAfter(format: FormatContext, stream: Stream, from: bigint, packet: Packet): number | undefined {
  if (format.seekFrameSync(stream.index, from, ff.AVSEEK_FLAG_BACKWARD) < 0) return undefined;
  let end: number | undefined;
  while (readPacket(format, stream, packet)) {
    if (packet.hasFlags(ff.AV_PKT_FLAG_CORRUPT)) return undefined;
    end = Math.max(end ?? -Infinity, samplesOf(Number(packet.pts + packet.duration), stream));
  }
  return end;
}

/** End by the container's header, when the file reaches that far; edit lists cut what an encoder added at the end. */
function declaredEnd(format: FormatContext, stream: Stream, packet: Packet): number | undefined {
  if (stream.duration <= 0n) return undefined;
  const start = stream.startTime === ff.AV_NOPTS_VALUE ? 0n : stream.startTime;
  const end = samplesOf(Number(start + stream.duration), stream);
  const lastTick = start + stream.duration - 1n;
  const reached = endAfter(format, stream, lastTick, packet);
  return reached !== undefined && reached >= end ? end : undefined;
}

/** Decodes the whole stream and counts. */
function decodedLength(format: FormatContext, stream: Stream, packet: Packet): { first: number; count: number } {
  rewind(format, stream);
  using decoder = openDecoder(stream, 1);
  using frame = new Frame();
  frame.alloc();
  let first: number | undefined;
  let count = 0;
  const take = () => {
    while (decoder.receiveFrameSync(frame) >= 0) {
      first ??= frame.pts === ff.AV_NOPTS_VALUE ? 0 : samplesOf(Number(frame.pts), stream);
      count += frame.nbSamples;
    }
  };
  while (readPacket(format, stream, packet)) {
    const code = decoder.sendPacketSync(packet);
    if (code < 0 && !FFmpegError.is(code, ff.AVERROR_EAGAIN)) continue;
    take();
  }
  decoder.sendPacketSync(null);
  take();
  return { first: first ?? 0, count };
}

/** Timestamp, in samples, of the first sample that comes out of the decoder. */
function firstSample(format: FormatContext, stream: Stream, packet: Packet): number {
  rewind(format, stream);
  using decoder = openDecoder(stream, 1);
  using frame = new Frame();
  frame.alloc();
  while (readPacket(format, stream, packet)) {
    decoder.sendPacketSync(packet);
    if (decoder.receiveFrameSync(frame) >= 0 && frame.pts !== ff.AV_NOPTS_VALUE)
      return samplesOf(Number(frame.pts), stream);
  }
  return 0;
}

/** Start of the first picture stream in samples of the sound; nothing without one. */
function pictureStart(format: FormatContext, stream: Stream): number | undefined {
  const [picture] = videoStreams(format);
  if (picture === undefined || picture.startTime === ff.AV_NOPTS_VALUE) return undefined;
  const { num, den } = picture.timeBase;
  return Math.round((Number(picture.startTime) * num * stream.codecpar.sampleRate) / den);
}

/** Measures a sound stream; leaves the file at its beginning, with the other streams passed over. */
export function measureSound(format: FormatContext, stream: Stream): SoundExtent {
  readOnly(format, stream);
  using packet = new Packet();
  packet.alloc();
  try {
    if (hasExactClock(stream)) {
      const origin = pictureStart(format, stream) ?? firstSample(format, stream, packet);
      const end = declaredEnd(format, stream, packet) ?? scannedEnd(format, stream, packet);
      return { exactClock: true, origin, sampleCount: Math.max(0, end - origin) };
    }
    const { first, count } = decodedLength(format, stream, packet);
    const picture = pictureStart(format, stream) ?? first;
    const tick = (stream.timeBase.num * stream.codecpar.sampleRate) / stream.timeBase.den;
    // A coarse clock cannot tell a start within one tick from the picture's own.
    const lead = Math.abs(first - picture) <= tick ? 0 : first - picture;
    return { exactClock: false, origin: -lead, sampleCount: Math.max(0, count + lead) };
  } finally {
    rewind(format, stream);
  }
}

/** End by the timestamps of all packets. */
function scannedEnd(format: FormatContext, stream: Stream, packet: Packet): number {
  rewind(format, stream);
  let end = 0;
  while (readPacket(format, stream, packet))
    if (!packet.hasFlags(ff.AV_PKT_FLAG_DISCARD))
      end = Math.max(end, samplesOf(Number(packet.pts + packet.duration), stream));
  return end;
}
