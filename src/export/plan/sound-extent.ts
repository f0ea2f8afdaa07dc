import type { SoundExtent } from "../../media/render-job.ts";
import type { FrameRange } from "../../time/frame-range.ts";
import { frameDuration } from "../../time/rate.ts";
import { add, multiply, rational, subtract } from "../../time/rational.ts";
import type { Sequence } from "../../timeline/sequence.ts";

/**
 * Where the sound of an asset lies, to the sample, if it is a sound file alone or a part of one: such a file neither begins
 * nor ends with a frame. Nothing for all else, which is as long as its frames.
 */
export function soundExtent(sequence: Sequence, { start, end }: FrameRange): SoundExtent | undefined {
  const { soundAlone, rate } = sequence;
  if (soundAlone === undefined) return undefined;
  const seconds = (frames: number) => multiply(rational(frames), frameDuration(rate));
  const last = end >= sequence.duration ? soundAlone.duration : seconds(end);
  return { start: add(soundAlone.start, seconds(start)), duration: subtract(last, seconds(start)) };
}
