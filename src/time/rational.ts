/** An exact number: `num / den`, reduced, `den` positive. Times are seconds, positions are frames, as the caller says. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

const largest = BigInt(Number.MAX_SAFE_INTEGER);
const isSmall = (value: bigint): boolean => value <= largest && value >= -largest;

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  // Nearly all numbers are small, and plain arithmetic is many times faster than that of any size.
  if (isSmall(a) && isSmall(b)) {
    let [x, y] = [Math.abs(Number(a)), Math.abs(Number(b))];
    while (y !== 0) [x, y] = [y, x % y];
    return BigInt(x);
  }
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Makes a reduced rational. Whole numbers only. @throws RangeError when `den` is 0 or a part is not whole. */
export function rational(num: bigint | number, den: bigint | number = 1): Rational {
  const n = BigInt(num);
  const d = BigInt(den);
  if (d === 1n) return { num: n, den: d };
  if (d === 0n) throw new RangeError("Expected a denominator other than 0");
  const divisor = greatestCommonDivisor(n, d) * (d < 0n ? -1n : 1n);
  return { num: n / divisor, den: d / divisor };
}

export const zero: Rational = rational(0);

export const add = (a: Rational, b: Rational): Rational => rational(a.num * b.den + b.num * a.den, a.den * b.den);
export const subtract = (a: Rational, b: Rational): Rational => rational(a.num * b.den - b.num * a.den, a.den * b.den);
export const multiply = (a: Rational, b: Rational): Rational => rational(a.num * b.num, a.den * b.den);
export const divide = (a: Rational, b: Rational): Rational => rational(a.num * b.den, a.den * b.num);

/** Negative, zero or positive as `a` is before, at or after `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.num * b.den - b.num * a.den;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The whole number at or below. */
export function floor(value: Rational): number {
  const quotient = value.num / value.den;
  const below = value.num % value.den < 0n;
  return Number(below ? quotient - 1n : quotient);
}

/** The whole number at or above. */
export const ceil = (value: Rational): number => -floor({ num: -value.num, den: value.den });

/** The nearest whole number, halves up. */
export const round = (value: Rational): number => floor(add(value, rational(1, 2)));

export const toNumber = (value: Rational): number => Number(value.num) / Number(value.den);

/**
 * Reads a decimal number of a file (as OTIO and EDL write them) as an exact rational: `fromDecimal(0.1)` is 1/10.
 * @throws RangeError when the number is not finite.
 */
export function fromDecimal(value: number): Rational {
  if (Number.isSafeInteger(value)) return rational(value);
  if (!Number.isFinite(value)) throw new RangeError(`Expected a finite number, got ${value}`);
  const [, sign, whole, fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? [];
  const digits = BigInt(`${whole}${fraction}`) * (sign === "-" ? -1n : 1n);
  const shift = Number(exponent) - fraction.length;
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift));
}
