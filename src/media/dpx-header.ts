import { parseRate, type Rate } from "../time/rate.ts";
import type { Timecode } from "../time/timecode.ts";
import { unpackTimecode } from "./exr/timecode-bits.ts";

/** What a DPX file's header says that a decoder does not pass on. */
export interface DpxHeader {
  /** The packed SMPTE timecode. `dpxTimecode` reads it at a rate. */
  readonly timecodeBits?: number;
  readonly framesPerSecond?: Rate;
}

function rateOf(value: number): Rate | undefined {
  return Number.isFinite(value) && value > 0.5 && value < 1000 ? parseRate(value.toFixed(3)) : undefined;
}

/** Reads the header from a file's first 2048 bytes (SMPTE ST 268). Nothing when it is no DPX file. */
export function readDpxHeader(bytes: Buffer): DpxHeader | undefined {
  const magic = bytes.toString("latin1", 0, 4);
  if ((magic !== "SDPX" && magic !== "XPDS") || bytes.length < 1664) return undefined;
  const big = magic === "SDPX";
  // Film and television headers may be left out (FFmpeg does); then pictures begin where they would stand.
  const pictures = big ? bytes.readUInt32BE(4) : bytes.readUInt32LE(4);
  const has = (end: number) => bytes.length >= end && (pictures === 0 || pictures >= end);
  const float = (at: number) => (big ? bytes.readFloatBE(at) : bytes.readFloatLE(at));
  const framesPerSecond =
    (has(1944) ? rateOf(float(1940)) : undefined) ?? (has(1728) ? rateOf(float(1724)) : undefined);
  const timecodeBits = has(1924) ? (big ? bytes.readUInt32BE(1920) : bytes.readUInt32LE(1920)) : 0xffff_ffff;
  // Writers that know no timecode leave ones, as the standard says, or zeros, and then no rate either.
  const unknown = timecodeBits === 0xffff_ffff || (timecodeBits === 0 && framesPerSecond === undefined);
  return { ...(framesPerSecond && { framesPerSecond }), ...(!unknown && { timecodeBits }) };
}

/** The timecode of a header, when it has one that exists at this rate. DPX and OpenEXR pack it alike. */
export const dpxTimecode = (header: DpxHeader, rate: Rate): Timecode | undefined =>
  header.timecodeBits === undefined ? undefined : unpackTimecode(header.timecodeBits, rate);
