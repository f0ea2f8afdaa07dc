import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { pointedFrame, pointerFault } from "../../../../src/time/pointed-frame.ts";
import { TimecodeError } from "../../../../src/time/timecode.ts";

/** What is wrong with each mark that is typed, in a sentence; empty when nothing is known to be. */
export interface MarkFaults {
  readonly markIn: string;
  readonly markOut: string;
}

/** @param entry the first that is chosen: where it is a clip, its rate decides. What of others does not fit, a dry run tells. */
export function markFaults(
  marks: { readonly markIn: string; readonly markOut: string },
  entry: Pick<EntryShape, "name" | "clip"> | undefined,
): MarkFaults {
  const [markIn, markOut] = [readMark(marks.markIn, entry), readMark(marks.markOut, entry)];
  const clip = entry?.clip;
  const end = markOut.frame ?? clip?.duration;
  const isEmpty =
    clip !== undefined &&
    markIn.fault + markOut.fault === "" &&
    (markIn.frame !== undefined || markOut.frame !== undefined) &&
    end !== undefined &&
    Math.max(0, (markIn.frame ?? -1) + 1) >= Math.min(clip.duration, end);
  const nothing = isEmpty ? `Nothing of ${entry?.name} lies between the marks.` : "";
  return { markIn: markIn.fault, markOut: markOut.fault || nothing };
}

function readMark(
  typed: string,
  entry: Pick<EntryShape, "name" | "clip"> | undefined,
): { readonly fault: string; readonly frame?: number } {
  const text = typed.trim();
  if (text === "") return { fault: "" };
  const fault = pointerFault(text);
  if (fault !== "") return { fault: `${fault}.` };
  if (entry?.clip === undefined) return { fault: "" };
  try {
    return { fault: "", frame: pointedFrame(text, { ...entry.clip, name: entry.name }) };
  } catch (error) {
    if (error instanceof TimecodeError) return { fault: `${error.message}.` };
    throw error;
  }
}
