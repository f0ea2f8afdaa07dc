import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { extname } from "node:path";
import { AV_CODEC_ID_DPX, AV_CODEC_ID_PNG, AV_PIX_FMT_NONE, type AVCodecID } from "node-av/constants";
import { Codec, CodecContext, FormatContext, Frame, Packet, type Stream } from "node-av/lib";
import { openInput } from "./open-input.ts";

/** What stands before the pixels is looked for in so many bytes of an image. */
const headBytes = 65_536;

/** The beginning of an image as a picture that its decoder tells the kind of. */
interface Head {
  readonly codecId: AVCodecID;
  readonly bytes: Buffer;
  /** Where the picture of `bytes` is lower than that of the file. */
  readonly height?: number;
}

/**
 * Opens an image as `openInput` does. Of a PNG or DPX only what stands before its pixels is read: FFmpeg would decode all of
 * them to tell their kind.
 * @throws CressetError("bad-input") as `openInput`
 */
export function openStill(path: string): FormatContext {
  const head = headOf(path);
  if (head === undefined) return openInput(path);
  const format = new FormatContext();
  if (format.openInputSync(path, null, null) < 0) return openInput(path);
  const [stream] = format.streams;
  if (stream !== undefined && stream.codecpar.codecId === head.codecId && describe(stream, head)) return format;
  format.closeInputSync();
  return openInput(path);
}

function headOf(path: string): Head | undefined {
  const extension = extname(path).toLowerCase();
  if (extension !== ".png" && extension !== ".dpx") return undefined;
  let bytes: Buffer;
  let size: number;
  try {
    const file = openSync(path, "r");
    try {
      const buffer = Buffer.alloc(headBytes);
      bytes = buffer.subarray(0, readSync(file, buffer, 0, headBytes, 0));
      ({ size } = fstatSync(file));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
  return extension === ".png" ? headOfPng(bytes) : headOfDpx(bytes, size);
}

/**
 * The header (SMPTE ST 268) with few rows, which are black; nothing for a file that is not as long as it says.
 * @param size of the file, in bytes
 */
function headOfDpx(bytes: Buffer, size: number): Head | undefined {
  const magic = bytes.toString("latin1", 0, 4);
  if ((magic !== "SDPX" && magic !== "XPDS") || bytes.length < 2048) return undefined;
  const [read, write] =
    magic === "SDPX"
      ? ([bytes.readUInt32BE.bind(bytes), bytes.writeUInt32BE.bind(bytes)] as const)
      : ([bytes.readUInt32LE.bind(bytes), bytes.writeUInt32LE.bind(bytes)] as const);
  const [pixelsAt, saidSize, width, height] = [read(4), read(16), read(772), read(rowsAt)];
  if (saidSize !== size || pixelsAt > bytes.length || width > widest) return undefined;
  const rows = Math.min(height, fewRows);
  write(rows, rowsAt);
  // Four samples of 16 bits are the most that a pixel has.
  const picture = Buffer.alloc(pixelsAt + width * rows * 8);
  bytes.copy(picture, 0, 0, pixelsAt);
  return { codecId: AV_CODEC_ID_DPX, bytes: picture, height };
}

/** Where a DPX says how many rows it has. */
const rowsAt = 776;
/** Enough that the decoder believes in pixels that are not square. */
const fewRows = 16;
const widest = 16_384;

/** The chunks before the pixels, as a PNG of its own whose pixels are missing; nothing where they are longer, or it is none. */
function headOfPng(bytes: Buffer): Head | undefined {
  if (bytes.length < 33 || bytes.toString("latin1", 1, 4) !== "PNG") return undefined;
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString("latin1", at + 4, at + 8);
    // An animation is more than its first picture.
    if (type === "acTL") return undefined;
    if (type === "IDAT") return { codecId: AV_CODEC_ID_PNG, bytes: Buffer.concat([bytes.subarray(0, at), ending]) };
  }
  return undefined;
}

/** Chunks that follow: pixels that begin and go no further (an empty deflate stream's first bytes), and the end. */
const ending = Buffer.from("0000000249444154789c62a4912b0000000049454e44ae426082", "hex");

/** Has the decoder look at the head, and tells the stream what it found. */
function describe(stream: Stream, { codecId, bytes, height }: Head): boolean {
  const codec = Codec.findDecoder(codecId);
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
    packet.data = bytes;
    packet.isKeyframe = true;
    // Whether a picture comes out of it does not matter.
    if (decoder.sendPacketSync(packet) >= 0) decoder.receiveFrameSync(frame);
    if (decoder.width === 0 || decoder.pixelFormat === AV_PIX_FMT_NONE) return false;
    if (stream.codecpar.fromContext(decoder) < 0) return false;
    if (height !== undefined) stream.codecpar.height = height;
    return true;
  } finally {
    decoder.freeContext();
  }
}
