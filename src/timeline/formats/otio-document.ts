import { CressetError } from "../../errors.ts";
import type { SequenceWarning } from "../sequence.ts";
import { type JsonObject, type JsonValue, parseOtioJson } from "./otio-json.ts";
import { formatOtioJson } from "./otio-json-writer.ts";

/**
 * An OTIO file as it was read, untouched: unknown schemas, foreign metadata and older or newer versions stay as they
 * are, because reading goes through views (`otioObject`) and never rewrites the tree.
 */
export interface OtioDocument {
  readonly fileName: string;
  readonly root: JsonObject;
  /** Schemas that are newer than this reader or unknown to it. */
  readonly warnings: readonly SequenceWarning[];
  /** Objects that `SerializableObjectRef.1` may point to, by their `OTIO_REF_ID`. */
  readonly objectsById: ReadonlyMap<string, JsonObject>;
}

/** A JSON object that names its schema. Older names are given as today's: `Sequence.1` is a `Track`. */
export interface OtioObject {
  readonly schema: string;
  readonly version: number;
  readonly json: JsonObject;
}

/** Newest version known of each schema of OTIO's core. */
const knownVersions: Readonly<Record<string, number>> = {
  Box2d: 1,
  Clip: 2,
  Color: 1,
  Composable: 1,
  Composition: 1,
  Effect: 1,
  ExternalReference: 1,
  FreezeFrame: 1,
  Gap: 1,
  GeneratorReference: 1,
  ImageSequenceReference: 1,
  Item: 1,
  LinearTimeWarp: 1,
  Marker: 3,
  MediaReference: 1,
  MissingReference: 1,
  RationalTime: 1,
  SerializableCollection: 1,
  SerializableObjectRef: 1,
  Stack: 1,
  TimeEffect: 1,
  TimeRange: 1,
  TimeTransform: 1,
  Timeline: 1,
  Track: 1,
  Transition: 1,
  V2d: 1,
};

/** Whether a schema is one of OTIO's core; others are warned of when a document is read. */
export const isKnownSchema = (schema: string): boolean => Object.hasOwn(knownVersions, schema);

const olderNames: Readonly<Record<string, string>> = {
  Sequence: "Track",
  Filler: "Gap",
  SerializeableCollection: "SerializableCollection",
};

/**
 * Reads an OTIO file without losing anything.
 * @throws CressetError `bad-input` with file, line and column where it is no JSON, or when its top object names no schema.
 */
export function parseOtioDocument(text: string, fileName: string): OtioDocument {
  if (text.trim() === "") throw new CressetError("bad-input", `${fileName} is empty: expected an OTIO file`);
  const root = parseOtioJson(text, fileName);
  if (root === null || typeof root !== "object" || root.kind !== "object" || schemaOf(root) === undefined)
    throw new CressetError(
      "bad-input",
      `${fileName} is JSON but not OTIO: expected a top object with an "OTIO_SCHEMA" such as "Timeline.1"`,
    );
  const objectsById = new Map<string, JsonObject>();
  const firstLines = new Map<string, number>();
  walk(root, (object) => {
    noteSchema(object, firstLines);
    const id = member(object, "OTIO_REF_ID");
    if (typeof id === "string" && schemaOf(object) !== undefined) objectsById.set(id, object);
    return true;
  });
  return { fileName, root, warnings: schemaWarnings(firstLines), objectsById };
}

/**
 * The document's warnings for each of its timelines: what lies in one, or is referred to from there, is told of that one
 * alone; what lies beside them all (in their collection) of each.
 */
export function warningsOfParts(
  document: OtioDocument,
  parts: readonly JsonObject[],
): readonly (readonly SequenceWarning[])[] {
  if (document.warnings.length === 0) return parts.map(() => []);
  const beside = new Map<string, number>();
  const others = new Set(parts);
  walk(document.root, (object) => {
    if (others.has(object)) return false;
    noteSchema(object, beside);
    return true;
  });
  return parts.map((part) => {
    const firstLines = new Map(beside);
    const seen = new Set<JsonObject>();
    const visit = (object: JsonObject): boolean => {
      if (seen.has(object)) return false;
      seen.add(object);
      noteSchema(object, firstLines);
      const id = member(object, "id");
      if (schemaOf(object)?.schema === "SerializableObjectRef" && typeof id === "string")
        walk(document.objectsById.get(id) ?? null, visit);
      return true;
    };
    walk(part, visit);
    return schemaWarnings(firstLines);
  });
}

/** Writes a document back, with all it held: keys sorted and four spaces, as OTIO writes. */
export const serializeOtio = (document: OtioDocument): string => formatOtioJson(document.root);

/** The last member of that name, as every JSON reader takes it. */
export function member(object: JsonObject, key: string): JsonValue | undefined {
  const { members } = object;
  for (let index = members.length - 1; index >= 0; index -= 1) {
    const found = members[index];
    if (found?.[0] === key) return found[1];
  }
  return undefined;
}

/** Sees a value as an OTIO object, following a reference to an object that stands elsewhere in the file. */
export function otioObject(document: OtioDocument, value: JsonValue | undefined): OtioObject | undefined {
  if (value === null || typeof value !== "object" || value.kind !== "object") return undefined;
  const label = schemaOf(value);
  if (label === undefined) return undefined;
  const { schema, version } = label;
  if (schema !== "SerializableObjectRef") return { schema, version, json: value };
  const id = member(value, "id");
  const target = typeof id === "string" ? document.objectsById.get(id) : undefined;
  const targetLabel = target === undefined ? undefined : schemaOf(target);
  if (target === undefined || targetLabel === undefined || targetLabel.schema === schema)
    throw new CressetError(
      "bad-input",
      `${document.fileName}, line ${value.line}: expected "id" to be the OTIO_REF_ID of an object of this file, got ${JSON.stringify(id ?? null)}`,
    );
  return { schema: targetLabel.schema, version: targetLabel.version, json: target };
}

interface SchemaLabel {
  readonly schema: string;
  readonly version: number;
  /** Today's name with the version: `Track.1`. */
  readonly text: string;
}

/** Labels that were read: a cut has thousands of objects of a dozen schemas. */
const readLabels = new Map<string, SchemaLabel>();

function schemaOf(object: JsonObject): SchemaLabel | undefined {
  const label = member(object, "OTIO_SCHEMA");
  if (typeof label !== "string") return undefined;
  const known = readLabels.get(label);
  if (known !== undefined) return known;
  const [, name, version] = /^(.+?)(?:\.(\d+))?$/s.exec(label) ?? [];
  if (name === undefined) return undefined;
  const today = Object.hasOwn(olderNames, name) ? olderNames[name] : undefined;
  const schema = today ?? name;
  const read = { schema, version: Number(version ?? 1), text: `${schema}.${Number(version ?? 1)}` };
  if (readLabels.size < 1000) readLabels.set(label, read);
  return read;
}

/**
 * Visits every object; `visit` says whether to go on into it. Metadata belongs to other tools: what it holds is kept, and
 * not judged.
 */
function walk(value: JsonValue, visit: (object: JsonObject) => boolean): void {
  if (value === null || typeof value !== "object" || value.kind === "number") return;
  if (value.kind === "array") {
    for (const item of value.items) walk(item, visit);
    return;
  }
  if (!visit(value)) return;
  for (const [key, item] of value.members) if (key !== "metadata") walk(item, visit);
}

function noteSchema(object: JsonObject, firstLines: Map<string, number>): void {
  const label = schemaOf(object);
  if (label !== undefined && !firstLines.has(label.text)) firstLines.set(label.text, object.line);
}

const schemaWarnings = (firstLines: ReadonlyMap<string, number>): readonly SequenceWarning[] =>
  [...firstLines].flatMap(([label, line]) => schemaWarning(label, line));

function schemaWarning(label: string, line: number): readonly SequenceWarning[] {
  const point = label.lastIndexOf(".");
  const [schema, version] = [label.slice(0, point), Number(label.slice(point + 1))];
  const known = Object.hasOwn(knownVersions, schema) ? knownVersions[schema] : undefined;
  const place = `line ${line}`;
  if (known === undefined)
    return [
      {
        code: "unknown-schema",
        message: `"${label}" is unknown: it is not shown; OTIO that is written of its timeline keeps it`,
        place,
      },
    ];
  if (version <= known) return [];
  const message = `"${label}" is newer than ${schema}.${known}: it is read as ${schema}.${known}, what it adds is not used; OTIO that is written of its timeline keeps it`;
  return [{ code: "newer-schema", message, place }];
}
