import {
  AV_CODEC_ID_DNXHD,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_HEVC,
  AV_CODEC_ID_PRORES,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PIX_FMT_YUVA444P10LE,
  AV_PIX_FMT_YUVA444P12LE,
  AV_PIX_FMT_YUVJ420P,
  AV_PROFILE_DNXHR_HQ,
  AV_PROFILE_PRORES_4444,
  AV_PROFILE_PRORES_HQ,
  AV_PROFILE_PRORES_STANDARD,
  AVSEEK_FLAG_BACKWARD,
  type AVCodecID,
} from "node-av/constants";
import { type FormatContext, Packet, type Rational, type Stream } from "node-av/lib";
import { floor } from "../../time/rational.ts";
import type { RenderAsset, RenderSource, VideoEncoding } from "../render-job.ts";
import { buildFrameIndex } from "./build-frame-index.ts";
import { displayTurnOf } from "./display-matrix.ts";
import type { FrameIndex } from "./frame-index.ts";
import { openInput, readOnly, readPacket, videoStreams } from "./open-input.ts";

const codecIds: Partial<Record<VideoEncoding["codec"], AVCodecID>> = {
  prores_hq: AV_CODEC_ID_PRORES,
  prores_422: AV_CODEC_ID_PRORES,
  prores_4444: AV_CODEC_ID_PRORES,
  dnxhr_hq: AV_CODEC_ID_DNXHD,
  h264: AV_CODEC_ID_H264,
  h265: AV_CODEC_ID_HEVC,
};

/** Flavours of a codec that share its id: one is not the other, whatever a file's header may be made to say. */
const profiles: Partial<Record<VideoEncoding["codec"], number>> = {
  prores_hq: AV_PROFILE_PRORES_HQ,
  prores_422: AV_PROFILE_PRORES_STANDARD,
  prores_4444: AV_PROFILE_PRORES_4444,
  dnxhr_hq: AV_PROFILE_DNXHR_HQ,
};

const withAlpha: readonly number[] = [AV_PIX_FMT_YUVA444P10LE, AV_PIX_FMT_YUVA444P12LE];

/** Whether pictures have the sampling and depth that would be encoded. */
function isFormatOf(format: number, { codec, bitDepth, alpha }: VideoEncoding): boolean {
  if (codec === "prores_4444") return withAlpha.includes(format) === alpha;
  if (codec !== "h264" && codec !== "h265") return true;
  return bitDepth === 10
    ? format === AV_PIX_FMT_YUV420P10LE
    : format === AV_PIX_FMT_YUV420P || format === AV_PIX_FMT_YUVJ420P;
}

/** The coded pictures cannot be copied as asked; the sentence says why. They can still be encoded anew. */
export class CannotCopy extends Error {
  override readonly name = "CannotCopy";
}

/** A stretch of a source's coded pictures, to be written as they are. */
export class StreamCopy {
  readonly #format: FormatContext;
  readonly #index: FrameIndex;
  readonly #packet = new Packet();
  readonly #first: number;
  readonly #frames: number;
  /** The stream that is copied. */
  readonly stream: Stream;

  /** @throws CannotCopy when the asset is not one stretch of this source, or does not begin at a key frame. */
  constructor(asset: RenderAsset, source: RenderSource | undefined) {
    const [piece, ...others] = asset.picture;
    if (source === undefined || piece?.kind !== "source" || others.length > 0 || asset.video === undefined)
      throw new CannotCopy("it is not one piece of one source");
    if (source.imageSequence !== undefined) throw new CannotCopy("its source is a file sequence");
    if (piece.step.num !== 1n || piece.step.den !== 1n) throw new CannotCopy("its speed is not 1");
    const { burnIns, burnInSubtitles, lut } = asset.video;
    if (burnIns.length > 0 || burnInSubtitles !== undefined || lut !== undefined)
      throw new CannotCopy("its pictures are to be changed");
    this.#first = floor(piece.first);
    this.#frames = piece.frames;
    this.#format = openInput(source.path);
    this.#packet.alloc();
    try {
      this.stream = this.#choose(asset.video);
      const { avgFrameRate } = this.stream;
      // 24 is not 23.976; averages of short files are a little off.
      const ratio = (avgFrameRate.num * asset.rate.den) / (avgFrameRate.den * asset.rate.num);
      if (!(Math.abs(ratio - 1) < 0.0003)) throw new CannotCopy("its source has another rate");
      this.#index = buildFrameIndex(this.#format, this.stream, true);
      if (this.#index.kind === "counted") throw new CannotCopy("its source's pictures carry no times");
      if (this.#first < 0 || this.#first + this.#frames > this.#index.count)
        throw new CannotCopy("it is longer than its source");
      readOnly(this.#format, this.stream);
      this.#goToStart();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #choose(video: VideoEncoding): Stream {
    const [stream] = videoStreams(this.#format);
    if (stream === undefined) throw new CannotCopy("its source holds no picture");
    const { codecId, profile, format, width, height } = stream.codecpar;
    const wanted = profiles[video.codec];
    if (codecId !== codecIds[video.codec] || (wanted !== undefined && profile !== wanted))
      throw new CannotCopy("its source is coded otherwise");
    // They would be copied as they are stored.
    if (displayTurnOf(stream)?.filters) throw new CannotCopy("its source's pictures are stored turned");
    if (!isFormatOf(format, video)) throw new CannotCopy("its source has other samples");
    if (width !== video.width || height !== video.height)
      throw new CannotCopy(`its source is ${width} × ${height}, not ${video.width} × ${video.height}`);
    return stream;
  }

  /**
   * Hands over every packet, its times counted from the first picture; it is `write`'s until that has ended.
   * @throws CannotCopy when pictures outside the stretch are needed to show it (an open GOP, or an end within one).
   */
  async run(write: (packet: Packet, timeBase: Rational) => Promise<void>): Promise<void> {
    const start = this.#index.timestampOf(this.#first);
    const end = this.#index.timestampOf(this.#first + this.#frames - 1);
    const { timeBase } = this.stream;
    for (let written = 0; written < this.#frames; written++) {
      // The first packet was read to see whether it is the right one.
      if (written > 0 && !readPacket(this.#format, this.stream, this.#packet))
        throw new CannotCopy(`its source breaks off after ${written} of ${this.#frames} frames`);
      const shown = Number(this.#packet.pts);
      if (shown < start || shown > end)
        throw new CannotCopy("pictures of its source lean on others that are not part of it");
      this.#packet.pts -= BigInt(start);
      this.#packet.dts -= BigInt(start);
      await write(this.#packet, timeBase);
    }
  }

  /** Reads the packet of the first picture, which must be a key frame: a seek lands on one at or before it. */
  #goToStart(): void {
    const start = this.#index.timestampOf(this.#first);
    this.#format.seekFrameSync(this.stream.index, BigInt(start), AVSEEK_FLAG_BACKWARD);
    const found = readPacket(this.#format, this.stream, this.#packet);
    if (!found || Number(this.#packet.pts) !== start || !this.#packet.isKeyframe)
      throw new CannotCopy(`frame ${this.#first} of its source is no key frame`);
  }

  close(): void {
    this.#packet.free();
    this.#format.closeInputSync();
  }
}
