import type { Rate } from "../time/rate.ts";
import { ceil, rational } from "../time/rational.ts";

/** How many samples belong to the first frames of something, rounded up. */
export const samplesOfFrames = (frames: number, { num, den }: Rate, sampleRate: number): number =>
  ceil(rational(BigInt(frames) * BigInt(den) * BigInt(sampleRate), num));
