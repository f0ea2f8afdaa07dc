import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_CODEC_FLAG_INTERLACED_DCT,
  AV_FRAME_FLAG_INTERLACED,
  AV_FRAME_FLAG_TOP_FIELD_FIRST,
  AV_PICTURE_TYPE_NONE,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FF_THREAD_SLICE,
} from "node-av/constants";
import { Codec, CodecContext, type Frame, Packet, Rational } from "node-av/lib";
import type { Rate } from "../../time/rate.ts";
import type { VideoEncoding } from "../render-job.ts";
import { RenderFault } from "../render-fault.ts";
import { checked, present } from "./checked.ts";
import type { PictureCodec } from "./encoders.ts";

/** FFmpeg's name of a scan: field order coded and shown. */
const fieldOrders = { progressive: "progressive", topFirst: "tt", bottomFirst: "bb" } as const;

/** One picture encoder, fed frame by frame. */
export class PictureEncoder {
  readonly context: CodecContext;
  readonly #codec: PictureCodec;
  readonly #video: VideoEncoding;
  readonly #packet = new Packet();
  #take: (packet: Packet) => void;
  #frames = 0;
  #packets = 0;

  /** `take` gets every packet, times in frames; it must not keep it. @throws RenderFault when the encoder does not start. */
  constructor(
    video: VideoEncoding,
    codec: PictureCodec,
    rate: Rate,
    options: { readonly globalHeader: boolean; readonly threads?: number; readonly sharing?: "slices" },
    take: (packet: Packet) => void,
  ) {
    this.#video = video;
    this.#codec = codec;
    this.#take = take;
    this.#packet.alloc();
    if (codec.encoder === undefined) throw new RenderFault("encode", `FFmpeg does not encode ${video.codec}.`);
    const encoder = present(Codec.findEncoderByName(codec.encoder), `find the encoder ${codec.encoder}`);
    const context = new CodecContext();
    context.allocContext3(encoder);
    context.width = video.width;
    context.height = video.height;
    context.pixelFormat = codec.pixelFormat;
    context.timeBase = new Rational(rate.den, rate.num);
    context.framerate = new Rational(rate.num, rate.den);
    context.sampleAspectRatio = new Rational(Number(video.pixelAspect.num), Number(video.pixelAspect.den));
    context.colorPrimaries = codec.tags.primaries;
    context.colorTrc = codec.tags.transfer;
    context.colorSpace = codec.tags.matrix;
    context.colorRange = codec.tags.range;
    if (codec.tag !== undefined) context.codecTag = codec.tag;
    if (options.globalHeader) context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
    // 0 = as many as there are processors, which is what FFmpeg's command line takes. With one each picture comes out at once.
    context.threadCount = options.threads ?? 0;
    if (options.sharing === "slices") context.threadType = FF_THREAD_SLICE;
    if (video.codec.startsWith("h26") || video.codec.startsWith("prores"))
      context.setOption("field_order", fieldOrders[video.scan]);
    if (video.scan !== "progressive" && video.codec.startsWith("h264")) context.setOption("flags", "+ilme+ildct");
    // Without it pictures are coded over both fields, and say in their own headers that they are progressive.
    if (video.scan !== "progressive" && video.codec.startsWith("prores"))
      context.setFlags(AV_CODEC_FLAG_INTERLACED_DCT);
    // As options and not as a dictionary: node-av frees a dictionary that is handed to open2Sync twice.
    for (const [name, value] of Object.entries(codec.options))
      checked(context.setOption(name, value), `set ${name} to ${value} for ${codec.encoder}`);
    checked(context.open2Sync(encoder, null), `start the encoder ${codec.encoder}`);
    this.context = context;
  }

  /** Packets go there from here on. */
  serve(take: (packet: Packet) => void): void {
    this.#take = take;
  }

  /** Encodes a picture and frees it. */
  encode(frame: Frame): void {
    frame.pts = BigInt(this.#frames++);
    frame.duration = 1n;
    frame.timeBase = this.context.timeBase;
    // A decoded picture says how it was coded, which the encoder would take for an order.
    frame.pictType = AV_PICTURE_TYPE_NONE;
    // An encoder of fixed quality (JPEG) takes it from each picture.
    frame.quality = this.context.globalQuality;
    frame.clearFlags(AV_FRAME_FLAG_INTERLACED, AV_FRAME_FLAG_TOP_FIELD_FIRST);
    if (this.#video.scan !== "progressive") frame.setFlags(AV_FRAME_FLAG_INTERLACED);
    if (this.#video.scan === "topFirst") frame.setFlags(AV_FRAME_FLAG_TOP_FIELD_FIRST);
    frame.sampleAspectRatio = this.context.sampleAspectRatio;
    frame.colorPrimaries = this.#codec.tags.primaries;
    frame.colorTrc = this.#codec.tags.transfer;
    frame.colorSpace = this.#codec.tags.matrix;
    frame.colorRange = this.#codec.tags.range;
    checked(this.context.sendFrameSync(frame), "encode a picture");
    frame.free();
    this.#drain();
  }

  /** Gets what the encoder still holds. @throws RenderFault when it gave fewer packets than it got pictures. */
  finish(): void {
    checked(this.context.sendFrameSync(null), "finish encoding");
    this.#drain();
    this.requireAll();
  }

  /** @throws RenderFault when it gave fewer packets than it got pictures */
  requireAll(): void {
    if (this.#packets !== this.#frames)
      throw new RenderFault("encode", `The encoder gave ${this.#packets} pictures for ${this.#frames}.`);
  }

  #drain(): void {
    for (;;) {
      const result = this.context.receivePacketSync(this.#packet);
      if (result === AVERROR_EAGAIN || result === AVERROR_EOF) return;
      checked(result, "encode a picture");
      this.#packets++;
      if (this.#packet.duration <= 0n) this.#packet.duration = 1n;
      this.#take(this.#packet);
      this.#packet.unref();
    }
  }

  close(): void {
    this.context.freeContext();
    this.#packet.free();
  }
}
