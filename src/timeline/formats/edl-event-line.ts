import { parseChannels } from "./edl-channels.ts";
import { edlError, type EdlPlace } from "./edl-place.ts";

/** How an event follows the one before it. */
interface EdlEdit {
  readonly kind: "cut" | "dissolve" | "wipe" | "key" | "key-background";
  /** Frames of the transition; 0 for a cut. */
  readonly duration: number;
  readonly wipeCode?: number;
}

/** An event line, its timecodes as written. */
export interface EdlEventLine {
  readonly number: string;
  readonly tapeName: string;
  /** Track ids: `V1`, `A2`. */
  readonly channels: readonly string[];
  readonly edit: EdlEdit;
  readonly sourceIn: string;
  readonly sourceOut: string;
  readonly recordIn: string;
  readonly recordOut: string;
  /** What stands after the timecodes. */
  readonly remark: string;
}

const editPattern = /^(?:(.+) )?(\S+) (C|D|W\d{1,3}|K(?: ?[BO])?)(?: ?(\d{1,4}))?(?: F)?$/i;
const hasTimecodeShape = (field: string): boolean => (field.match(/[:;]/g)?.length ?? 0) >= 2 && /^\d/.test(field);

/**
 * Reads `001  TAPE  V  D 024  01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00`. Separators may be spaces, tabs or, where
 * the columns still tell the fields apart, nothing; a tape name may hold spaces.
 * @throws CressetError `bad-input` when a field is missing or is not what stands in its place.
 */
export function parseEventLine(place: EdlPlace): EdlEventLine {
  const { number, fields } = splitFields(place);
  const firstTime = fields.findIndex(hasTimecodeShape);
  const times = firstTime < 0 ? [] : fields.slice(firstTime);
  const lastTime = times.findIndex((field) => !hasTimecodeShape(field));
  const [sourceIn, sourceOut, recordIn, recordOut, ...more] = lastTime < 0 ? times : times.slice(0, lastTime);
  if (sourceIn === undefined || sourceOut === undefined || recordIn === undefined || recordOut === undefined) {
    const found = times.filter(hasTimecodeShape).length;
    throw edlError(
      place,
      `Expected four timecodes (source in, source out, record in, record out) at the end of event ${number}, found ${found}.`,
    );
  }
  if (more.length > 0)
    throw edlError(place, `Expected four timecodes in event ${number}, found ${more.length + 4}: remove "${more[0]}".`);
  return {
    number,
    ...parseHead(place, number, fields.slice(0, firstTime)),
    sourceIn,
    sourceOut,
    recordIn,
    recordOut,
    remark: times.slice(4).join(" "),
  };
}

function splitFields(place: EdlPlace): { number: string; fields: string[] } {
  const [first = "", ...rest] = place.text.trim().split(/\s+/);
  const [, number = "", grown = ""] = /^(\d+[A-Za-z]?)$/.exec(first) ?? /^(\d{6}|\d{3})(.*)$/.exec(first) ?? [];
  if (number === "") throw edlError(place, `Expected an event number such as 001, got "${first}".`);
  const fields = (grown === "" ? rest : [grown, ...rest]).flatMap((field) => {
    if (!hasTimecodeShape(field) || field.length < 20) return [field];
    return field.match(/\d{2}:\d{2}[:;]\d{2}[:;.,]\d{2}/g) ?? [field];
  });
  return { number, fields };
}

function parseHead(place: EdlPlace, number: string, fields: readonly string[]) {
  const match = editPattern.exec(fields.join(" "));
  if (match === null) {
    throw edlError(
      place,
      fields.length < 3
        ? `Expected a tape name, channels and an edit type before the timecodes of event ${number}, found ${fields.length === 0 ? "nothing" : `"${fields.join(" ")}"`}.`
        : `Expected an edit type (C, D 024, W001 024, K B or K 024) before the timecodes of event ${number}, got "${fields.slice(2).join(" ")}".`,
    );
  }
  const [, tapeName, channelText = "", type = "", length] = match;
  const channels = parseChannels(channelText);
  if (channels === undefined)
    throw edlError(
      place,
      `Expected channels such as V, V2, A, A2, AA, B or AA/V in event ${number}, got "${channelText}".`,
    );
  if (tapeName === undefined)
    throw edlError(place, `Expected a tape name before the channels of event ${number} (AX where there is none).`);
  return { tapeName, channels, edit: parseEdit(place, type.toUpperCase().replace(" ", ""), length) };
}

function parseEdit(place: EdlPlace, type: string, length: string | undefined): EdlEdit {
  const duration = Number(length ?? 0);
  if (type === "C") return { kind: "cut", duration: 0 };
  if (type === "KB") return { kind: "key-background", duration: 0 };
  if (type.startsWith("K")) return { kind: "key", duration };
  if (length === undefined)
    throw edlError(place, `Expected the length of the transition in frames after ${type}, such as "${type} 024".`);
  if (duration === 0) return { kind: "cut", duration: 0 };
  return type === "D" ? { kind: "dissolve", duration } : { kind: "wipe", duration, wipeCode: Number(type.slice(1)) };
}
