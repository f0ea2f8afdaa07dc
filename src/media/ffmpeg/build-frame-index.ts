import * as ff from "node-av/constants";
import { type FormatContext, Packet, type Stream } from "node-av/lib";
import { hasEvenFrames } from "../mov-frame-times.ts";
import { countedFrameIndex, type FrameIndex, listedFrameIndex, regularFrameIndex } from "./frame-index.ts";
import { readOnly, readPacket } from "./open-input.ts";
import { seekToStart } from "./stream-input.ts";

/** Whether every frame of a codec stands alone. */
export const isIntraCodec = (stream: Stream): boolean => stream.codecpar.hasProperties(ff.AV_CODEC_PROP_INTRA_ONLY);

const isMov = (format: FormatContext): boolean => format.iformat?.name?.startsWith("mov,") === true;

interface RegularFrames {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/**
 * What the container's header says about its frames, when that is complete and adds up: MOV and MP4 whose duration is
 * exactly frames × one length, MXF of single frames. It spares reading the whole file.
 */
function declaredFrames(format: FormatContext, stream: Stream): RegularFrames | undefined {
  const mov = isMov(format);
  if (!mov && !(format.iformat?.name === "mxf" && isIntraCodec(stream))) return undefined;
  const { num, den } = stream.avgFrameRate;
  const { timeBase, startTime, duration, nbFrames } = stream;
  if (num <= 0 || den <= 0 || startTime === ff.AV_NOPTS_VALUE || duration <= 0n) return undefined;
  const step = (timeBase.den * den) / (timeBase.num * num);
  const count = mov ? Number(nbFrames) : Number(duration) / step;
  if (!Number.isInteger(step) || !Number.isInteger(count) || count <= 0 || Number(duration) !== count * step)
    return undefined;
  // The sum can be right and the parts wrong.
  if (mov && (format.url === null || !hasEvenFrames(format.url, stream.index))) return undefined;
  return { start: Number(startTime), step, count };
}

/** Whether the file really ends with the last frame that its header declares: a copy that broke off does not. */
function endsAsDeclared(format: FormatContext, stream: Stream, frames: RegularFrames, packet: Packet): boolean {
  const last = frames.start + (frames.count - 1) * frames.step;
  if (format.seekFrameSync(stream.index, BigInt(last), ff.AVSEEK_FLAG_BACKWARD) < 0) return false;
  let end = -Infinity;
  while (readPacket(format, stream, packet)) {
    if (packet.hasFlags(ff.AV_PKT_FLAG_CORRUPT)) return false;
    end = Math.max(end, Number(packet.pts));
  }
  return end === last;
}

interface ScannedFrames {
  /** Packets of frames that are shown. */
  readonly count: number;
  /** Ascending; nothing when packets carry no time (AVI, elementary streams). */
  readonly timestamps: Float64Array | undefined;
  readonly keys: readonly number[];
}

/** Reads every packet of the stream, from where the file stands, without decoding. */
function scanFrames(format: FormatContext, stream: Stream, packet: Packet): ScannedFrames {
  const timestamps: number[] = [];
  const keys: number[] = [];
  let count = 0;
  let timed = true;
  while (readPacket(format, stream, packet)) {
    const { pts } = packet;
    if (pts === ff.AV_NOPTS_VALUE) timed = false;
    if (packet.isKeyframe) keys.push(Number(pts));
    if (packet.hasFlags(ff.AV_PKT_FLAG_DISCARD) || packet.size === 0) continue;
    count++;
    timestamps.push(Number(pts));
  }
  return {
    count,
    timestamps: timed ? Float64Array.from(timestamps).toSorted() : undefined,
    keys: keys.toSorted((a, b) => a - b),
  };
}

/**
 * Timestamps of the key frames, ascending: hops from each to the next, so that nothing else is read. (Asking the demuxer to
 * pass over the other frames would be simpler, but then MOV gives keys the times of frames that it passed over.) Where a hop
 * does not get on, the rest of the keys stays unknown; decoding then begins earlier than it need.
 */
function hopKeys(format: FormatContext, stream: Stream, packet: Packet): readonly number[] {
  seekToStart(format, stream);
  const keys: number[] = [];
  while (readPacket(format, stream, packet)) {
    const key = Number(packet.pts);
    const last = keys.at(-1);
    if (!packet.isKeyframe || (last !== undefined && key <= last)) break;
    keys.push(key);
    if (format.seekFrameSync(stream.index, BigInt(key + 1), ff.AVFLAG_NONE) < 0) break;
  }
  return keys;
}

export interface StreamExtent {
  readonly count: number;
  /** Ticks from frame to frame where all are equally long. */
  readonly step: number | undefined;
  /** Whether some frame stands clearly elsewhere than the average rate puts it; coarse clocks are off by less. */
  readonly variable: boolean;
  /** Whether the file holds less than its header declares. */
  readonly cutOff: boolean;
}

function isVariable(timestamps: Float64Array): boolean {
  const [first = 0, last = 0] = [timestamps[0], timestamps.at(-1)];
  const average = (last - first) / Math.max(1, timestamps.length - 1);
  return timestamps.some((timestamp, frame) => Math.abs(timestamp - first - frame * average) > average * 0.3);
}

/**
 * Counts the frames of a picture stream truly: by the header when the file keeps what it says, else by its packets. The
 * file must stand at its beginning; where it stands afterwards is not said.
 */
export function measureStream(format: FormatContext, stream: Stream): StreamExtent {
  readOnly(format, stream);
  using packet = new Packet();
  packet.alloc();
  const declared = declaredFrames(format, stream);
  if (declared !== undefined && endsAsDeclared(format, stream, declared, packet))
    return { count: declared.count, step: declared.step, variable: false, cutOff: false };
  if (declared !== undefined) seekToStart(format, stream);
  const { count, timestamps } = scanFrames(format, stream, packet);
  return {
    count,
    step: undefined,
    variable: timestamps !== undefined && isVariable(timestamps),
    cutOff: declared !== undefined && count < declared.count,
  };
}

/**
 * The index of a picture stream: from the header and the key frames alone where the header can be trusted, else from all
 * packets. The file must stand at its beginning; where it stands afterwards is not said.
 * @param trustHeader false after a decoded frame did not fit the header's promise
 */
export function buildFrameIndex(format: FormatContext, stream: Stream, trustHeader: boolean): FrameIndex {
  readOnly(format, stream);
  using packet = new Packet();
  packet.alloc();
  const declared = trustHeader ? declaredFrames(format, stream) : undefined;
  if (declared !== undefined && endsAsDeclared(format, stream, declared, packet)) {
    const { start, step, count } = declared;
    const keys = isIntraCodec(stream) ? "all" : hopKeys(format, stream, packet);
    return regularFrameIndex(start, step, count, keys);
  }
  // Headers are believed of containers only that seek to their start exactly.
  if (declared !== undefined || !trustHeader) seekToStart(format, stream);
  const { count, timestamps, keys } = scanFrames(format, stream, packet);
  return timestamps === undefined ? countedFrameIndex(count) : listedFrameIndex(timestamps, keys);
}
