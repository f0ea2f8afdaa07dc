import { allowsDropFrame, formatRate, nominalRate, type Rate } from "../../time/rate.ts";
import { formatTimecode } from "../../time/timecode.ts";
import { member } from "./otio-document.ts";
import { objectField, type OtioReading } from "./otio-fields.ts";
import type { JsonObject, JsonValue } from "./otio-json.ts";
import { ownMetadata, ownNamespace } from "./otio-metadata.ts";

/** Record timecode as far as it is known before frame code modes are. */
interface CountedSequence {
  readonly rate: Rate;
  /** Frames of its start since midnight; nothing where the file says no start. */
  readonly startFrame: number | undefined;
  readonly duration: number;
}

/**
 * Whether the timecode of a cut is drop frame. OTIO has no field for it, so it is taken from what tools write into the
 * metadata, else from the start: 107892 frames at 29.97 are an hour of drop frame, and no even time otherwise. Where
 * neither says it, non-drop is taken, with a warning if that changes what timecode says.
 */
export function dropFrameOf(reading: OtioReading, timeline: JsonObject, counted: CountedSequence): boolean {
  const { rate, startFrame, duration } = counted;
  if (!allowsDropFrame(rate)) return false;
  const own = ownMetadata(timeline);
  const noted = own === undefined ? undefined : member(own, "dropFrame");
  if (typeof noted === "boolean") return noted;
  const said = notedIn(objectField(timeline, "metadata"), 4);
  if (said !== undefined) return said;
  const label = (drop: boolean, frame: number) => formatTimecode(frame, rate, drop);
  const help = 'A note in the metadata of the timeline, "drop_frame": true or false, says it for sure';
  if (startFrame !== undefined && startFrame > 0) {
    const [drop, even] = [isEven(label(true, startFrame)), isEven(label(false, startFrame))];
    if (even && !drop) return false;
    if (drop && !even) {
      const message = `The cut does not say whether its timecode at ${formatRate(rate)} is drop frame: it begins at ${label(true, startFrame)} if it is, and at ${label(false, startFrame)} if not, so drop frame is taken. ${help}`;
      reading.warn("drop-frame-inferred", message, "global_start_time");
      return true;
    }
  }
  const last = (startFrame ?? 0) + Math.max(0, duration - 1);
  if (last < 60 * nominalRate(rate)) return false;
  const message = `The cut does not say whether its timecode at ${formatRate(rate)} is drop frame: non-drop is taken, so its last frame is ${label(false, last)} and not ${label(true, last)}. ${help}`;
  reading.warn("drop-frame-guessed", message, "global_start_time");
  return false;
}

const isEven = (label: string): boolean => /[:;]00[:;]00$/.test(label);

/** `"drop_frame": true` of Cresset and others, `Drop` of an AAF, `displayformat` of a Final Cut XML, a `01:00:00;00`. */
function notedIn(metadata: JsonObject | undefined, depth: number): boolean | undefined {
  const bags: JsonObject[] = [];
  for (const [key, value] of metadata?.members ?? []) {
    const said = noteOf(key.toLowerCase().replaceAll(/[\s_-]/g, ""), value);
    if (said !== undefined) return said;
    if (key !== ownNamespace && value !== null && typeof value === "object" && value.kind === "object")
      bags.push(value);
  }
  if (depth <= 1) return undefined;
  for (const bag of bags) {
    const said = notedIn(bag, depth - 1);
    if (said !== undefined) return said;
  }
  return undefined;
}

function noteOf(key: string, value: JsonValue): boolean | undefined {
  const isNumber = value !== null && typeof value === "object" && value.kind === "number";
  const text = typeof value === "string" ? value.trim() : isNumber ? value.text : "";
  if (["dropframe", "isdropframe", "drop"].includes(key)) {
    if (typeof value === "boolean") return value;
    if (/^(true|yes|df|1)$/i.test(text)) return true;
    return /^(false|no|ndf|0)$/i.test(text) ? false : undefined;
  }
  if (["displayformat", "tcformat", "timecodeformat"].includes(key) && /^n?df$/i.test(text)) return /^df$/i.test(text);
  if (key.endsWith("timecode") && /^\d\d[:;]\d\d[:;]\d\d;\d\d$/.test(text)) return true;
  return undefined;
}
