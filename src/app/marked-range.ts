import { CressetError } from "../errors.ts";
import type { ExportRequest } from "../export/export-request.ts";
import { recordFrame } from "../export/record-frame.ts";
import type { FrameRange } from "../time/frame-range.ts";
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
  const start = markIn === undefined ? 0 : recordFrame(markIn, "--mark-in", sequence) + 1;
  const end = markOut === undefined ? sequence.duration : recordFrame(markOut, "--mark-out", sequence);
  const range = { start: Math.max(0, start), end: Math.min(sequence.duration, end) };
  if (range.start < range.end) return range;
  throw new CressetError(
    "usage",
    `Nothing lies between the marks ${markIn ?? "(start)"} and ${markOut ?? "(end)"} of "${sequence.name}", the marked frames excluded.`,
  );
}
