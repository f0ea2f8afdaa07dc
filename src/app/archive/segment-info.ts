import type { Archive } from "../../archive/archive.ts";
import type { SegmentEvent } from "../../archive/write-session.ts";

/** What `archiveSegmentCompleted` is told. */
export const segmentInfo = (event: SegmentEvent, { place, facts }: Archive) => ({
  segmentPath: event.path,
  archiveName: facts.name,
  archivePath: place.root,
  // As EIO: what was read back is not what was written, or it could not be written.
  status: event.fault === "" ? 0 : 5,
  statusMessage: event.fault,
  archiveComplete: event.isLast,
});

/** A fault is told whenever it comes up; a segment that is as it should be once. */
export const segmentState = (event: SegmentEvent, session: number): string =>
  `session ${session}, segment ${event.number}${event.fault === "" ? "" : `, fault of ${new Date().toISOString()}`}`;
