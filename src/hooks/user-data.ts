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
 * objects of a class, `undefined`, NaN and references back to a parent are left out (`null` inside a list) and named.
 * Dates become text without being named.
 */
export function jsonPart(value: unknown): JsonPart {
  const lost: string[] = [];
  const part = partOf(value, [], new Set(), lost);
  return { json: JSON.stringify(part === leftOut ? null : part), lost: lost.slice(0, 20) };
}

const leftOut = Symbol("left out");

/** Keys and indexes from the top to a place; made into text only where that is needed. */
type Trail = (string | number)[];

const placeOf = (trail: Trail): string =>
  trail.length === 0
    ? "it"
    : trail.map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`)).join("");

/** The value itself where JSON can hold all of it, so that the common case copies nothing. */
function partOf(value: unknown, trail: Trail, parents: Set<object>, lost: string[]): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const reason = whyNotJson(value, parents);
  if (reason !== "" || typeof value !== "object") {
    // An optional key that is not set is how JavaScript writes "missing": nothing is lost.
    if (value !== undefined) lost.push(`${placeOf(trail)} is ${reason}`);
    return leftOut;
  }
  if (value instanceof Date) return value.toJSON();
  parents.add(value);
  const part = Array.isArray(value) ? listPart(value, trail, parents, lost) : objectPart(value, trail, parents, lost);
  parents.delete(value);
  return part;
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

function listPart(list: readonly unknown[], trail: Trail, parents: Set<object>, lost: string[]): unknown {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const item: unknown = list[index];
    trail.push(index);
    const part = partOf(item, trail, parents, lost);
    trail.pop();
    if (part === item) continue;
    copy ??= [...list];
    copy[index] = part === leftOut ? null : part;
  }
  return copy ?? list;
}

function objectPart(value: object, trail: Trail, parents: Set<object>, lost: string[]): unknown {
  let copy: Record<string, unknown> | undefined;
  for (const [key, item] of Object.entries(value)) {
    trail.push(key);
    const part = partOf(item, trail, parents, lost);
    trail.pop();
    if (part === item) continue;
    copy ??= { ...value };
    if (part === leftOut) delete copy[key];
    else setOwn(copy, key, part);
  }
  return copy ?? value;
}

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
    if (!Object.hasOwn(next, key) && partOf(live[key], [], new Set(), []) !== leftOut) delete live[key];
  }
  for (const [key, item] of Object.entries(next))
    setOwn(live, key, mergeItem(Object.hasOwn(live, key) ? live[key] : undefined, item));
  return live;
}

/** Sets a key of the object itself: assigning to a key called `__proto__` would set its prototype instead. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key === "__proto__")
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  else object[key] = value;
}

/** `null` stands in a list where something could not be told: what lives there stays. */
function mergeItem(live: unknown, next: unknown): unknown {
  if (next === null && live !== undefined && partOf(live, [], new Set(), []) === leftOut) return live;
  return mergeJson(live, next);
}

export const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
