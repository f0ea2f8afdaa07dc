import { CressetError } from "../errors.ts";
import type { FrameRange } from "../time/frame-range.ts";
import { formatTimecode } from "../time/timecode.ts";
import type { Sequence } from "../timeline/sequence.ts";
import { recordFrame } from "./record-frame.ts";

/** Frames that somebody names, both included: record timecodes, or numbers from the sequence's first, which is 0. */
export interface NamedFrames {
  readonly first: string;
  readonly last: string;
}

/**
 * The record range of the frames that somebody names.
 * @throws CressetError `usage` when one cannot be read or lies outside of the sequence, or the last lies before the first.
 */
export function namedRange({ first, last }: NamedFrames, sequence: Sequence): FrameRange {
  const range = {
    start: recordFrame(first, "The frame", sequence),
    end: recordFrame(last, "The frame", sequence) + 1,
  };
  const outside = [
    { text: first, frame: range.start },
    { text: last, frame: range.end - 1 },
  ].find(({ frame }) => frame < 0 || frame >= sequence.duration);
  if (outside !== undefined)
    throw new CressetError(
      "usage",
      `${/^\d+$/.test(outside.text) ? `Frame ${outside.text}` : outside.text} lies outside of "${sequence.name}", which ${extentOf(sequence)}.`,
    );
  if (range.start >= range.end)
    throw new CressetError(
      "usage",
      `The range ends at ${last}, before it begins at ${first}. Write the earlier first.`,
    );
  return range;
}

function extentOf({ duration, startFrame, rate, dropFrame }: Sequence): string {
  const timecode = (frame: number) => formatTimecode(startFrame + frame, rate, dropFrame);
  if (duration === 1) return `has one frame, 0, at ${timecode(0)}`;
  return `has ${duration} frames, 0 to ${duration - 1}, from ${timecode(0)} to ${timecode(duration - 1)}`;
}
