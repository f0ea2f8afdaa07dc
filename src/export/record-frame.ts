import { CressetError } from "../errors.ts";
import { formatRate } from "../time/rate.ts";
import { framesPerDay, parseTimecode, TimecodeError } from "../time/timecode.ts";
import type { Sequence } from "../timeline/sequence.ts";

type Counted = Pick<Sequence, "name" | "rate" | "startFrame" | "dropFrame" | "duration">;

/**
 * Reads where in a sequence somebody points: a number is frames from its first, which is 0; else it is a record timecode,
 * which the sequence counts with drop frames or without, as it does. The frame may lie outside.
 * @param option what the person wrote it for, for messages: `--at`
 * @throws CressetError `usage` when it cannot be read
 */
export function recordFrame(text: string, option: string, sequence: Counted): number {
  if (/^\d+$/.test(text)) return Number(text);
  const { rate, startFrame, dropFrame, duration, name } = sequence;
  try {
    if (parseTimecode(text, rate).dropFrame && !dropFrame)
      throw new TimecodeError(
        `"${text}" is drop frame, but "${name}" counts its ${formatRate(rate)} frames a second without dropping: write ${text.replaceAll(/[;,.]/g, ":")}`,
      );
    const frame = parseTimecode(text, rate, dropFrame).frame - startFrame;
    // Recorded over midnight, where timecode starts again.
    const day = framesPerDay(rate, dropFrame);
    return frame < 0 && frame + day < duration ? frame + day : frame;
  } catch (cause) {
    if (!(cause instanceof TimecodeError)) throw cause;
    throw new CressetError("usage", `${option}: ${cause.message}`, { cause });
  }
}
