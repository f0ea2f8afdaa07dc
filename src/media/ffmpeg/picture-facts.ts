import * as ff from "node-av/constants";
import { avGetCodecName, avGetPixFmtName, Codec, CodecContext, Frame, Packet, type Stream } from "node-av/lib";
import { rate as makeRate, type Rate } from "../../time/rate.ts";
import { divide, rational, type Rational } from "../../time/rational.ts";
import type { VideoStream } from "../media-info.ts";
import { pixelFormatFacts } from "../pixel-format.ts";
import { measureStream } from "./build-frame-index.ts";
import { colourOf } from "./colour-names.ts";
import { displayTurnOf } from "./display-matrix.ts";
import type { StreamInput } from "./stream-input.ts";

interface FfmpegRational {
  readonly num: number;
  readonly den: number;
}

/** A frame rate of FFmpeg, when it is one. */
export const exactRate = ({ num, den }: FfmpegRational): Rate | undefined =>
  num > 0 && den > 0 && num / den <= 1000 ? makeRate(num, den) : undefined;

/** The field's own rates, to which a file's blurred one is drawn; those between (10, 12.5, 179/6) stay as they are. */
const fieldRates = [24, 25, 30, 48, 50, 60, 100, 120].flatMap((base) => [makeRate(base), makeRate(base * 1000, 1001)]);

const near = (a: Rate, b: Rate, apart: number): boolean => Math.abs((a.num * b.den) / (a.den * b.num) - 1) < apart;

/**
 * The stream's rate. The average is what the file's length says, but a coarse clock (600 or 1000 ticks a second) blurs it;
 * FFmpeg's guess of the base rate wins where the two agree. 2398/100 and the like mean the field's rate beside them.
 */
function rateOf(stream: Stream): Rate | undefined {
  const average = exactRate(stream.avgFrameRate);
  const base = exactRate(stream.rFrameRate);
  const rate = average !== undefined && base !== undefined && near(average, base, 5e-4) ? base : (average ?? base);
  return rate === undefined ? undefined : (fieldRates.find((known) => near(rate, known, 2e-4)) ?? rate);
}

const isAspect = ({ num, den }: FfmpegRational): boolean => num > 0 && den > 0;

function pixelAspectOf(stream: Stream): Rational {
  const aspect = [stream.sampleAspectRatio, stream.codecpar.sampleAspectRatio].find(isAspect);
  return aspect === undefined ? rational(1) : rational(aspect.num, aspect.den);
}

/**
 * Field orders of FFmpeg (AVFieldOrder) by which field is shown first. 4 and 5 are what QuickTime's 9 and 14 become: the
 * words of the format's book swap the fields, but QuickTime and all who write it (interleaved rows, as from a capture card)
 * mean the order of the rows.
 */
const scans: Readonly<Record<string, VideoStream["scan"]>> = {
  "1": "progressive",
  "2": "topFirst",
  "3": "bottomFirst",
  "4": "topFirst",
  "5": "bottomFirst",
};

/** Field order of the first picture; nothing when it cannot be decoded. */
function decodedScan(input: StreamInput, decoder: CodecContext): VideoStream["scan"] | undefined {
  using packet = new Packet();
  packet.alloc();
  using frame = new Frame();
  frame.alloc();
  for (let tries = 0; tries < 32 && input.read(packet); tries++) {
    if (decoder.sendPacketSync(packet) < 0) continue;
    if (decoder.receiveFrameSync(frame) < 0) continue;
    if (!frame.hasFlags(ff.AV_FRAME_FLAG_INTERLACED)) return "progressive";
    return frame.hasFlags(ff.AV_FRAME_FLAG_TOP_FIELD_FIRST) ? "topFirst" : "bottomFirst";
  }
  return undefined;
}

function scanOf(input: StreamInput, codec: Codec): VideoStream["scan"] {
  const decoder = new CodecContext();
  decoder.allocContext3(codec);
  try {
    decoder.parametersToContext(input.stream.codecpar);
    const declared = scans[decoder.getOption("field_order") ?? ""];
    if (declared === "progressive") return declared;
    const decoded = decoder.open2Sync(codec, null) < 0 ? undefined : decodedScan(input, decoder);
    // What a picture says of its fields decides. One that speaks of none may be of a codec that cannot.
    return decoded === undefined || decoded === "progressive" ? (declared ?? "progressive") : decoded;
  } finally {
    decoder.freeContext();
  }
}

function profileOf(stream: Stream, codec: Codec): string {
  const wanted: number = stream.codecpar.profile;
  return codec.profiles?.find(({ profile }) => profile === wanted)?.name ?? "";
}

export const codecNameOf = (stream: Stream): string => avGetCodecName(stream.codecpar.codecId) ?? "unknown";

/**
 * What a picture stream holds. Reads on in the file; adds sentences to `warnings`.
 * @param still the rate for pictures that have none of their own
 */
export function videoStreamOf(
  input: StreamInput,
  still: { readonly rate: Rate; readonly frameCount: number } | undefined,
  warnings: string[],
): VideoStream {
  const codec = Codec.findDecoder(input.stream.codecpar.codecId);
  const scan = codec === null || still !== undefined ? "progressive" : scanOf(input, codec);
  input.rewind();
  const extent = still === undefined ? measureStream(input.format, input.stream) : undefined;
  input.touch();
  // Only now: winding back may have opened the file again.
  const { stream } = input;
  const { codecpar } = stream;
  const name = codecNameOf(stream);
  if (codec === null) warnings.push(`Stream ${stream.index} (${name}) cannot be decoded.`);
  const known = pixelFormatNameOf(codecpar.format);
  const facts = pixelFormatFacts(known);
  if (extent?.cutOff === true)
    warnings.push(`The file is cut off: it holds ${extent.count} frames, fewer than its header says.`);
  if (extent?.variable === true)
    warnings.push("The frame rate varies: frames are counted one by one, whatever their length.");
  if (extent?.count === 0) warnings.push("There is no picture in it.");
  const turn = displayTurnOf(stream);
  if (turn?.filters === "")
    warnings.push(`The file says that its pictures are turned by ${turn.degrees}°: they are shown as they are stored.`);
  const isTurned = turn?.isQuarter === true;
  const aspect = pixelAspectOf(stream);
  const rate = still?.rate ?? rateOf(stream);
  if (rate === undefined) warnings.push("The file does not say its frame rate: 24 is taken.");
  return {
    index: stream.index,
    codec: name,
    profile: codec === null ? "" : profileOf(stream, codec),
    width: isTurned ? codecpar.height : codecpar.width,
    height: isTurned ? codecpar.width : codecpar.height,
    ...(turn !== undefined && turn.filters !== "" && { rotation: turn.degrees }),
    pixelAspect: isTurned ? divide(rational(1), aspect) : aspect,
    pixelFormat: known,
    bitDepth: facts.floatingPoint ? facts.bitDepth : codecpar.bitsPerRawSample || facts.bitDepth,
    floatingPoint: facts.floatingPoint,
    alpha: facts.alpha,
    rate: rate ?? makeRate(24),
    frameCount: still?.frameCount ?? extent?.count ?? 0,
    scan,
    colour: colourOf(codecpar),
  };
}

function pixelFormatNameOf(format: ff.AVPixelFormat | ff.AVSampleFormat): string {
  return (isPixelFormat(format) ? avGetPixFmtName(format) : null) ?? "unknown";
}

/** The format of a picture stream is a pixel format, which its type does not know. */
const isPixelFormat = (format: ff.AVPixelFormat | ff.AVSampleFormat): format is ff.AVPixelFormat => Number(format) >= 0;
