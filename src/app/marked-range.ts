import { CressetError } from "../errors.ts";
import type { ExportRequest } from "../export/export-request.ts";
import type { FrameRange } from "../time/frame-range.ts";
import { parseTimecode, TimecodeError } from "../time/timecode.ts";
import type { Sequence } from "../timeline/sequence.ts";

/**
 * The record range between the marks, the marked frames excluded; without an in mark from the start, without an out mark to
 * the end. Marks are record timecodes, or frames counted from the sequence's first.
 * @throws CressetError `usage` when a mark cannot be read or nothing lies between them.
 */
export function markedRange(
  { exportBetweenMarks, markIn, markOut }: ExportRequest,
  sequence: Sequence,
): FrameRange | undefined {
  if (!exportBetweenMarks) return undefined;
  const start = markIn === undefined ? 0 : frameOf(markIn, "--mark-in", sequence) + 1;
  const end = markOut === undefined ? sequence.duration : frameOf(markOut, "--mark-out", sequence);
  const range = { start: Math.max(0, start), end: Math.min(sequence.duration, end) };
  if (range.start < range.end) return range;
  throw new CressetError(
    "usage",
    `Nothing lies between the marks ${markIn ?? "(start)"} and ${markOut ?? "(end)"} of "${sequence.name}", the marked frames excluded.`,
  );
}

function frameOf(mark: string, option: string, { rate, startFrame }: Sequence): number {
  if (/^\d+$/.test(mark)) return Number(mark);
  try {
    return parseTimecode(mark, rate).frame - startFrame;
  } catch (cause) {
    if (!(cause instanceof TimecodeError)) throw cause;
    throw new CressetError("usage", `${option}: ${cause.message}`, { cause });
  }
}
