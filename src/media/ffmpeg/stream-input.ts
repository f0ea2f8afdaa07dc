import * as ff from "node-av/constants";
import type { FormatContext, Packet, Stream } from "node-av/lib";
import { CressetError } from "../../errors.ts";
import { openInput, readOnly, readPacket } from "./open-input.ts";

/** Containers whose demuxer finds the very first packet by seeking; of the others some land behind it. */
const exactFamilies = ["mov,", "mxf", "wav", "w64", "aiff"];

/** Goes back to the first packet, which may lie before the stream's own start: encoder delay, frames that an edit hides. */
export function seekToStart(format: FormatContext, stream: Stream): void {
  const start = stream.startTime === ff.AV_NOPTS_VALUE ? 0n : stream.startTime;
  const { num, den } = stream.timeBase;
  for (const timestamp of [start - BigInt(Math.ceil((10 * den) / num)), start])
    if (format.seekFrameSync(stream.index, timestamp, ff.AVSEEK_FLAG_BACKWARD) >= 0) return;
  format.seekFrameSync(-1, 0n, ff.AVSEEK_FLAG_BACKWARD);
}

/** One stream of an opened file; the others are passed over. */
export class StreamInput {
  readonly path: string;
  #format: FormatContext;
  #stream: Stream;
  /** Packets were read or a seek was made. */
  #moved = false;

  /** Takes over a file that was just opened. */
  constructor(path: string, format: FormatContext, stream: Stream) {
    this.path = path;
    this.#format = format;
    this.#stream = stream;
    readOnly(format, stream);
  }

  get format(): FormatContext {
    return this.#format;
  }

  get stream(): Stream {
    return this.#stream;
  }

  /** Whether the container is one that seeks exactly, so that `rewind` does not open it again. */
  static seeksExactly(format: FormatContext): boolean {
    const family = format.iformat?.name ?? "";
    return exactFamilies.some((name) => family.startsWith(name));
  }

  /** Reads the next packet; false at the end of the file. */
  read(packet: Packet): boolean {
    this.#moved = true;
    return readPacket(this.#format, this.#stream, packet);
  }

  /** Goes to the key packet at or before a timestamp in ticks of the stream; false where the container cannot. */
  seek(timestamp: number): boolean {
    this.#moved = true;
    return this.#format.seekFrameSync(this.#stream.index, BigInt(timestamp), ff.AVSEEK_FLAG_BACKWARD) >= 0;
  }

  /** Says that somebody else read from `format`. */
  touch(): void {
    this.#moved = true;
  }

  /** Goes back to the very first packet; `format` and `stream` may be others afterwards. */
  rewind(): void {
    if (!this.#moved) return;
    this.#moved = false;
    if (StreamInput.seeksExactly(this.#format)) {
      seekToStart(this.#format, this.#stream);
      return;
    }
    const { index } = this.#stream;
    this.#format.closeInputSync();
    this.#format = openInput(this.path);
    const stream = this.#format.streams[index];
    if (stream === undefined) throw new CressetError("bad-input", `"${this.path}" changed while it was read.`);
    this.#stream = stream;
    readOnly(this.#format, stream);
  }

  close(): void {
    this.#format.closeInputSync();
  }
}
