import { type Rational, rational } from "../time/rational.ts";

/**
 * How far before the end of its range a segment that runs backwards starts: a source frame, or in slow motion just what
 * one record frame plays. So every frame of the range is held equally long, the first too, and the last record frame
 * shows the range's earliest frame and not the one before.
 * @param step source frames per record frame, of either sign
 */
export function backwardsLead(step: Rational): Rational {
  const size = { num: step.num < 0n ? -step.num : step.num, den: step.den };
  return size.num > size.den ? rational(1) : size;
}
