import { allowsDropFrame } from "../../time/rate.ts";
import type { Segment, Sequence } from "../sequence.ts";

/** Whether record timecode is written as drop frame. */
export const isDropFrame = ({ dropFrame, rate }: Sequence): boolean => dropFrame && allowsDropFrame(rate);

/** Whether a source's timecode is: as its segment says, else as the sequence's where its rate can be. */
export function isSourceDrop(segment: Segment | undefined, sequence: Sequence): boolean {
  if (segment === undefined || segment.source.generator !== undefined) return isDropFrame(sequence);
  const isDrop = segment.source.dropFrame ?? (sequence.dropFrame && allowsDropFrame(segment.sourceRate));
  return isDrop && allowsDropFrame(sequence.rate);
}

export const frameCodeLine = (dropFrame: boolean): string => `FCM: ${dropFrame ? "DROP FRAME" : "NON-DROP FRAME"}`;

/** The FCM lines between events: a frame code mode holds for the sources of all lines until the next. */
export class FrameCodeLines {
  #dropFrame: boolean;

  constructor(dropFrame: boolean) {
    this.#dropFrame = dropFrame;
  }

  /** What has to stand before a line whose source counts so. */
  before(dropFrame: boolean): readonly string[] {
    if (dropFrame === this.#dropFrame) return [];
    this.#dropFrame = dropFrame;
    return [frameCodeLine(dropFrame)];
  }
}
