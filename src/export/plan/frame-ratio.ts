import { nominalRate, type Rate, sameRate } from "../../time/rate.ts";
import { type Rational, rational } from "../../time/rational.ts";

/** Whether two rates count the same timecode and differ by 1000/1001 at most: 24 and 23.976. */
function isPullPair(a: Rate, b: Rate): boolean {
  return nominalRate(a) === nominalRate(b) && Math.abs(a.num / a.den / (b.num / b.den) - 1) < 0.0015;
}

/**
 * Frames of `a` for one frame of `b`. 24 and 23.976 (and 25, 30, 60 with theirs) run frame for frame, as finishing
 * programs conform them: real time would repeat a frame every 1,001 frames, from the first on.
 */
export function framesPerFrame(a: Rate, b: Rate): Rational {
  if (sameRate(a, b) || isPullPair(a, b)) return rational(1);
  return rational(a.num * b.den, a.den * b.num);
}
