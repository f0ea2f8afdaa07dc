import type { Rate } from "../../time/rate.ts";
import { parseTimecode } from "../../time/timecode.ts";
import { packTimecode } from "../exr/timecode-bits.ts";

/**
 * Writes a timecode and the rate into a DPX file's television header, which FFmpeg's encoder leaves empty (SMPTE ST 268:
 * timecode as packed decimals at byte 1920, rate as a float at byte 1940 and, in the film header, at 1724; big-endian, as
 * FFmpeg writes DPX).
 */
export function stampDpxTimecode(file: Buffer, timecode: string, rate: Rate): void {
  file.writeUInt32BE(packTimecode(parseTimecode(timecode, rate), rate) ?? 0xffff_ffff, 1920);
  file.writeFloatBE(rate.num / rate.den, 1724);
  file.writeFloatBE(rate.num / rate.den, 1940);
}
