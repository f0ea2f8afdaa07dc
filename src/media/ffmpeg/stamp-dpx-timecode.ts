import type { Rate } from "../../time/rate.ts";
import { parseTimecode } from "../../time/timecode.ts";
import { packTimecode } from "../exr/timecode-bits.ts";

/** Length of the generic header, which is all that FFmpeg writes, and of the whole header with film and television. */
const genericLength = 1664;
const wholeLength = 2048;

/**
 * Gives a DPX file of FFmpeg's encoder the film and television headers that it leaves out, with timecode and rate (SMPTE
 * ST 268: timecode as packed decimals at byte 1920, rate as a float at byte 1940 and, in the film header, at 1724;
 * big-endian, as FFmpeg writes DPX). FFmpeg's pictures begin where these headers belong, so they move back.
 * @returns the file in two pieces, so that its pictures are not copied.
 */
export function stampDpxTimecode(file: Buffer, timecode: string, rate: Rate): readonly [Buffer, Buffer] {
  const begin = file.readUInt32BE(4);
  // Ones say "undefined" in numbers, zeros end texts: of the film header 48 bytes, frame id and slate, reserved ones.
  const header = Buffer.alloc(wholeLength, 0xff);
  file.copy(header, 0, 0, genericLength);
  header.fill(0, 1664, 1712);
  header.fill(0, 1732, 1920);
  header.fill(0, 1972, wholeLength);
  header.writeUInt32BE(wholeLength, 4);
  header.writeUInt32BE(file.length - begin + wholeLength, 16);
  header.writeUInt32BE(genericLength, 24);
  header.writeUInt32BE(wholeLength - genericLength, 28);
  header.writeUInt32BE(wholeLength, 808);
  header.writeUInt32BE(packTimecode(parseTimecode(timecode, rate), rate) ?? 0xffff_ffff, 1920);
  header.writeFloatBE(rate.num / rate.den, 1724);
  header.writeFloatBE(rate.num / rate.den, 1940);
  return [header, file.subarray(begin)];
}
