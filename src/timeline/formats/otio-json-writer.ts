import type { JsonArray, JsonMember, JsonNumber, JsonObject, JsonValue } from "./otio-json.ts";

/**
 * Writes OTIO JSON as OTIO itself does: keys sorted by their bytes, four spaces, no line end after the last brace.
 * `sortKeys: false` keeps the order of the members.
 */
export function formatOtioJson(value: JsonValue, options: { readonly sortKeys?: boolean } = {}): string {
  const parts: string[] = [];
  write(value, "\n", options.sortKeys ?? true, parts);
  return parts.join("");
}

function write(value: JsonValue, newLine: string, sortKeys: boolean, parts: string[]): void {
  if (value === null || typeof value !== "object") {
    // JSON.stringify escapes half a surrogate pair, so that every text survives a file in UTF-8.
    parts.push(JSON.stringify(value));
    return;
  }
  const inner = `${newLine}    `;
  switch (value.kind) {
    case "number":
      parts.push(value.text);
      return;
    case "array":
      parts.push("[");
      for (const [index, item] of value.items.entries()) {
        parts.push(index === 0 ? inner : `,${inner}`);
        write(item, inner, sortKeys, parts);
      }
      parts.push(value.items.length === 0 ? "]" : `${newLine}]`);
      return;
    case "object": {
      const members = sortKeys ? value.members.toSorted(byKey) : value.members;
      parts.push("{");
      for (const [index, [key, item]] of members.entries()) {
        parts.push(index === 0 ? inner : `,${inner}`, JSON.stringify(key), ": ");
        write(item, inner, sortKeys, parts);
      }
      parts.push(members.length === 0 ? "}" : `${newLine}}`);
    }
  }
}

function byKey([a]: JsonMember, [b]: JsonMember): number {
  if (a === b) return 0;
  // UTF-16 puts characters past U+FFFF before U+E000; bytes of UTF-8, which OTIO sorts by, do not.
  const both = a.length < b.length ? a.length : b.length;
  for (let at = 0; at < both; at += 1) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x !== y) return fixSurrogate(x) - fixSurrogate(y);
  }
  return a.length - b.length;
}

const fixSurrogate = (unit: number): number => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);

export function jsonObject(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const present: JsonMember[] = [];
  for (const [key, value] of Object.entries(members)) if (value !== undefined) present.push([key, value]);
  return { kind: "object", members: present, line: 0 };
}

export const jsonArray = (items: readonly JsonValue[]): JsonArray => ({ kind: "array", items });

/** A whole number, written without a point. */
export const jsonInteger = (value: number | bigint): JsonNumber => ({ kind: "number", text: BigInt(value).toString() });

/** A float, which OTIO writes with a point even where it is whole: `24.0`. */
export function jsonFloat(value: number): JsonNumber {
  const text = String(value);
  return { kind: "number", text: /^-?\d+$/.test(text) ? `${text}.0` : text };
}
