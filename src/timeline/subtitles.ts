import { extname } from "node:path";
import { CressetError } from "../errors.ts";
import { compare, type Rational, subtract } from "../time/rational.ts";
import { readSrt, writeSrt } from "./formats/srt.ts";
import type { SubtitleCue } from "./sequence.ts";

/**
 * Reads a subtitle file: SubRip (`.srt`).
 * @param fileName tells the format, and stands in messages
 * @throws CressetError `bad-input` naming the file, the line and what was expected.
 */
export function readSubtitles(content: string | Uint8Array, fileName: string): SubtitleCue[] {
  if (extname(fileName).toLowerCase() === ".srt") return readSrt(content, fileName);
  throw new CressetError("bad-input", `${fileName}: Expected a subtitle file whose name ends in .srt.`);
}

/** The text of a SubRip file. */
export const writeSubtitles = (cues: readonly SubtitleCue[]): string => writeSrt(cues);

/**
 * The subtitles that are seen between two moments of a sequence (seconds from its start, half-open), clipped to them and
 * counted from the first of them: what belongs beside an asset that holds that part.
 */
export function cutSubtitles(cues: readonly SubtitleCue[], start: Rational, end: Rational): SubtitleCue[] {
  return cues
    .filter((cue) => compare(cue.end, start) > 0 && compare(cue.start, end) < 0)
    .map((cue) => ({
      start: subtract(compare(cue.start, start) < 0 ? start : cue.start, start),
      end: subtract(compare(cue.end, end) > 0 ? end : cue.end, start),
      text: cue.text,
    }));
}
