import { formatRate, rate as rateOf, type Rate } from "./rate.ts";
import { framesPerDay, parseTimecode, TimecodeError } from "./timecode.ts";

/** A sequence or clip whose frames are pointed at. */
export interface CountedFrames {
  readonly name: string;
  readonly rate: Rate;
  /** Timecode of its first frame, as frames since 00:00:00:00. */
  readonly startFrame: number;
  readonly dropFrame: boolean;
  /** Frames. */
  readonly duration: number;
}

/**
 * Reads where in a sequence somebody points: a number is frames from its first, which is 0; else it is a record timecode,
 * which the sequence counts with drop frames or without, as it does. The frame may lie outside.
 * @throws TimecodeError when it cannot be read
 */
export function pointedFrame(text: string, { name, rate, startFrame, dropFrame, duration }: CountedFrames): number {
  if (/^\d+$/.test(text)) return Number(text);
  if (parseTimecode(text, rate).dropFrame && !dropFrame)
    throw new TimecodeError(
      `"${text}" is drop frame, but "${name}" counts its ${formatRate(rate)} frames a second without dropping: write ${text.replaceAll(/[;,.]/g, ":")}`,
    );
  const frame = parseTimecode(text, rate, dropFrame).frame - startFrame;
  // Recorded over midnight, where timecode starts again.
  const day = framesPerDay(rate, dropFrame);
  return frame < 0 && frame + day < duration ? frame + day : frame;
}

/** Fast enough that each frame number of a timecode exists. */
const anyRate = rateOf(1000);

/**
 * What is wrong with such a text wherever it points, in a sentence without its dot; empty when it can be read. Which frame
 * numbers there are depends on the rate, which is not known here.
 */
export function pointerFault(text: string): string {
  if (/^\d+$/.test(text)) return "";
  try {
    parseTimecode(text, anyRate, false);
    return "";
  } catch (error) {
    if (!(error instanceof TimecodeError)) throw error;
    return `${error.message}, or a number of frames from the first`;
  }
}
