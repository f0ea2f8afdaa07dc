import { CressetError } from "../../errors.ts";
import { compare, multiply, type Rational, rational, round } from "../../time/rational.ts";
import type { SubtitleCue } from "../sequence.ts";
import { decodeText } from "./decode-text.ts";

const timesPattern =
  /^\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[,.](\d{1,3}))?(?:\s+.*)?$/;
/** Begins like times, or has an arrow of some kind: then it has to be times. */
const timesLike = /^\s*\d+:\d{1,2}:\d{1,2}[,.]\d|-->/;

/**
 * Reads SubRip subtitles: cues in order of their start, tags (`<i>`, `{\an8}`) kept in the text as they stand. Missing
 * cue numbers, `.` for `,`, hours left out, positions after the times and blank lines within a text are taken as meant.
 * @param content the file's bytes, or its text when its encoding is known
 * @throws CressetError `bad-input` naming the file, the line and what was expected.
 */
export function readSrt(content: string | Uint8Array, fileName: string): SubtitleCue[] {
  const lines = decodeText(content).split(/\r\n|\n|\r/);
  const cues: { cue: Omit<SubtitleCue, "text">; lines: string[] }[] = [];
  for (const [index, line] of lines.entries()) {
    const place = { fileName, line: index + 1, text: line };
    const open = cues.at(-1);
    if (timesLike.test(line)) {
      if (isNumber(open?.lines.at(-1))) open?.lines.pop();
      cues.push({ cue: parseTimes(place), lines: [] });
    } else if (open !== undefined) {
      open.lines.push(line.trimEnd());
    } else if (line.trim() !== "" && !isNumber(line)) {
      throw srtError(place, "Expected a subtitle's number or its times, such as 00:00:01,000 --> 00:00:02,500.");
    }
  }
  return cues
    .map(({ cue, lines }) => ({ ...cue, text: lines.join("\n").replace(/^\n+|\n+$/g, "") }))
    .toSorted((a, b) => compare(a.start, b.start));
}

/**
 * Writes SubRip subtitles, times to the nearest millisecond. A blank line would end a cue and an arrow would begin one,
 * so within a text the former is left out and the latter written as one sign.
 */
export function writeSrt(cues: readonly SubtitleCue[]): string {
  return cues
    .map(({ start, end, text }, index) => {
      const body = text
        .replaceAll("-->", "→")
        .split(/\r\n|\n|\r/)
        .filter((line) => line.trim() !== "");
      return [`${index + 1}`, `${formatTime(start)} --> ${formatTime(end)}`, ...body, ""].join("\n");
    })
    .join("\n");
}

interface SrtPlace {
  readonly fileName: string;
  readonly line: number;
  readonly text: string;
}

const srtError = ({ fileName, line, text }: SrtPlace, sentence: string): CressetError =>
  new CressetError("bad-input", `${fileName}, line ${line}: ${sentence} The line reads: "${text.trim()}"`);

const isNumber = (line: string | undefined): boolean => line !== undefined && /^\s*\d+\s*$/.test(line);

function parseTimes(place: SrtPlace): { start: Rational; end: Rational } {
  const match = timesPattern.exec(place.text);
  if (match === null) throw srtError(place, "Expected times such as 00:00:01,000 --> 00:00:02,500.");
  const [, h1, m1, s1, f1, h2, m2, s2, f2] = match;
  const [start, end] = [seconds(place, [h1, m1, s1, f1]), seconds(place, [h2, m2, s2, f2])];
  if (compare(end, start) < 0) throw srtError(place, "Expected the subtitle to end at or after its start.");
  return { start, end };
}

function seconds(place: SrtPlace, fields: readonly (string | undefined)[]): Rational {
  const [hours = "0", minutes = "0", wholeSeconds = "0", fraction = "0"] = fields;
  if (Number(minutes) > 59 || Number(wholeSeconds) > 59)
    throw srtError(place, "Expected minutes and seconds below 60.");
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(wholeSeconds);
  return rational(whole * 1000 + Number(fraction.padEnd(3, "0")), 1000);
}

function formatTime(time: Rational): string {
  const all = Math.max(0, round(multiply(time, rational(1000))));
  const pad = (value: number, length: number) => String(value).padStart(length, "0");
  const [hours, minutes, wholeSeconds] = [
    Math.floor(all / 3_600_000),
    Math.floor(all / 60_000) % 60,
    Math.floor(all / 1000) % 60,
  ];
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(wholeSeconds, 2)},${pad(all % 1000, 3)}`;
}
