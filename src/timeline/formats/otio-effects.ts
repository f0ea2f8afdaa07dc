import { fromDecimal, multiply, type Rational, rational } from "../../time/rational.ts";
import { member } from "./otio-document.ts";
import {
  failField,
  isEnabled,
  listField,
  numberField,
  objectField,
  type OtioReading,
  textField,
} from "./otio-fields.ts";
import { exactly, ownRational } from "./otio-metadata.ts";
import type { JsonObject } from "./otio-json.ts";

/** Effects that DaVinci Resolve writes with every clip; without parameters they stand at their neutral values. */
const neutralWithoutParameters = new Set([
  "Composite",
  "Cropping",
  "Dynamic Zoom",
  "Fairlight Clip Equaliser",
  "Fairlight Clip Pan",
  "Fairlight Clip Pitch",
  "Fairlight Clip Volume and Fades",
  "Lens Correction",
  "Retime and Scaling",
  "Stabilization",
  "Transform",
  "Video Faders",
]);

/**
 * Speed of an item, all its time effects together: source seconds per record second. OTIO's time effects leave the
 * length of an item as it is and change how fast the media runs inside it. Other effects cannot be rendered and are
 * warned of.
 */
export function speedOf(reading: OtioReading, item: JsonObject, place: string): Rational {
  let speed = rational(1);
  for (const { schema, json } of listField(reading, item, "effects")) {
    if (!isEnabled(json)) continue;
    if (schema === "FreezeFrame") speed = rational(0);
    else if (schema === "LinearTimeWarp") {
      const scalar =
        numberField(reading, json, "time_scalar") ?? failField(reading, json, "time_scalar", "a finite number");
      speed = multiply(speed, fromDecimal(scalar));
    } else warnOfEffect(reading, schema, json, place);
  }
  return exactly(speed, ownRational(item, "speed"));
}

function warnOfEffect(reading: OtioReading, schema: string, effect: JsonObject, place: string): void {
  const metadata = objectField(effect, "metadata");
  const resolve = metadata && objectField(metadata, "Resolve_OTIO");
  if (resolve !== undefined) {
    const parameters = member(resolve, "Parameters");
    const none = parameters !== null && typeof parameters === "object" && parameters.kind === "array";
    const neutral =
      none && parameters.items.length === 0 && neutralWithoutParameters.has(textField(resolve, "Effect Name"));
    if (neutral || member(resolve, "Enabled") === false) return;
  }
  const name =
    (resolve && textField(resolve, "Effect Name")) || textField(effect, "effect_name") || textField(effect, "name");
  const called = name === "" ? `effect ${schema}` : `effect "${name}" (${schema})`;
  reading.warn("unsupported-effect", `The ${called} cannot be rendered: it is left out`, place);
}
