import type { SequenceWarning } from "../sequence.ts";
import { isKnownSchema, type OtioDocument, type OtioObject, otioObject } from "./otio-document.ts";
import { listField, startReading, textField } from "./otio-fields.ts";

/** The objects of a file that become sequences, and a warning of those that lie beside them and become none. */
export interface TopItems {
  readonly items: readonly OtioObject[];
  readonly warnings: readonly SequenceWarning[];
}

/** The top object itself; of a collection its timelines, or what else can be a sequence where it has none. */
export function readTopItems(document: OtioDocument): TopItems {
  const top = otioObject(document, document.root);
  const all = top === undefined ? [] : within(document, top);
  const playable = all.filter(({ schema }) => ["Timeline", "Stack", "Track", "Clip"].includes(schema));
  const timelines = playable.filter(({ schema }) => schema === "Timeline");
  // Clips beside timelines are the bin that the timelines were cut from: nobody wants them exported unasked.
  const items = timelines.length > 0 ? timelines : playable;
  const others = all.filter((object) => !items.includes(object) && isKnownSchema(object.schema));
  return { items, warnings: items.length === 0 ? [] : leftOut(others, timelines.length > 0) };
}

/** What a collection holds, collections within it included; of any other object itself. */
function within(document: OtioDocument, object: OtioObject): readonly OtioObject[] {
  if (object.schema !== "SerializableCollection") return [object];
  return listField(startReading(document), object.json, "children").flatMap((child) => within(document, child));
}

function leftOut(others: readonly OtioObject[], hasTimelines: boolean): readonly SequenceWarning[] {
  const [first] = others;
  if (first === undefined) return [];
  const names = others.slice(0, 10).map(({ schema, json }) => `${schema} "${textField(json, "name")}"`);
  const more = others.length > names.length ? ` and ${others.length - names.length} more` : "";
  const beside = hasTimelines ? "timelines" : "clips";
  const message = `The collection holds more than its ${beside}, which are all that is read of it. Left out: ${names.join(", ")}${more}`;
  return [{ code: "left-out", message, place: `line ${first.json.line}` }];
}
