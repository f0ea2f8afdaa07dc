import type { Rate } from "../../time/rate.ts";
import { multiply, rational, round } from "../../time/rational.ts";
import type { Marker } from "../sequence.ts";
import { listField, objectField, type OtioReading, rangeField, textField } from "./otio-fields.ts";
import { commentOf } from "./otio-metadata.ts";
import type { JsonObject } from "./otio-json.ts";

/** Markers of an item in the item's own time, frames at `at`. Reads `Marker.1` (`range`), 2 and 3 (colour as an object). */
export function readMarkers(reading: OtioReading, item: JsonObject, at: Rate): readonly Marker[] {
  const perSecond = rational(at.num, at.den);
  return listField(reading, item, "markers").flatMap(({ schema, json }) => {
    const range = rangeField(reading, json, "marked_range") ?? rangeField(reading, json, "range");
    if (schema !== "Marker" || range === undefined) return [];
    const colour = objectField(json, "color");
    return [
      {
        name: textField(json, "name"),
        frame: round(multiply(range.start.seconds, perSecond)),
        duration: round(multiply(range.duration.seconds, perSecond)),
        colour: colour === undefined ? textField(json, "color") : textField(colour, "name"),
        comment: textField(json, "comment") || commentOf(json),
      },
    ];
  });
}
