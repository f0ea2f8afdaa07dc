import { CressetError } from "../errors.ts";
import { type CountedFrames, pointedFrame } from "../time/pointed-frame.ts";
import { TimecodeError } from "../time/timecode.ts";

/**
 * Reads where in a sequence somebody points, as `pointedFrame` does.
 * @param option what the person wrote it for, for messages: `--at`
 * @throws CressetError `usage` when it cannot be read
 */
export function recordFrame(text: string, option: string, sequence: CountedFrames): number {
  try {
    return pointedFrame(text, sequence);
  } catch (cause) {
    if (!(cause instanceof TimecodeError)) throw cause;
    throw new CressetError("usage", `${option}: ${cause.message}`, { cause });
  }
}
