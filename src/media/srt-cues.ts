import { CressetError } from "../errors.ts";

/** One subtitle: its lines are shown from `start` to before `end`, in milliseconds. */
export interface SrtCue {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

const timeLine = /^\s*(\d+):(\d{1,2}):(\d{1,2})[,.](\d{1,3})\s*-->\s*(\d+):(\d{1,2}):(\d{1,2})[,.](\d{1,3})/;

/**
 * Reads the cues of an SRT file, in order of their start. Markup (`<i>`, `{\an8}`) is left out, as is whatever stands
 * before the first time line.
 * @param name the file, for the message
 * @throws CressetError("bad-input") when a cue ends before it starts, or the text holds no cue at all
 */
export function parseSrt(text: string, name: string): readonly SrtCue[] {
  const cues: SrtCue[] = [];
  const lines = text.replace(/^\u{FEFF}/u, "").split(/\r\n|\r|\n/);
  for (let index = 0; index < lines.length; index++) {
    const match = timeLine.exec(lines[index] ?? "");
    if (match === null) continue;
    const [start, end] = [milliseconds(match.slice(1, 5)), milliseconds(match.slice(5, 9))];
    if (end < start)
      throw new CressetError("bad-input", `${name}, line ${index + 1}: the subtitle ends before it starts.`);
    const shown: string[] = [];
    while ((lines[index + 1] ?? "").trim() !== "") shown.push(plain(lines[++index] ?? ""));
    cues.push({ start, end, lines: shown });
  }
  if (cues.length === 0 && text.trim() !== "")
    throw new CressetError(
      "bad-input",
      `${name} holds no subtitle: expected lines such as 00:00:01,000 --> 00:00:03,500.`,
    );
  return cues.toSorted((a, b) => a.start - b.start);
}

function milliseconds(parts: readonly string[]): number {
  const [hours = "0", minutes = "0", seconds = "0", fraction = "0"] = parts;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, "0"));
}

const plain = (line: string): string => line.replaceAll(/<[^>]*>|\{\\[^}]*\}/g, "").trim();
