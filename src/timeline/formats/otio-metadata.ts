import { type Rate, rate } from "../../time/rate.ts";
import { compare, type Rational, rational, subtract } from "../../time/rational.ts";
import { member } from "./otio-document.ts";
import { objectField } from "./otio-fields.ts";
import type { JsonObject, JsonValue } from "./otio-json.ts";

/** Cresset's own namespace in the metadata of OTIO objects. */
export const ownNamespace = "cresset";

/** What the namespace's layout is counted with; readers accept any. */
export const ownVersion = 1;

/** Keys as tools write them, without case, spaces, `_` and `-`. */
const shotKeys = ["shot", "shotname"];
const tapeKeys = ["reel", "reelname", "tape", "tapename", "tapeid"];
const commentKeys = ["comment", "comments"];

/** Cresset's own metadata of an object, where it has some. */
export function ownMetadata(object: JsonObject): JsonObject | undefined {
  const metadata = objectField(object, "metadata");
  return metadata === undefined ? undefined : objectField(metadata, ownNamespace);
}

/** A text of Cresset's own; empty where there is none. */
export function ownText(object: JsonObject, key: string): string | undefined {
  const own = ownMetadata(object);
  const value = own === undefined ? undefined : member(own, key);
  return typeof value === "string" ? value : undefined;
}

/** An exact number as Cresset writes it beside the float that OTIO wants: `"24000/1001"`, `"86400"`. */
export const exactText = ({ num, den }: Rational | Rate): string => (String(den) === "1" ? `${num}` : `${num}/${den}`);

/** Reads what `exactText` wrote; nothing for any other text. */
export function readExactText(text: string): Rational | undefined {
  const [, num, den = "1"] = /^(-?\d+)(?:\/(\d*[1-9]\d*))?$/.exec(text) ?? [];
  return num === undefined || text.length > 1000 ? undefined : rational(BigInt(num), BigInt(den));
}

/** An exact number of Cresset's own metadata. */
export const ownRational = (object: JsonObject, key: string): Rational | undefined =>
  readExactText(ownText(object, key) ?? "");

export function ownRate(object: JsonObject, key: string): Rate | undefined {
  const exact = ownRational(object, key);
  return exact === undefined || exact.num <= 0n ? undefined : rate(Number(exact.num), Number(exact.den));
}

/**
 * The exact number behind a float, if the float still says the same: another tool may have changed it, and then what
 * stands in the file counts.
 */
export function exactly(value: Rational, exact: Rational | undefined): Rational {
  if (exact === undefined) return value;
  const off = subtract(value, exact);
  return compare({ num: off.num < 0n ? -off.num : off.num, den: off.den }, rational(1, 1_000_000)) < 0 ? exact : value;
}

/**
 * The shot that a clip belongs to: what Cresset wrote, else `shot`, `shot_name` or `shotName` directly in its metadata or
 * in any tool's namespace there. A clip's name is no shot name: two pieces of one clip may belong to two shots.
 */
export const shotNameOf = (clip: JsonObject): string =>
  ownText(clip, "shotName") ?? firstText([objectField(clip, "metadata")], shotKeys);

/** Tape name of a clip: what Cresset wrote, else `reel`, `tape`, `Tape ID` … of the clip, then of its media. */
export const tapeNameOf = (clip: JsonObject, media: JsonObject | undefined): string =>
  ownText(clip, "tapeName") ??
  firstText([objectField(clip, "metadata"), media && objectField(media, "metadata")], tapeKeys);

export const commentOf = (object: JsonObject): string =>
  ownText(object, "comment") ?? firstText([objectField(object, "metadata")], commentKeys);

function firstText(metadata: readonly (JsonObject | undefined)[], keys: readonly string[]): string {
  for (const bag of metadata.flatMap(bags))
    for (const key of keys)
      for (const [name, value] of bag.members) {
        const text = plain(name) === key ? textOf(value) : "";
        if (text !== "") return text;
      }
  return "";
}

/** The metadata itself and each namespace in it; Cresset's own is asked by name and not here. */
function bags(metadata: JsonObject | undefined): readonly JsonObject[] {
  if (metadata === undefined) return [];
  const namespaces = metadata.members.flatMap(([key, value]) =>
    key !== ownNamespace && value !== null && typeof value === "object" && value.kind === "object" ? [value] : [],
  );
  return [metadata, ...namespaces];
}

const plain = (key: string): string => key.toLowerCase().replaceAll(/[\s_-]/g, "");

function textOf(value: JsonValue): string {
  if (typeof value === "string") return value.trim();
  if (value === null || typeof value !== "object") return "";
  return value.kind === "number" ? value.text : "";
}
