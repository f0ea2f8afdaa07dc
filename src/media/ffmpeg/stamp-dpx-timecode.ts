import { nominalRate, type Rate } from "../../time/rate.ts";

/**
 * Writes a timecode and the rate into a DPX file's television header, which FFmpeg's encoder leaves empty (SMPTE ST 268:
 * timecode as BCD at byte 1920, rate as a float at byte 1940 and, in the film header, at 1724; big-endian, as FFmpeg
 * writes DPX).
 */
export function stampDpxTimecode(file: Buffer, timecode: string, rate: Rate): void {
  const digits = timecode.replaceAll(/\D/g, "").padStart(8, "0");
  const dropFrame = timecode.includes(";") ? 0x40 : 0;
  // Bit 6 of the frames' byte is the drop-frame flag, as in linear timecode.
  file.writeUInt32BE((Number.parseInt(digits, 16) | dropFrame) >>> 0, 1920);
  const perSecond = rate.den === 1 ? nominalRate(rate) : rate.num / rate.den;
  file.writeFloatBE(perSecond, 1724);
  file.writeFloatBE(perSecond, 1940);
}
