import { add, compare, type Rational, subtract, zero } from "../../time/rational.ts";
import { failField, isEnabled, objectField, type OtioReading, timeField, textField } from "./otio-fields.ts";
import type { JsonObject } from "./otio-json.ts";
import type { LaneTransition } from "./otio-lane.ts";
import { ownText } from "./otio-metadata.ts";

/** Where a transition stands between two items; seconds. */
interface TransitionPlace {
  readonly cut: Rational;
  /** How long the items before and after it are; 0 at the ends of a track. */
  readonly before: Rational;
  readonly after: Rational;
  readonly place: string;
}

/**
 * A transition of a track, or nothing (with a warning) for a kind that cannot be rendered. OTIO's offsets reach from the
 * cut back into the item before and on into the item after it; they may not reach further than those.
 */
export function readTransition(reading: OtioReading, json: JsonObject, at: TransitionPlace): readonly LaneTransition[] {
  if (!isEnabled(json)) return [];
  const type = textField(json, "transition_type");
  const look = lookOf(json, type);
  if (look === undefined) {
    const name = type || textField(json, "name");
    reading.warn("unsupported-transition", `The transition "${name}" cannot be rendered: it becomes a cut`, at.place);
    return [];
  }
  const into = offset(reading, json, "in_offset");
  const out = offset(reading, json, "out_offset");
  const start = subtract(at.cut, least(into, at.before));
  const end = add(at.cut, least(out, at.after));
  const room = compare(start, end) < 0;
  if (compare(into, at.before) > 0 || compare(out, at.after) > 0) {
    const effect = room ? "it is shortened" : "it becomes a cut";
    reading.warn("transition-too-long", `The transition is longer than what it mixes: ${effect}`, at.place);
  }
  return room ? [{ ...look, start, cut: at.cut, end, place: at.place }] : [];
}

function lookOf(json: JsonObject, type: string): Pick<LaneTransition, "kind" | "wipeCode"> | undefined {
  if (type === "SMPTE_Dissolve") return { kind: "dissolve" };
  // OTIO knows no wipes; its EDL reader keeps the letter and number of the event, as Cresset does.
  const edl = objectField(objectField(json, "metadata") ?? json, "cmx_3600");
  const event = ownText(json, "transition") ?? (edl === undefined ? "" : textField(edl, "transition"));
  const [, code] = /^W(\d{3})?$/.exec(event) ?? [];
  if (code !== undefined) return { kind: "wipe", wipeCode: Number(code) };
  return event === "W" || type === "SMPTE_Wipe" ? { kind: "wipe" } : undefined;
}

function offset(reading: OtioReading, json: JsonObject, key: string): Rational {
  const seconds = timeField(reading, json, key)?.seconds ?? zero;
  return seconds.num < 0n ? failField(reading, json, key, "0 or more frames") : seconds;
}

const least = (a: Rational, b: Rational): Rational => (compare(a, b) < 0 ? a : b);
