import { closeSync, openSync, readSync } from "node:fs";
import { AV_CODEC_ID_PNG, AV_PIX_FMT_NONE } from "node-av/constants";
import { Codec, CodecContext, FormatContext, Frame, Packet, type Stream } from "node-av/lib";
import { openInput } from "./open-input.ts";

/** What stands before the pixels of a PNG is looked for in so many bytes of it. */
const headBytes = 65_536;

/**
 * Opens an image as `openInput` does. Of a PNG only what stands before its pixels is read: FFmpeg would inflate all of them
 * to tell their kind.
 * @throws CressetError("bad-input") as `openInput`
 */
export function openStill(path: string): FormatContext {
  if (!path.toLowerCase().endsWith(".png")) return openInput(path);
  const head = headOfPng(path);
  if (head === undefined) return openInput(path);
  const format = new FormatContext();
  if (format.openInputSync(path, null, null) < 0) return openInput(path);
  const [stream] = format.streams;
  if (stream !== undefined && stream.codecpar.codecId === AV_CODEC_ID_PNG && describe(stream, head)) return format;
  format.closeInputSync();
  return openInput(path);
}

/** The chunks before the pixels, as a PNG of its own whose pixels are missing; nothing where they are longer, or it is none. */
function headOfPng(path: string): Buffer | undefined {
  let bytes: Buffer;
  try {
    const file = openSync(path, "r");
    try {
      const buffer = Buffer.alloc(headBytes);
      bytes = buffer.subarray(0, readSync(file, buffer, 0, headBytes, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
  if (bytes.length < 33 || bytes.toString("latin1", 1, 4) !== "PNG") return undefined;
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString("latin1", at + 4, at + 8);
    // An animation is more than its first picture.
    if (type === "acTL") return undefined;
    if (type === "IDAT") return Buffer.concat([bytes.subarray(0, at), ending]);
  }
  return undefined;
}

/** Chunks that follow: pixels that begin and go no further (an empty deflate stream's first bytes), and the end. */
const ending = Buffer.from("0000000249444154789c62a4912b0000000049454e44ae426082", "hex");

/** Has the decoder look at the head, and tells the stream what it found. */
function describe(stream: Stream, head: Buffer): boolean {
  const codec = Codec.findDecoder(AV_CODEC_ID_PNG);
  if (codec === null) return false;
  const decoder = new CodecContext();
  using packet = new Packet();
  using frame = new Frame();
  packet.alloc();
  frame.alloc();
  try {
    decoder.allocContext3(codec);
    decoder.threadCount = 1;
    if (decoder.open2Sync(codec, null) < 0) return false;
    packet.data = head;
    packet.isKeyframe = true;
    // Whether a picture comes out of it does not matter.
    if (decoder.sendPacketSync(packet) >= 0) decoder.receiveFrameSync(frame);
    if (decoder.width === 0 || decoder.pixelFormat === AV_PIX_FMT_NONE) return false;
    return stream.codecpar.fromContext(decoder) >= 0;
  } finally {
    decoder.freeContext();
  }
}
