import * as ff from "node-av/constants";
import { type CodecContext, type FormatContext, Frame, Packet, type Stream } from "node-av/lib";
import { CressetError } from "../../errors.ts";
import { floatSamples } from "./float-samples.ts";
import { openDecoder } from "./open-decoder.ts";
import { audioStreams, openInput } from "./open-input.ts";
import { samplesOf, soundLength, soundOrigin, type SoundOrigin, ticksOf } from "./sound-extent.ts";
import { StreamInput } from "./stream-input.ts";
import { WarningList } from "./warning-list.ts";

/** Seconds decoded before the wanted sample after a jump, because lossy codecs need what came before. */
const preroll = 0.25;
/** Forward jumps up to so many seconds are decoded through. */
const nearby = 2;
/** Seconds kept behind the reading position for readers that step back a little, as resamplers do. */
const kept = 1;

/** Consecutive decoded samples. */
interface Block {
  /** Position of the first sample. */
  readonly start: number;
  readonly channels: readonly Float32Array[];
  readonly length: number;
}

/**
 * Reads one sound stream by sample number at its own rate. Sample 0 stands where the picture of the file begins (in a file
 * without picture: at its first real sample), encoder delay is left out, and what lies outside of the stream is silence.
 */
export class SoundReader {
  readonly sampleRate: number;
  readonly channels: number;
  readonly #input: StreamInput;
  readonly #origin: SoundOrigin;
  readonly #packet = new Packet();
  readonly #frame = new Frame();
  readonly #warnings = new WarningList();
  readonly #path: string;
  #decoder: CodecContext;
  /** Ascending, without overlap; the last one is what came out of the decoder last. */
  #blocks: Block[] = [];
  #ended = false;
  /** Samples before this were decoded without what should have come before them. */
  #soundFrom = -Infinity;
  #sampleCount: number | undefined;

  private constructor(path: string, format: FormatContext, stream: Stream) {
    this.#path = path;
    this.sampleRate = stream.codecpar.sampleRate;
    this.channels = stream.codecpar.channels;
    this.#input = new StreamInput(path, format, stream);
    this.#origin = soundOrigin(this.#input);
    // A stream without an exact clock ends where it ends: counting it would decode it all.
    if (this.#origin.exactClock) this.#sampleCount = soundLength(this.#input, this.#origin);
    this.#input.rewind();
    this.#decoder = openDecoder(this.#input.stream, 1);
    this.#packet.alloc();
    this.#frame.alloc();
  }

  /**
   * @param ordinal which sound stream of the file, counted from 0
   * @throws CressetError("bad-input") when the file cannot be opened or has no such stream
   */
  static open(path: string, ordinal: number): SoundReader {
    const format = openInput(path);
    try {
      const streams = audioStreams(format);
      const stream = streams[ordinal];
      if (stream === undefined)
        throw new CressetError(
          "bad-input",
          `"${path}" has ${streams.length} sound streams, so there is no number ${ordinal + 1}.`,
        );
      return new SoundReader(path, format, stream);
    } catch (error) {
      format.closeInputSync();
      throw error;
    }
  }

  /** Length in samples from sample 0. In Matroska and MPEG-TS asking for it decodes the stream once. */
  get sampleCount(): number {
    this.#sampleCount ??= this.#count();
    return this.#sampleCount;
  }

  #count(): number {
    const format = openInput(this.#path);
    const stream = format.streams[this.#input.stream.index];
    if (stream === undefined) throw new CressetError("bad-input", `"${this.#path}" changed while it was read.`);
    const input = new StreamInput(this.#path, format, stream);
    try {
      return soundLength(input, this.#origin);
    } finally {
      input.close();
    }
  }

  get warnings(): readonly string[] {
    return this.#warnings.sentences;
  }

  /**
   * Samples `start` to `start + count`, one array a channel, -1 to 1; the arrays are the caller's. Reading on costs only
   * decoding; a jump goes to shortly before the sample, but where the container's clock is too coarse to name samples
   * (Matroska, MPEG-TS) a jump back decodes from the beginning.
   */
  read(start: number, count: number): Float32Array[] {
    const out = Array.from({ length: this.channels }, () => new Float32Array(count));
    const end = Math.min(start + count, this.#sampleCount ?? Infinity);
    let position = Math.max(start, 0);
    if (position >= end) return out;
    this.#goTo(position);
    for (;;) {
      for (const block of this.#blocks) {
        const from = Math.max(position, block.start);
        const to = Math.min(end, block.start + block.length);
        if (from >= to) continue;
        for (const [channel, samples] of block.channels.entries())
          out[channel]?.set(samples.subarray(from - block.start, to - block.start), from - start);
        position = to;
      }
      const last = this.#blocks.at(-1);
      if (position >= end || (last !== undefined && last.start >= end) || !this.#decodeNext()) break;
      this.#forgetBefore(position - kept * this.sampleRate);
    }
    return out;
  }

  /** Makes sure that decoding on from here will meet the sample, or that it is at hand. */
  #goTo(position: number): void {
    const [first, last] = [this.#blocks[0], this.#blocks.at(-1)];
    const atHand = first !== undefined && last !== undefined && first.start <= position;
    if (atHand && position <= last.start + last.length + nearby * this.sampleRate) return;
    if (!this.#origin.exactClock && atHand) return;
    this.#restart(position);
  }

  #restart(position: number): void {
    this.#blocks = [];
    this.#ended = false;
    this.#decoder.flushBuffers();
    const early = position - Math.ceil(preroll * this.sampleRate);
    if (this.#origin.exactClock && early > 0) {
      this.#soundFrom = position - Math.ceil((preroll / 2) * this.sampleRate);
      if (this.#input.seek(ticksOf(early + this.#origin.origin, this.#input.stream))) return;
    }
    this.#soundFrom = -Infinity;
    // What libavcodec cuts off at the beginning it counts from a fresh decoder only.
    this.#decoder.freeContext();
    this.#input.rewind();
    this.#decoder = openDecoder(this.#input.stream, 1);
  }

  #forgetBefore(position: number): void {
    while (this.#blocks.length > 1) {
      const [first] = this.#blocks;
      if (first === undefined || first.start + first.length > position) return;
      this.#blocks.shift();
    }
  }

  /** Decodes until another block is there; false at the end. */
  #decodeNext(): boolean {
    while (!this.#ended || this.#blocks.length > 0) {
      const code = this.#decoder.receiveFrameSync(this.#frame);
      if (code >= 0) {
        const block = this.#blockOf(this.#frame);
        if (block.start >= this.#soundFrom) this.#blocks.push(block);
        return true;
      }
      if (this.#ended) return false;
      if (this.#input.read(this.#packet)) {
        if (this.#decoder.sendPacketSync(this.#packet) < 0)
          this.#warnings.add(`A part of the sound of "${this.#path}" is damaged and left out.`);
      } else {
        this.#ended = true;
        this.#decoder.sendPacketSync(null);
      }
    }
    return false;
  }

  #blockOf(frame: Frame): Block {
    const last = this.#blocks.at(-1);
    const following = last === undefined ? undefined : last.start + last.length;
    const start = this.#positionOf(frame, following);
    if (frame.decodeErrorFlags !== 0) this.#warnings.add(`A part of the sound of "${this.#path}" is damaged.`);
    return { start, channels: floatSamples(frame), length: frame.nbSamples };
  }

  /**
   * Position of a block: by its timestamp, where the container has one for each sample. Containers that date only some of
   * their packets (Ogg) are off by a little in between: there a block follows the one before, unless it is far away.
   */
  #positionOf({ pts }: Frame, following: number | undefined): number {
    const { exactClock, origin } = this.#origin;
    if (!exactClock) return following ?? -origin;
    if (pts === ff.AV_NOPTS_VALUE) return following ?? 0;
    const dated = samplesOf(Number(pts), this.#input.stream) - origin;
    const blurred = !StreamInput.seeksExactly(this.#input.format);
    return blurred && following !== undefined && Math.abs(dated - following) < this.sampleRate / 20 ? following : dated;
  }

  close(): void {
    this.#blocks = [];
    this.#packet.free();
    this.#frame.free();
    this.#decoder.freeContext();
    this.#input.close();
  }
}
