import { nominalRate, type Rate } from "../../time/rate.ts";
import { divide, fromDecimal, multiply, type Rational, rational, toNumber } from "../../time/rational.ts";

/**
 * Speed of an M2 line: frames per second against the whole number that timecode counts to (24 at 23.976), which is how
 * edit systems write it. Some write the true rate instead (23.98, 29.97, 59.94): at rates of 1000/1001, a number that is
 * a half or whole multiple of the true rate and not of the whole number means that multiple.
 */
export function speedOfFramesPerSecond(framesPerSecond: number, rate: Rate): Rational {
  const speed = divide(fromDecimal(framesPerSecond), rational(nominalRate(rate)));
  if (rate.den !== 1001) return speed;
  const halves = toNumber(speed) * 2;
  const trueHalves = halves * 1.001;
  const nearest = Math.round(trueHalves);
  const isTrueMultiple = Math.abs(trueHalves - nearest) < 0.001 && !Number.isInteger(halves);
  return isTrueMultiple ? rational(nearest, 2) : speed;
}

/**
 * The M2 number of a speed: one decimal where that is exact, as edit systems write it, else as many as it needs, six at
 * most. `isExact` says whether it reads back as the same speed.
 */
export function framesPerSecondOfSpeed(speed: Rational, rate: Rate): { text: string; isExact: boolean } {
  const value = toNumber(multiply(speed, rational(nominalRate(rate))));
  const [whole = "0", fraction = ""] = Math.abs(value).toFixed(6).split(".");
  const text = `${value < 0 ? "-" : ""}${whole.padStart(3, "0")}.${fraction.replace(/0+$/, "").padEnd(1, "0")}`;
  const read = speedOfFramesPerSecond(Number(text), rate);
  return { text, isExact: read.num === speed.num && read.den === speed.den };
}
