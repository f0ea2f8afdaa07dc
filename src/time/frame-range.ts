/** A half-open range of frames: `start` is in it, `end` is not. The rate is the holder's to name. */
export interface FrameRange {
  readonly start: number;
  readonly end: number;
}

/** @throws RangeError when `end` lies before `start` or a number is not whole. */
export function frameRange(start: number, end: number): FrameRange {
  if (!Number.isInteger(start) || !Number.isInteger(end) || end < start)
    throw new RangeError(`Expected a frame range that does not end before it starts, got ${start} to ${end}`);
  return { start, end };
}

/** How many frames it holds. */
export const frameCount = (range: FrameRange): number => range.end - range.start;

/** What two ranges share, or nothing. */
export function intersect(a: FrameRange, b: FrameRange): FrameRange | undefined {
  const start = Math.max(a.start, b.start);
  const end = Math.min(a.end, b.end);
  return start < end ? { start, end } : undefined;
}
