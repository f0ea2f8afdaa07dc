import { errorMessage } from "./error-text.ts";

/** userData as the hooks hold it, and the text of its JSON part. */
export interface UserData {
  live: unknown;
  json: string;
}

/** @param json text of a JSON value, as `jsonPart` writes it. */
export function userDataFromJson(json: string): UserData {
  const live: unknown = JSON.parse(json);
  return { live, json };
}

/** The part of a value that JSON can hold, and the places that were left out. */
export interface JsonPart {
  readonly json: string;
  /** `sockets[2] is a function`, at most 20. */
  readonly lost: readonly string[];
}

/**
 * What of userData can be shown, kept and handed to another language: everything that JSON can hold. Functions, maps,
 * objects of a class, `undefined`, NaN and references back to a parent are left out (`null` inside a list) and named, and
 * so is what throws when it is read and what lies deeper than 500 levels. Dates become text without being named. Never
 * throws, whatever it is given.
 */
export function jsonPart(value: unknown): JsonPart {
  const reading: Reading = { parents: new Set(), lost: [], copyAll: false };
  const part = partOf(value, [], reading);
  const json = jsonOf(part) ?? jsonOf(partOf(value, [], { parents: new Set(), lost: [], copyAll: true })) ?? "null";
  return { json, lost: reading.lost.slice(0, 20) };
}

/** Nothing where it throws: the value itself is read a second time, and what was readable at first need not be then. */
function jsonOf(part: unknown): string | undefined {
  try {
    return JSON.stringify(part === leftOut ? null : part);
  } catch {
    return undefined;
  }
}

const leftOut = Symbol("left out");

/** Far more than anybody writes by hand, and far less than the stack of any thread holds. */
const deepest = 500;

/** Keys and indexes from the top to a place; made into text only where that is needed. */
type Trail = (string | number)[];

interface Reading {
  readonly parents: Set<object>;
  readonly lost: string[];
  /** Makes new objects all the way down, so that nothing of the value has to be read again. */
  readonly copyAll: boolean;
}

function placeOf(trail: Trail): string {
  if (trail.length === 0) return "it";
  const place = trail
    .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
    .join("");
  return place.length > 200 ? `${place.slice(0, 199)}…` : place;
}

/** The value itself where JSON can hold all of it, so that the common case copies nothing. */
function partOf(value: unknown, trail: Trail, reading: Reading): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  // An optional key that is not set is how JavaScript writes "missing": nothing is lost.
  if (value === undefined) return leftOut;
  try {
    const reason = trail.length > deepest ? `nested deeper than ${deepest} levels` : whyNotJson(value, reading.parents);
    if (reason === "" && typeof value === "object") return objectOrList(value, trail, reading);
    reading.lost.push(`${placeOf(trail)} is ${reason}`);
  } catch (error) {
    reading.lost.push(unreadable(trail, error));
  }
  return leftOut;
}

function objectOrList(value: object, trail: Trail, reading: Reading): unknown {
  if (value instanceof Date) return value.toJSON();
  reading.parents.add(value);
  try {
    return Array.isArray(value) ? listPart(value, trail, reading) : objectPart(value, trail, reading);
  } finally {
    reading.parents.delete(value);
  }
}

function whyNotJson(value: unknown, parents: ReadonlySet<object>): string {
  if (typeof value !== "object" || value === null) {
    return typeof value === "number" ? String(value) : `a ${typeof value}`;
  }
  if (parents.has(value)) return "a reference back to what holds it";
  if (Array.isArray(value) || value instanceof Date) return "";
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of the same realm, of another one (`structuredClone`), and `Object.create(null)`.
  if (prototype === null || prototype === Object.prototype) return "";
  return `an object of the class ${value.constructor?.name ?? "?"}`;
}

function listPart(list: readonly unknown[], trail: Trail, reading: Reading): unknown {
  let copy: unknown[] | undefined = reading.copyAll ? [] : undefined;
  for (let index = 0; index < list.length; index += 1) {
    const item: unknown = list[index];
    trail.push(index);
    const part = partOf(item, trail, reading);
    trail.pop();
    if (part === item && copy === undefined) continue;
    copy ??= [...list];
    copy[index] = part === leftOut ? null : part;
  }
  return copy ?? list;
}

function objectPart(value: object, trail: Trail, reading: Reading): unknown {
  const entries = entriesOf(value, trail, reading);
  let copy: Record<string, unknown> | undefined = reading.copyAll ? {} : undefined;
  for (const [index, [key, item]] of entries.entries()) {
    trail.push(key);
    const part = item === leftOut ? leftOut : partOf(item, trail, reading);
    trail.pop();
    if (part === item && part !== leftOut && copy === undefined) continue;
    if (copy === undefined) {
      copy = {};
      for (const [before, kept] of entries.slice(0, index)) setOwn(copy, before, kept);
    }
    if (part !== leftOut) setOwn(copy, key, part);
  }
  return copy ?? value;
}

/** Keys with their values; one that throws is named as lost, and the others are read all the same. */
function entriesOf(value: object, trail: Trail, { lost }: Reading): readonly (readonly [string, unknown])[] {
  try {
    return Object.entries(value);
  } catch {
    return Object.keys(value).map((key) => {
      try {
        return [key, Reflect.get(value, key)] as const;
      } catch (error) {
        lost.push(unreadable([...trail, key], error));
        return [key, leftOut] as const;
      }
    });
  }
}

const unreadable = (trail: Trail, error: unknown): string =>
  `${placeOf(trail)} throws when it is read (${errorMessage(error)})`;

/**
 * Brings what another language changed into the live object without replacing it: objects and lists that exist keep
 * their identity, parts that JSON cannot hold stay where they are.
 *
 * @returns the live value; another one only where its kind changed (an object became a list).
 */
export function mergeJson(live: unknown, next: unknown): unknown {
  if (Array.isArray(live) && Array.isArray(next)) {
    const list: unknown[] = live;
    list.length = next.length;
    for (const [index, item] of next.entries()) list[index] = mergeItem(list[index], item);
    return list;
  }
  if (!isPlainObject(live) || !isPlainObject(next)) return next;
  for (const key of Object.keys(live)) {
    if (!Object.hasOwn(next, key) && !staysLive(() => live[key])) delete live[key];
  }
  for (const [key, item] of Object.entries(next)) {
    try {
      setOwn(live, key, mergeItem(ownValue(live, key), item));
    } catch {
      // A getter, a frozen object: it stays what its hook made of it.
    }
  }
  return live;
}

/** Whether something is there that JSON cannot hold, or that throws. */
function staysLive(read: () => unknown): boolean {
  try {
    return partOf(read(), [], { parents: new Set(), lost: [], copyAll: false }) === leftOut;
  } catch {
    return true;
  }
}

/** Sets a key of the object itself: assigning to a key called `__proto__` would set its prototype instead. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}

/** `null` stands in a list where something could not be told: what lives there stays. */
function mergeItem(live: unknown, next: unknown): unknown {
  if (next === null && live !== undefined && staysLive(() => live)) return live;
  return mergeJson(live, next);
}

/** A key of the object itself: `constructor`, `toString` and the like are on every object. */
export const ownValue = <Value>(object: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
