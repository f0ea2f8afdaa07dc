import { type EdlEventLine, parseEventLine } from "./edl-event-line.ts";
import { edlError, type EdlPlace } from "./edl-place.ts";

/** Notes that say something about what an event plays. */
export type EdlNoteKey = "from-name" | "to-name" | "from-file" | "to-file" | "source-file" | "shot";

/** One line of an EDL, understood as far as a line alone can be. */
export type EdlLine =
  | { readonly kind: "blank" }
  | { readonly kind: "title"; readonly title: string }
  | { readonly kind: "frame-code-mode"; readonly dropFrame: boolean }
  | { readonly kind: "event"; readonly event: EdlEventLine }
  | { readonly kind: "speed"; readonly speed: EdlSpeedLine }
  | { readonly kind: "note"; readonly key: EdlNoteKey; readonly value: string }
  | { readonly kind: "long-tape"; readonly short: string; readonly long: string }
  | { readonly kind: "audio-channels"; readonly channels: readonly string[] }
  | { readonly kind: "split" }
  | { readonly kind: "marker"; readonly marker: EdlMarkerLine }
  | { readonly kind: "colour"; readonly text: string }
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "unknown"; readonly text: string };

/** `M2   TAPE   -024.0   01:00:00:00`. */
export interface EdlSpeedLine {
  readonly tapeName: string;
  /** Frames per second as written; negative plays backwards, 0 freezes. */
  readonly framesPerSecond: number;
  /** Where in the source the speed begins, as written; empty where it is not. */
  readonly timecode: string;
}

export interface EdlMarkerLine {
  /** Record timecode as written. */
  readonly timecode: string;
  readonly colour: string;
  readonly comment: string;
}

const notes: readonly (readonly [RegExp, EdlNoteKey])[] = [
  [/^FROM CLIP NAME\s*:\s*(.*)$/i, "from-name"],
  [/^TO CLIP NAME\s*:\s*(.*)$/i, "to-name"],
  [/^FROM (?:CLIP|FILE)\s*:\s*(.*)$/i, "from-file"],
  [/^TO (?:CLIP|FILE)\s*:\s*(.*)$/i, "to-file"],
  [/^SOURCE FILE\s*:\s*(.*)$/i, "source-file"],
  [/^REEL \S+ IS CLIP\s+(.*)$/i, "from-name"],
  [/^SHOT(?: NAME)?\s*:\s*(.*)$/i, "shot"],
];
const longTape = /^FINAL CUT PRO REEL\s*:\s*(.+?)\s+REPLACED BY\s*:\s*(.+)$/i;
/** Lines without an asterisk that edit systems write for people or for tape machines. */
const knownRemarks =
  /^(?:EFFECTS? NAME|>|#|;|\$|DLEDL|GPI|REEL |KEY |SOURCE |FROM CLIP IS|TO CLIP IS|AUDIO |AVX|TRAILER)/i;
const markerColours = /^(?:RED|GREEN|BLUE|CYAN|MAGENTA|YELLOW|BLACK|WHITE|PINK|ORANGE|PURPLE|GR[AE]Y|BROWN|VIOLET)$/i;

/**
 * Says what a line of an EDL is. Lines that nothing is known of come back as `unknown`, because edit systems add remarks
 * of their own; a line that begins like an event, a speed, a frame code mode, or holds timecodes, must be right.
 * @throws CressetError `bad-input` for those.
 */
export function parseEdlLine(place: EdlPlace): EdlLine {
  const text = place.text.trim();
  if (text === "") return { kind: "blank" };
  if (/^\d/.test(text)) return { kind: "event", event: parseEventLine(place) };
  if (/^TITLE\s*:/i.test(text)) return { kind: "title", title: text.replace(/^TITLE\s*:\s*/i, "") };
  if (/^FCM\b/i.test(text)) return parseFrameCodeMode(place, text);
  if (/^M2\b/i.test(text)) return { kind: "speed", speed: parseSpeed(place, text) };
  if (/^AUD\b/i.test(text)) return { kind: "audio-channels", channels: parseAudioChannels(place, text) };
  if (/^SPLIT\b/i.test(text)) return { kind: "split" };
  return parseRemark(place, text);
}

function parseRemark(place: EdlPlace, text: string): EdlLine {
  const isComment = text.startsWith("*");
  const remark = text.replace(/^\*\s*/, "");
  for (const [pattern, key] of notes) {
    const value = pattern.exec(remark)?.[1];
    if (value !== undefined) return { kind: "note", key, value: value.trim() };
  }
  const [, long, short] = longTape.exec(remark) ?? [];
  if (long !== undefined && short !== undefined) return { kind: "long-tape", long, short: short.trim() };
  if (/^LOC\s*:/i.test(remark)) return parseMarker(remark);
  if (/^ASC_S(?:OP|AT)\b/i.test(remark)) return { kind: "colour", text: remark };
  if (isComment || knownRemarks.test(text)) return { kind: "comment", text: remark };
  if ((text.match(/\d\d:\d\d:\d\d[:;]\d\d/g)?.length ?? 0) >= 2)
    throw edlError(place, "Expected an event number such as 001 at the start of a line with timecodes.");
  return { kind: "unknown", text };
}

function parseFrameCodeMode(place: EdlPlace, text: string): EdlLine {
  const [, mode] = /^FCM\s*:?\s*(NON[- ]?DROP|DROP)(?:[- ]?FRAME)?\s*$/i.exec(text) ?? [];
  if (mode === undefined) throw edlError(place, 'Expected "FCM: DROP FRAME" or "FCM: NON-DROP FRAME".');
  return { kind: "frame-code-mode", dropFrame: /^DROP/i.test(mode) };
}

function parseSpeed(place: EdlPlace, text: string): EdlSpeedLine {
  const match = /^M2\s+(?:(.*?)\s+)?([+-]?\s?\d*\.?\d+)(?:\s+(\d\S*))?$/i.exec(text);
  if (match === null)
    throw edlError(
      place,
      'Expected a speed such as "M2   TAPE   048.0   01:00:00:00": tape name, frames per second, timecode.',
    );
  const [, tapeName = "", speed = "", timecode = ""] = match;
  return { tapeName, framesPerSecond: Number(speed.replace(" ", "")), timecode };
}

function parseAudioChannels(place: EdlPlace, text: string): readonly string[] {
  const numbers = text.split(/\s+/).slice(1);
  if (numbers.length === 0 || !numbers.every((number) => /^\d{1,2}$/.test(number)))
    throw edlError(place, 'Expected audio channels such as "AUD  3    4".');
  return numbers.map((number) => `A${Number(number)}`);
}

function parseMarker(remark: string): EdlLine {
  const [, timecode = "", rest = ""] = /^LOC\s*:\s*(\S+)\s*(.*)$/i.exec(remark) ?? [];
  const [word = ""] = rest.split(/\s+/);
  const hasColour = markerColours.test(word);
  const comment = hasColour ? rest.slice(word.length).trim() : rest;
  return { kind: "marker", marker: { timecode, colour: hasColour ? word.toUpperCase() : "", comment } };
}
