import { nominalRate, type Rate } from "../../time/rate.ts";
import { formatTimecode, parseTimecode, type Timecode, TimecodeError } from "../../time/timecode.ts";

const dropFrameBit = 1 << 6;
const fieldBit = 1 << 15;

const codedDecimal = (value: number): number => (Math.floor(value / 10) << 4) | (value % 10);

/**
 * Packs a timecode as OpenEXR's `timeCode` attribute holds it (SMPTE ST 12-1, "TV60" packing). Above 30 frames a second
 * the frames count in pairs and the field bit marks the second of a pair, as ST 12-1 has it; above 60 there is no such
 * packing and the answer is nothing.
 */
export function packTimecode(timecode: Timecode, rate: Rate): number | undefined {
  const base = nominalRate(rate);
  if (base > 60) return undefined;
  const [hours, minutes, seconds, frame] = formatTimecode(timecode.frame, rate, timecode.dropFrame)
    .split(/[:;]/)
    .map(Number);
  if (hours === undefined || minutes === undefined || seconds === undefined || frame === undefined) return undefined;
  const inPairs = base > 30;
  const bits =
    codedDecimal(inPairs ? frame >> 1 : frame) |
    (timecode.dropFrame ? dropFrameBit : 0) |
    (codedDecimal(seconds) << 8) |
    (inPairs && frame % 2 === 1 ? fieldBit : 0) |
    (codedDecimal(minutes) << 16) |
    (codedDecimal(hours) << 24);
  return bits >>> 0;
}

/** Reads packed bits back at a rate. Nothing when they are no timecode at this rate. */
export function unpackTimecode(bits: number, rate: Rate): Timecode | undefined {
  const decimal = (shift: number, tensMask: number): number =>
    ((bits >>> (shift + 4)) & tensMask) * 10 + ((bits >>> shift) & 15);
  const frames = decimal(0, 3);
  const frame = nominalRate(rate) > 30 ? frames * 2 + ((bits & fieldBit) === 0 ? 0 : 1) : frames;
  const two = (value: number): string => String(value).padStart(2, "0");
  const separator = (bits & dropFrameBit) === 0 ? ":" : ";";
  try {
    return parseTimecode(
      `${two(decimal(24, 3))}:${two(decimal(16, 7))}:${two(decimal(8, 7))}${separator}${two(frame)}`,
      rate,
    );
  } catch (error) {
    if (error instanceof TimecodeError) return undefined;
    throw error;
  }
}
