import { member, type OtioDocument } from "./otio-document.ts";
import { objectField, textField } from "./otio-fields.ts";
import type { JsonMember, JsonObject, JsonValue } from "./otio-json.ts";
import { jsonInteger, jsonObject } from "./otio-json-writer.ts";
import { ownMetadata, ownNamespace, ownVersion } from "./otio-metadata.ts";

/** A copy with members set, where they stood or behind the others; `undefined` takes one out. */
export function withMembers(object: JsonObject, fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const members: JsonMember[] = object.members.flatMap(([key, value]): readonly JsonMember[] => {
    if (!Object.hasOwn(fields, key)) return [[key, value]];
    const changed = fields[key];
    return changed === undefined ? [] : [[key, changed]];
  });
  for (const [key, value] of Object.entries(fields))
    if (value !== undefined && member(object, key) === undefined) members.push([key, value]);
  return { ...object, members };
}

/** A copy with Cresset's own metadata set beside what other tools wrote. */
export function withOwnMetadata(
  object: JsonObject,
  fields: Readonly<Record<string, JsonValue | undefined>>,
): JsonObject {
  const metadata = objectField(object, "metadata") ?? jsonObject({});
  const own = withMembers(ownMetadata(object) ?? jsonObject({ version: jsonInteger(ownVersion) }), fields);
  return withMembers(object, { metadata: withMembers(metadata, { [ownNamespace]: own }) });
}

/**
 * A copy of a part of a document in which objects are replaced, by identity. What the part refers to elsewhere
 * (`SerializableObjectRef`) is taken in where it is first referred to, so that the part is a whole file.
 */
export function copyPart(
  document: OtioDocument,
  part: JsonObject,
  replaced: ReadonlyMap<JsonObject, JsonObject>,
): JsonObject {
  const inside = new Set<string>();
  const collect = (value: JsonValue): void => {
    for (const object of innerValues(value, replaced)) collect(object);
    if (!isObject(value)) return;
    const id = member(replaced.get(value) ?? value, "OTIO_REF_ID");
    if (typeof id === "string") inside.add(id);
  };
  collect(part);
  const copy = (value: JsonValue): JsonValue => {
    if (value === null || typeof value !== "object" || value.kind === "number") return value;
    return value.kind === "array" ? { kind: "array", items: value.items.map(copy) } : copyObject(value);
  };
  const copyObject = (read: JsonObject): JsonObject => {
    const object = replaced.get(read) ?? read;
    const id = /^SerializableObjectRef\b/.test(textField(object, "OTIO_SCHEMA")) ? member(object, "id") : undefined;
    const target = typeof id === "string" && !inside.has(id) ? document.objectsById.get(id) : undefined;
    if (target !== undefined) {
      collect(target);
      return copyObject(target);
    }
    const members = object.members.map(([key, value]): JsonMember => [key, key === "metadata" ? value : copy(value)]);
    return { ...object, members };
  };
  return copyObject(part);
}

const isObject = (value: JsonValue): value is JsonObject =>
  value !== null && typeof value === "object" && value.kind === "object";

/** Metadata belongs to other tools: nothing is looked for in it. */
function innerValues(value: JsonValue, replaced: ReadonlyMap<JsonObject, JsonObject>): readonly JsonValue[] {
  if (value === null || typeof value !== "object" || value.kind === "number") return [];
  if (value.kind === "array") return value.items;
  return (replaced.get(value) ?? value).members.flatMap(([key, item]) => (key === "metadata" ? [] : [item]));
}
