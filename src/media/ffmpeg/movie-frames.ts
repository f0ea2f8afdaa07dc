import * as ff from "node-av/constants";
import { type CodecContext, FFmpegError, type FormatContext, Frame, Packet, type Stream } from "node-av/lib";
import { CressetError } from "../../errors.ts";
import { buildFrameIndex, isIntraCodec } from "./build-frame-index.ts";
import { FrameCache } from "./frame-cache.ts";
import type { FrameIndex, KeyFrame } from "./frame-index.ts";
import type { FrameSource } from "./frame-source.ts";
import { openDecoder } from "./open-decoder.ts";
import { videoStreams } from "./open-input.ts";
import { StreamInput } from "./stream-input.ts";
import { WarningList } from "./warning-list.ts";

/** A step back of at most so many frames is reverse play and worth a cache; a longer one is a jump. */
const reverseStep = 64;
/** What a seek costs beyond the decoding from the key frame on, in frames: decoder threads begin empty. */
const seekCost = 3;

/**
 * Codecs in which a picture that is marked as no reference is one for no other: on the way to a frame it need not be
 * decoded. (In HEVC the mark speaks of pictures of its own temporal layer only.)
 */
const skipsUnreferenced: ReadonlySet<number> = new Set([ff.AV_CODEC_ID_H264, ff.AV_CODEC_ID_MPEG2VIDEO]);

/** A decoded frame and its number; -1 while it holds none. */
interface Held {
  readonly frame: Frame;
  number: number;
}

const empty = (): Held => {
  const frame = new Frame();
  frame.alloc();
  return { frame, number: -1 };
};

/** The pictures of a movie file by number. */
export class MovieFrames implements FrameSource {
  readonly #path: string;
  readonly #input: StreamInput;
  readonly #decoder: CodecContext;
  readonly #intra: boolean;
  /** Whether the way to a frame may be shortened; not after a frame was found missing. */
  #skips: boolean;
  /** A packet is a whole picture. */
  readonly #progressive: boolean;
  readonly #packet = new Packet();
  readonly #warnings = new WarningList();
  readonly #cache: FrameCache;
  #index: FrameIndex | undefined;
  /** The frame that came out of the decoder last, and the one before it. */
  #latest = empty();
  #before = empty();
  /** A packet was read to look where a seek went, and waits to be decoded. */
  #waiting = false;
  /** The file's end was reached; the decoder gives what it still holds. */
  #ended = false;
  #drained = false;
  #asked = -1;
  /** Nothing leans on some pictures before this timestamp, and nobody asked for them. */
  #hurryTo: number | undefined;
  #hurries = false;
  /** After the packet of the picture asked for no other is read. */
  #alone = false;
  /** The decoder was told of an end where the file has none. */
  #spent = false;

  private constructor(
    path: string,
    format: FormatContext,
    stream: Stream,
    options: { readonly threads: number; readonly cacheBytes: number },
  ) {
    this.#path = path;
    this.#input = new StreamInput(path, format, stream);
    this.#intra = isIntraCodec(stream);
    this.#skips = skipsUnreferenced.has(stream.codecpar.codecId);
    this.#cache = new FrameCache(options.cacheBytes);
    this.#decoder = openDecoder(stream, options.threads);
    this.#progressive = this.#decoder.getOption("field_order") === "1";
    this.#packet.alloc();
  }

  /** Takes over an opened file: closes it with itself, and when it holds no picture. */
  static of(
    path: string,
    format: FormatContext,
    options: { readonly threads: number; readonly cacheBytes: number },
  ): MovieFrames {
    try {
      const [stream] = videoStreams(format);
      if (stream === undefined) throw new CressetError("bad-input", `"${path}" holds no picture.`);
      return new MovieFrames(path, format, stream, options);
    } catch (error) {
      format.closeInputSync();
      throw error;
    }
  }

  get frameCount(): number {
    return this.#frameIndex().count;
  }

  get warnings(): readonly string[] {
    return this.#warnings.sentences;
  }

  #frameIndex(): FrameIndex {
    return this.#index ?? this.#buildIndex(true);
  }

  #buildIndex(trustHeader: boolean): FrameIndex {
    this.#input.rewind();
    const index = buildFrameIndex(this.#input.format, this.#input.stream, trustHeader);
    this.#input.touch();
    this.#index = index;
    return index;
  }

  frame(n: number, alone = false): Frame {
    this.#alone = alone && this.#progressive;
    const { count } = this.#frameIndex();
    if (count === 0) throw new CressetError("bad-input", `"${this.#path}" holds no picture.`);
    const wanted = Math.min(Math.max(0, n), count - 1);
    const reverse = wanted < this.#asked && this.#asked - wanted <= reverseStep && !this.#intra;
    this.#asked = wanted;
    const cached = this.#cache.get(wanted);
    if (cached !== undefined) {
      this.#cache.dropAfter(wanted);
      return cached;
    }
    this.#cache.clear();
    return this.#held(wanted) ?? this.#decodeTo(wanted, reverse);
  }

  /** The frame where it, or the gap that it is lost in, is at hand. */
  #held(wanted: number): Frame | undefined {
    const { number: latest } = this.#latest;
    if (latest === wanted) return this.#latest.frame;
    if (this.#before.number === wanted) return this.#before.frame;
    if (this.#before.number >= 0 && this.#before.number < wanted && wanted < latest)
      return this.#standIn(wanted, this.#before);
    return latest >= 0 && latest < wanted && this.#drained ? this.#standIn(wanted, this.#latest) : undefined;
  }

  #standIn(wanted: number, held: Held): Frame {
    this.#warnings.add(`Frame ${wanted} of "${this.#path}" cannot be decoded: frame ${held.number} stands in.`);
    return held.frame;
  }

  #decodeTo(wanted: number, reverse: boolean): Frame {
    const key = this.#frameIndex().keyFrameFor(wanted);
    const { number: latest } = this.#latest;
    const onward = latest >= 0 && latest < wanted && !this.#drained && !this.#spent;
    const overhead = this.#intra ? 0 : seekCost;
    const jumps = !onward || (key.frame > latest && wanted - latest > wanted - key.frame + 1 + overhead);
    if (jumps) this.#seek(key);
    // Pictures that a step back will ask for are decoded.
    this.#hurryTo = reverse || (!jumps && wanted - latest === 1) ? undefined : this.#hurryGoal(wanted);
    while (this.#decodeNext()) {
      const { number } = this.#latest;
      if (this.#index === undefined) return this.#startOver(wanted, reverse);
      // Pictures shown before the key frame may lack what they refer to.
      if (reverse && number >= key.frame && number <= wanted) this.#cache.add(number, this.#latest.frame, wanted);
      if (number < wanted) continue;
      this.#noteDamage();
      if (number === wanted) {
        // The one before may have been passed over, so nothing is known of what lies between.
        if (this.#hurryTo !== undefined) this.#before.number = -1;
        // It may be one field, whose other one is in the next packet.
        if (this.#spent && this.#latest.frame.hasFlags(ff.AV_FRAME_FLAG_INTERLACED))
          return this.#decodeAgain(wanted, reverse);
        return this.#latest.frame;
      }
      if (this.#hurryTo !== undefined) return this.#decodeAgain(wanted, reverse);
      return this.#standIn(wanted, this.#before.number < 0 ? this.#latest : this.#before);
    }
    if (this.#hurryTo !== undefined) return this.#decodeAgain(wanted, reverse);
    this.#drained = true;
    if (this.#latest.number >= 0) return this.#standIn(wanted, this.#latest);
    throw new CressetError("bad-input", `Frame ${wanted} of "${this.#path}" cannot be decoded, nor any after it.`);
  }

  /** Up to which timestamp pictures may be passed over on the way to a frame; nothing where that is not known. */
  #hurryGoal(wanted: number): number | undefined {
    const index = this.#frameIndex();
    return this.#skips && index.kind !== "counted" ? index.timestampOf(wanted) : undefined;
  }

  /** The frame did not come out: it is missing, and what stands in for it must not have been passed over. */
  #decodeAgain(wanted: number, reverse: boolean): Frame {
    this.#skips = false;
    this.#forget();
    return this.#decodeTo(wanted, reverse);
  }

  /** A frame came out where the header promised none: the header is not to be trusted, so every packet is read once. */
  #startOver(wanted: number, reverse: boolean): Frame {
    const { count } = this.#buildIndex(false);
    this.#forget();
    this.#cache.clear();
    return this.#decodeTo(Math.min(wanted, Math.max(0, count - 1)), reverse);
  }

  #noteDamage(): void {
    const { frame, number } = this.#latest;
    if (frame.decodeErrorFlags !== 0 || frame.hasFlags(ff.AV_FRAME_FLAG_CORRUPT))
      this.#warnings.add(`Frame ${number} of "${this.#path}" is damaged and shown as far as it could be decoded.`);
  }

  #forget(): void {
    this.#decoder.flushBuffers();
    this.#latest.number = -1;
    this.#before.number = -1;
    this.#waiting = false;
    this.#ended = false;
    this.#drained = false;
    this.#spent = false;
  }

  /** Goes to a key frame, or to an earlier one where the container misses it. */
  #seek(key: KeyFrame): void {
    this.#forget();
    const index = this.#frameIndex();
    for (let target = key; target.frame > 0 && index.kind !== "counted"; target = index.keyFrameFor(target.frame - 1)) {
      if (!this.#input.seek(target.timestamp)) continue;
      this.#waiting = this.#input.read(this.#packet);
      const { pts } = this.#packet;
      if (this.#waiting && pts !== ff.AV_NOPTS_VALUE && Number(pts) <= key.timestamp) return;
    }
    this.#waiting = false;
    this.#input.rewind();
  }

  /** Takes the next frame out of the decoder into `#latest`; false after the last one. */
  #decodeNext(): boolean {
    // Damage can make the decoder fail many times in a row; a decoder that fails for ever is given up.
    for (let failures = 0; failures < 10_000;) {
      const code = this.#decoder.receiveFrameSync(this.#before.frame);
      if (code >= 0) {
        const [earlier, later] = [this.#latest, this.#before];
        later.number = this.#numberOf(later.frame, earlier.number);
        // Containers may know the shape of the pixels where the codec does not say it.
        const { sampleAspectRatio } = this.#input.stream;
        if (sampleAspectRatio.num > 0) later.frame.sampleAspectRatio = sampleAspectRatio;
        [this.#before, this.#latest] = [earlier, later];
        return true;
      }
      if (code === ff.AVERROR_EOF) return false;
      if (FFmpegError.is(code, ff.AVERROR_EAGAIN)) {
        if (this.#ended) return false;
        if (this.#sendNext() >= 0) continue;
      }
      failures++;
      this.#warnings.add(`A part of "${this.#path}" is damaged and cannot be decoded.`);
    }
    return false;
  }

  #sendNext(): number {
    if (!this.#waiting && !this.#input.read(this.#packet)) return this.#sendEnd();
    this.#waiting = false;
    const { pts } = this.#packet;
    this.#hurry(this.#hurryTo !== undefined && pts !== ff.AV_NOPTS_VALUE && Number(pts) < this.#hurryTo);
    const sent = this.#decoder.sendPacketSync(this.#packet);
    if (!this.#alone || sent < 0 || Number(pts) !== this.#hurryTo) return sent;
    // Threads would work on pictures that follow before they gave this one.
    this.#spent = true;
    return this.#sendEnd();
  }

  #sendEnd(): number {
    this.#ended = true;
    return this.#decoder.sendPacketSync(null);
  }

  #hurry(hurries: boolean): void {
    if (this.#hurries === hurries) return;
    this.#hurries = hurries;
    this.#decoder.setOption("skip_frame", hurries ? "noref" : "default");
  }

  #numberOf(frame: Frame, previous: number): number {
    const index = this.#frameIndex();
    if (index.kind === "counted") return previous + 1;
    const { bestEffortTimestamp } = frame;
    const number = index.frameAt(Number(bestEffortTimestamp));
    if (number !== undefined) return number;
    if (index.kind === "regular") this.#index = undefined;
    return previous + 1;
  }

  close(): void {
    this.#cache.clear();
    this.#latest.frame.free();
    this.#before.frame.free();
    this.#packet.free();
    this.#decoder.freeContext();
    this.#input.close();
  }
}
