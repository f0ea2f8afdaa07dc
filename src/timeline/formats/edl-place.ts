import { CressetError } from "../../errors.ts";

/** A line of an EDL file, for messages. */
export interface EdlPlace {
  readonly fileName: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** As `Segment.place` and `SequenceWarning.place` have it. */
export const placeName = (place: EdlPlace): string => `line ${place.line}`;

/** An error that names the file, the line, what was expected (`sentence`, with its full stop) and the line's text. */
export function edlError(place: EdlPlace, sentence: string, cause?: unknown): CressetError {
  const message = `${place.fileName}, line ${place.line}: ${sentence} The line reads: "${place.text.trim()}"`;
  return new CressetError("bad-input", message, cause === undefined ? {} : { cause });
}
