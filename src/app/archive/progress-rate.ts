import type { ArchiveEvent } from "./archive-wish.ts";

type Progress = Extract<ArchiveEvent, { type: "progress" }>;

const leastMilliseconds = 100;

/**
 * Turns bytes as they come into events with rate and time left, ten a second at most.
 * @param from bytes that an earlier try did: they count, and were not done at this rate.
 */
export function progressRate(
  what: Progress["what"],
  bytesTotal: number,
  tell: (event: ArchiveEvent) => void,
  from = 0,
): (bytes: number) => void {
  const began = performance.now();
  let last = began;
  return (done) => {
    // What describes the selection is read too, and was not counted before.
    const bytes = bytesTotal > 0 ? Math.min(done, bytesTotal) : done;
    const now = performance.now();
    if (now - last < leastMilliseconds) return;
    last = now;
    const bytesPerSecond = (Math.max(0, bytes - from) * 1000) / (now - began);
    const left = Math.max(0, bytesTotal - bytes);
    const secondsLeft = bytesPerSecond > 0 ? left / bytesPerSecond : 0;
    tell({ type: "progress", what, bytes, bytesTotal, bytesPerSecond, secondsLeft });
  };
}
