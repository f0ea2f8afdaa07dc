import { type Rational, rational } from "./rational.ts";

/** Frames per second, exact and reduced: 23.976 is `{ num: 24000, den: 1001 }`. */
export interface Rate {
  readonly num: number;
  readonly den: number;
}

/** @throws RangeError when the rate is not positive. */
export function rate(num: number, den = 1): Rate {
  const reduced = rational(num, den);
  if (reduced.num <= 0n) throw new RangeError(`Expected a frame rate above 0, got ${num}/${den}`);
  return { num: Number(reduced.num), den: Number(reduced.den) };
}

/**
 * Reads a frame rate as files write it: `25`, `"23.98"`, `"23.976 fps"`, `"24000/1001"`, `23.97602397`. A decimal close
 * to a multiple of 1000/1001 means that rate: 23.98, 23.976 and 23.97602397 are all 24000/1001.
 * Returns nothing when the text is not a rate.
 */
export function parseRate(text: string | number): Rate | undefined {
  const [, first, second] = /^\s*(\d+(?:\.\d+)?)(?:\s*\/\s*(\d+))?\s*(?:fps|p)?\s*$/i.exec(String(text)) ?? [];
  if (first === undefined) return undefined;
  if (second !== undefined) {
    const [num, den] = [Number(first), Number(second)];
    return Number.isInteger(num) && num > 0 && den > 0 ? rate(num, den) : undefined;
  }
  const value = Number(first);
  if (!(value > 0) || value > 100_000) return undefined;
  if (Number.isInteger(value)) return rate(value);
  const nominal = Math.ceil(value);
  if (Math.abs(value - (nominal * 1000) / 1001) < 0.006) return rate(nominal * 1000, 1001);
  return rate(Math.round(value * 1_000_000), 1_000_000);
}

const ntsc = [24, 30, 48, 60, 120];
const whole = [12, 15, 24, 25, 30, 48, 50, 60, 96, 100, 120];

/** The rates that the field has a name for, slowest first. */
export const knownRates: readonly Rate[] = [
  ...whole.map((frames) => rate(frames)),
  ...ntsc.map((frames) => rate(frames * 1000, 1001)),
].toSorted((a, b) => a.num / a.den - b.num / b.den);

/**
 * Reads a rate that a person typed: one that the field has a name for, or an exact fraction. A number that is merely near
 * one (23.9) is a slip, and would put every later frame in the wrong place. Returns nothing for it.
 */
export function parseKnownRate(text: string | number): Rate | undefined {
  const read = parseRate(text);
  if (read === undefined || read.num / read.den > 1000) return undefined;
  return String(text).includes("/") || knownRates.some((known) => sameRate(known, read)) ? read : undefined;
}

/** For messages: `12, 15, 23.976, 24, 25 …, or an exact fraction such as 24000/1001`. */
export const knownRatesText = (): string =>
  `${knownRates.map(formatRate).join(", ")}, or an exact fraction such as 24000/1001`;

/** The whole number that timecode counts to: 24 for 23.976. */
export const nominalRate = (value: Rate): number => Math.round(value.num / value.den);

export const sameRate = (a: Rate, b: Rate): boolean => a.num === b.num && a.den === b.den;

/** As the field writes it: `"25"`, `"23.976"`, `"29.97"`. */
export function formatRate(value: Rate): string {
  return String(Number((value.num / value.den).toFixed(3)));
}

/** How long one frame lasts, in seconds. */
export const frameDuration = (value: Rate): Rational => rational(value.den, value.num);

/** Drop-frame timecode exists at 29.97 and 59.94 only. */
export const allowsDropFrame = (value: Rate): boolean =>
  value.den === 1001 && (value.num === 30_000 || value.num === 60_000);
