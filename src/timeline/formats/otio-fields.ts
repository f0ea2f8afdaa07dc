import { CressetError } from "../../errors.ts";
import { parseRate, type Rate, rate, sameRate } from "../../time/rate.ts";
import { compare, divide, fromDecimal, type Rational, rational, round, subtract } from "../../time/rational.ts";
import type { SequenceWarning } from "../sequence.ts";
import { member, type OtioDocument, type OtioObject, otioObject } from "./otio-document.ts";
import type { JsonNumber, JsonObject, JsonValue } from "./otio-json.ts";

/** One sequence being read: where warnings go and who stands behind error messages. */
export interface OtioReading {
  readonly document: OtioDocument;
  readonly warn: (code: string, message: string, place: string) => void;
}

/** @param known warnings that were found already */
export function startReading(
  document: OtioDocument,
  known: readonly SequenceWarning[] = [],
): OtioReading & { readonly warnings: readonly SequenceWarning[] } {
  const warnings = [...known];
  return { document, warnings, warn: (code, message, place) => warnings.push({ code, message, place }) };
}

/** A time as OTIO holds it: a number of frames at a rate. */
export interface OtioTime {
  readonly value: Rational;
  readonly rate: Rate;
  readonly seconds: Rational;
}

export interface OtioRange {
  readonly start: OtioTime;
  readonly duration: OtioTime;
}

/** @throws CressetError always: file, line, key, what was expected, what stood there. */
export function failField(reading: OtioReading, object: JsonObject, key: string, expected: string): never {
  const value = member(object, key);
  throw new CressetError(
    "bad-input",
    `${reading.document.fileName}, line ${object.line}: expected "${key}" to be ${expected}, got ${describe(value)}`,
  );
}

function describe(value: JsonValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (value.kind === "number") return value.text;
  return value.kind === "array" ? "a list" : "an object";
}

/** A text; empty where there is none. Numbers count as text: names such as 010 lose their quotes in some tools. */
export function textField(object: JsonObject, key: string): string {
  const value = member(object, key);
  if (typeof value === "string") return value;
  return isNumber(value) ? value.text : "";
}

/** A finite number, or nothing where there is none. @throws CressetError when something else stands there. */
export function numberField(reading: OtioReading, object: JsonObject, key: string): number | undefined {
  const value = member(object, key);
  if (value === undefined || value === null) return undefined;
  const number = isNumber(value) ? Number(value.text) : Number.NaN;
  return Number.isFinite(number) ? number : failField(reading, object, key, "a finite number");
}

/** Whether an item, track or effect is switched on; it is where the file does not say. */
export const isEnabled = (object: JsonObject): boolean => member(object, "enabled") !== false;

/** The OTIO objects of a list; empty where there is none. @throws CressetError when it is no list of objects. */
export function listField(reading: OtioReading, object: JsonObject, key: string): readonly OtioObject[] {
  const value = member(object, key);
  if (value === undefined || value === null) return [];
  if (typeof value !== "object" || value.kind !== "array") failField(reading, object, key, "a list");
  return value.items.map(
    (item) =>
      otioObject(reading.document, item) ?? failField(reading, object, key, 'a list of objects with an "OTIO_SCHEMA"'),
  );
}

export function objectField(object: JsonObject, key: string): JsonObject | undefined {
  const value = member(object, key);
  return value !== null && typeof value === "object" && value.kind === "object" ? value : undefined;
}

/** A `RationalTime`, or nothing where there is none. @throws CressetError when it is no time. */
export function timeField(reading: OtioReading, object: JsonObject, key: string): OtioTime | undefined {
  const value = member(object, key);
  if (value === undefined || value === null) return undefined;
  const json = objectField(object, key) ?? failField(reading, object, key, "a RationalTime");
  const frames = numberField(reading, json, "value") ?? failField(reading, json, "value", "a number of frames");
  const perSecond = numberField(reading, json, "rate") ?? failField(reading, json, "rate", "a number above 0");
  return otioTime(
    snapToFrame(fromDecimal(frames)),
    rateOf(perSecond) ?? failField(reading, json, "rate", "a number above 0"),
  );
}

/** A `TimeRange`, or nothing where there is none. @throws CressetError when it is none or lasts less than nothing. */
export function rangeField(reading: OtioReading, object: JsonObject, key: string): OtioRange | undefined {
  const value = member(object, key);
  if (value === undefined || value === null) return undefined;
  const json = objectField(object, key) ?? failField(reading, object, key, "a TimeRange");
  const duration = timeField(reading, json, "duration") ?? failField(reading, json, "duration", "a RationalTime");
  const start = timeField(reading, json, "start_time") ?? otioTime(rational(0), duration.rate);
  if (duration.value.num < 0n)
    failField(reading, objectField(json, "duration") ?? json, "value", `0 or more (the "duration" of "${key}")`);
  return { start, duration };
}

const otioTime = (value: Rational, at: Rate): OtioTime => ({
  value,
  rate: at,
  seconds: divide(value, rational(at.num, at.den)),
});

/** A rate as OTIO writes it, a float: 23.98, 23.976 and 23.97602397 are all 24000/1001, 33.333333333333336 is 100/3. */
export function rateOf(perSecond: number): Rate | undefined {
  if (readRates.has(perSecond)) return readRates.get(perSecond);
  const found = exactRate(perSecond);
  if (readRates.size < 1000) readRates.set(perSecond, found);
  return found;
}

/** Rates that were read: every time of a cut names its own. */
const readRates = new Map<number, Rate | undefined>();

function exactRate(perSecond: number): Rate | undefined {
  const known = parseRate(perSecond);
  if (known !== undefined && (known.den === 1 || known.den === 1001)) return known;
  if (!(perSecond > 0)) return undefined;
  for (let den = 1; den <= 1001; den += 1) {
    const num = Math.round(perSecond * den);
    if (num / den === perSecond && Number.isSafeInteger(num)) return rate(num, den);
  }
  return known;
}

/** What a tool computed in floats is meant as a frame when it is closer to one than any sample of sound. */
function snapToFrame(value: Rational): Rational {
  if (value.den === 1n) return value;
  const whole = rational(round(value));
  const off = subtract(value, whole);
  const distance = off.num < 0n ? { num: -off.num, den: off.den } : off;
  return compare(distance, rational(1, 1_000_000)) < 0 ? whole : value;
}

/** Rates that frames of a picture have; sound and tools that count in ticks use others. */
export const isPictureRate = (value: Rate): boolean => value.num > value.den && value.num <= 300 * value.den;

/** The same timecode at another speed: 24 and 23.976. */
export const isRelatedRate = (a: Rate, b: Rate): boolean =>
  !sameRate(a, b) && Math.round(a.num / a.den) === Math.round(b.num / b.den);

const isNumber = (value: JsonValue | undefined): value is JsonNumber =>
  value !== undefined && value !== null && typeof value === "object" && value.kind === "number";
