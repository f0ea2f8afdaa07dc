import { CressetError } from "../errors.ts";
import type { ExportRequest } from "../export/export-request.ts";
import { recordFrame } from "../export/record-frame.ts";
import type { FrameRange } from "../time/frame-range.ts";
import type { Sequence } from "../timeline/sequence.ts";

/** Marks that people set on a clip or sequence of the catalogue: frames counted from its first. */
export interface OwnMarks {
  readonly inMark?: number | undefined;
  readonly outMark?: number | undefined;
}

/**
 * The record range between the marks, the marked frames excluded; without an in mark from the start, without an out mark to
 * the end. Marks of the request are record timecodes, or frames counted from the sequence's first; where it has none, those
 * of the sequence count.
 * @throws CressetError `usage` when a mark cannot be read or nothing lies between them.
 */
export function markedRange(
  { exportBetweenMarks, markIn, markOut, isSnapshot }: ExportRequest,
  sequence: Sequence,
  own: OwnMarks = {},
): FrameRange | undefined {
  if (!exportBetweenMarks) return undefined;
  const isSaid = markIn !== undefined || markOut !== undefined;
  const inMark = isSaid ? markIn : own.inMark?.toString();
  const outMark = isSaid ? markOut : own.outMark?.toString();
  if (isSnapshot && inMark === undefined && outMark === undefined)
    throw new CressetError(
      "usage",
      `"${sequence.name}" has no marks to take a snapshot between. Set them on a clip of the catalogue, or name the frames with --range.`,
    );
  const start = inMark === undefined ? 0 : recordFrame(inMark, "--mark-in", sequence) + 1;
  const end = outMark === undefined ? sequence.duration : recordFrame(outMark, "--mark-out", sequence);
  const range = { start: Math.max(0, start), end: Math.min(sequence.duration, end) };
  if (range.start < range.end) return range;
  throw new CressetError(
    "usage",
    `Nothing lies between the marks ${inMark ?? "(start)"} and ${outMark ?? "(end)"} of "${sequence.name}", the marked frames excluded.`,
  );
}
