import {
  AV_CODEC_ID_MJPEG,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  AVSEEK_FLAG_BACKWARD,
} from "node-av/constants";
import { Codec, CodecContext, FFmpegError, FormatContext, Frame, Packet, type Stream } from "node-av/lib";
import type { Rate } from "../../time/rate.ts";
import { RenderFault } from "../render-fault.ts";

/** What a written file must hold. */
export interface Expected {
  /** Pictures; nothing = the file has none. */
  readonly frames?: number;
  readonly rate: Rate;
  /** Samples and rate of each sound stream. */
  readonly sounds: readonly { readonly samples: number; readonly sampleRate: number }[];
}

/** A file that waits for its name. */
export interface Unnamed {
  readonly path: string;
  /** What it shall be called, for sentences about it. */
  readonly name: string;
}

/**
 * Reads a finished file back: it opens, has as many pictures and as much sound as it should, and its first and last
 * picture decode without a fault.
 * @throws RenderFault of cause "encode" that says what is wrong.
 */
export function verifyFile(file: Unnamed, expected: Expected): void {
  const format = new FormatContext();
  try {
    must(format.openInputSync(file.path), file, "cannot be opened again");
    must(format.findStreamInfoSync(null), file, "cannot be read again");
    const pictures = format.streams.filter(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_VIDEO);
    const sounds = format.streams.filter(({ codecpar }) => codecpar.codecType === AVMEDIA_TYPE_AUDIO);
    if (sounds.length !== expected.sounds.length)
      fail(file, `has ${sounds.length} sound streams where ${expected.sounds.length} were written`);
    expected.sounds.forEach((sound, index) => {
      const stream = sounds[index];
      if (stream !== undefined) checkSound(file, stream, sound);
    });
    if (expected.frames === undefined) return;
    const [picture] = pictures;
    if (picture === undefined) fail(file, "has no picture");
    else checkPicture(file, format, picture, expected.frames, expected.rate);
  } finally {
    format.closeInputSync();
  }
}

/** Decodes a single image. @throws RenderFault */
export function verifyImage(file: Unnamed): void {
  const format = new FormatContext();
  try {
    // Looking into the streams first would decode the picture once more: the file says of itself what it is.
    must(format.openInputSync(file.path), file, "cannot be opened again");
    const [stream] = format.streams;
    if (stream === undefined) fail(file, "has no picture");
    else decode(file, format, stream, () => true);
  } finally {
    format.closeInputSync();
  }
}

function checkSound(file: Unnamed, stream: Stream, { samples, sampleRate }: Expected["sounds"][number]): void {
  const seconds = (Number(stream.duration) * stream.timeBase.num) / stream.timeBase.den;
  // Containers count in their own ticks (MXF in frames), so a tick and a coded block of 4096 samples may differ.
  const slack = stream.timeBase.num / stream.timeBase.den + 4608 / sampleRate;
  if (stream.duration > 0n && Math.abs(seconds - samples / sampleRate) > slack)
    fail(file, `holds ${seconds.toFixed(3)} s of sound where ${(samples / sampleRate).toFixed(3)} s were written`);
}

function checkPicture(file: Unnamed, format: FormatContext, stream: Stream, frames: number, rate: Rate): void {
  const ticks = (frames * rate.den * stream.timeBase.den) / (rate.num * stream.timeBase.num);
  const counted = stream.nbFrames > 0n ? Number(stream.nbFrames) : undefined;
  if (counted !== undefined && counted !== frames) fail(file, `has ${counted} pictures where ${frames} were written`);
  const oneFrame = ticks / frames;
  if (Math.abs(Number(stream.duration) - ticks) >= oneFrame / 2 + 1)
    fail(file, `lasts ${stream.duration} ticks of ${stream.timeBase.toString()} s where ${ticks} were written`);
  decode(file, format, stream, () => true);
  const last = stream.startTime + BigInt(Math.round(ticks - oneFrame));
  const isLast = (frame: Frame) => frame.bestEffortTimestamp >= last - BigInt(Math.floor(oneFrame / 2));
  // The way from the last key frame may be hundreds of pictures long: those that no other leans on are passed over,
  // unless the last one turns out to be one of them.
  for (const hurry of [true, false]) {
    const found = format.seekFrameSync(stream.index, last, AVSEEK_FLAG_BACKWARD);
    must(found, file, "cannot be searched for its last picture");
    if (decode(file, format, stream, isLast, hurry)) return;
  }
  fail(file, "does not give its last picture");
}

/** Decodes until a picture is the wanted one; whether it came. */
function decode(
  file: Unnamed,
  format: FormatContext,
  stream: Stream,
  wanted: (frame: Frame) => boolean,
  hurry = false,
): boolean {
  const codec = Codec.findDecoder(stream.codecpar.codecId);
  if (codec === null) return fail(file, "holds a codec that cannot be read back");
  const context = new CodecContext();
  const [packet, frame] = [new Packet(), new Frame()];
  packet.alloc();
  frame.alloc();
  try {
    context.allocContext3(codec);
    context.parametersToContext(stream.codecpar);
    // One picture of an intra codec is there soonest with one thread; long-GOP codecs run up to the last picture.
    context.threadCount = stream.codecpar.videoDelay > 0 ? 0 : 1;
    if (stream.codecpar.codecId === AV_CODEC_ID_MJPEG) {
      // Every coded bit is read, and one that is wrong is told; that the picture comes out small saves half of the time.
      context.setOption("lowres", "3");
      context.setOption("err_detect", "explode");
    }
    if (hurry) {
      context.setOption("skip_frame", "noref");
      context.setOption("skip_loop_filter", "all");
    }
    must(context.open2Sync(codec, null), file, "cannot be decoded");
    for (let ended = false; ;) {
      const got = context.receiveFrameSync(frame);
      if (got === 0) {
        if (frame.decodeErrorFlags !== 0) fail(file, "has a damaged picture");
        if (wanted(frame)) return true;
        frame.unref();
      } else if (got === AVERROR_EOF || (got === AVERROR_EAGAIN && ended)) return false;
      else if (got !== AVERROR_EAGAIN) must(got, file, "has a picture that does not decode");
      else ended = feed(file, format, stream, context, packet);
    }
  } finally {
    frame.free();
    packet.free();
    context.freeContext();
  }
}

/** Gives the decoder the next packet of the stream, or the end; whether it was the end. */
function feed(file: Unnamed, format: FormatContext, stream: Stream, context: CodecContext, packet: Packet): boolean {
  for (;;) {
    const read = format.readFrameSync(packet);
    if (read === AVERROR_EOF) {
      context.sendPacketSync(null);
      return true;
    }
    must(read, file, "breaks off");
    const ours = packet.streamIndex === stream.index;
    if (ours) must(context.sendPacketSync(packet), file, "has a picture that does not decode");
    packet.unref();
    if (ours) return false;
  }
}

function must(code: number, file: Unnamed, what: string): void {
  if (code < 0) fail(file, `${what} (${FFmpegError.strerror(code)})`);
}

function fail(file: Unnamed, what: string): never {
  throw new RenderFault("encode", `The written file ${what}: "${file.name}". It was thrown away.`);
}
