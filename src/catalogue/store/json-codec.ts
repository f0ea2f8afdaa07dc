import { CressetError } from "../../errors.ts";

/**
 * JSON that gives back what it was given. Plain JSON with these additions: `{"$bigint": "123"}`, `{"$number": "NaN"}`
 * (also Infinity, -Infinity, -0), `{"$undefined": true}` for undefined in a list or by itself; an object whose only key
 * starts with `$` is wrapped as `{"$object": …}`. A key whose value is undefined is left out. Everything else that
 * JSON cannot say (functions, symbols, dates, maps, class instances, cycles) is refused.
 * @throws CressetError that names the place, `what.key[0]`.
 */
export function encodeJson(value: unknown, what: string): string {
  return JSON.stringify(encoded(value, what, []));
}

/** Reads what `encodeJson` wrote. @throws CressetError when it is not JSON. */
export function decodeJson(text: string, what: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // Most records hold nothing that is marked, and need no walk.
    return text.includes('"$') ? decoded(value) : value;
  } catch (cause) {
    throw new CressetError("bad-input", `The store is damaged: ${what} cannot be read.`, { cause });
  }
}

function encoded(value: unknown, place: string, parents: readonly unknown[]): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (value === undefined) return { $undefined: true };
  if (typeof value === "bigint") return { $bigint: String(value) };
  if (typeof value === "number") {
    if (Object.is(value, -0)) return { $number: "-0" };
    return Number.isFinite(value) ? value : { $number: String(value) };
  }
  if (typeof value === "object") return encodedObject(value, place, parents);
  throw refusal(place, `a ${typeof value}`);
}

function encodedObject(value: object, place: string, parents: readonly unknown[]): unknown {
  if (parents.includes(value)) throw refusal(place, "a circle");
  const inside = [...parents, value];
  if (Array.isArray(value)) return Array.from(value, (item, index) => encoded(item, `${place}[${index}]`, inside));
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects of another realm (hook files run in one) have another Object.prototype: what counts is that it is the last.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw refusal(place, `an object of the class ${value.constructor.name}`);
  const result: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value))
    if (item !== undefined) result.push([key, encoded(item, `${place}.${key}`, inside)]);
  const object = Object.fromEntries(result);
  return isMarked(object) ? { $object: object } : object;
}

const isMarked = (value: object): boolean => {
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0]?.startsWith("$") === true;
};

const refusal = (place: string, found: string) =>
  new CressetError("internal", `Expected plain data for the store, but ${place} is ${found}.`);

function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value !== "object" || value === null) return value;
  if (isMarked(value)) {
    const [[mark, content] = []] = Object.entries(value);
    if (mark === "$bigint" && typeof content === "string") return BigInt(content);
    if (mark === "$number") return Number(content);
    if (mark === "$undefined") return undefined;
    if (mark === "$object" && typeof content === "object" && content !== null) return decodedEntries(content);
  }
  return decodedEntries(value);
}

const decodedEntries = (value: object): unknown =>
  Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decoded(item)]));
