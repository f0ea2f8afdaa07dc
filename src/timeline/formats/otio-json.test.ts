import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type JsonValue, parseOtioJson } from "./otio-json.ts";
import { formatOtioJson, jsonFloat, jsonInteger } from "./otio-json-writer.ts";

const number = fc.oneof(
  fc.bigInt({ min: -(2n ** 130n), max: 2n ** 130n }).map(jsonInteger),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(jsonFloat),
  fc
    .constantFrom("NaN", "Inf", "-Inf", "Infinity", "-Infinity", "-0", "-0.0", "24.0", "24", "2.40E+1", "1e-7")
    .map((text) => ({ kind: "number", text }) as const),
);
const anyText = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("__proto__", "\ud83c", "\u0000"));
const { value: anyValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), anyText, number),
    fc.array(tie("value")).map((items): JsonValue => ({ kind: "array", items })),
    // Keys may stand twice.
    fc.array(fc.tuple(anyText, tie("value"))).map((members): JsonValue => ({ kind: "object", members, line: 0 })),
  ),
}));

/** Lines depend on the layout and are no part of what a file says. */
const withoutLines = (value: JsonValue): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === "line" ? undefined : inner)));

describe("OTIO JSON", () => {
  it("survives writing and reading: every number as written, order of keys, keys that stand twice", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = formatOtioJson(value, { sortKeys: false });
        expect(withoutLines(parseOtioJson(text, "a.otio"))).toEqual(withoutLines(value));
      }),
    );
  });

  it("writes sorted keys stably: what was written once is written the same again", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const text = formatOtioJson(value);
        expect(formatOtioJson(parseOtioJson(text, "a.otio"))).toBe(text);
      }),
    );
  });

  it("reads and writes what JSON can say as JSON does", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const written = formatOtioJson(parseOtioJson(text, "a.otio"), { sortKeys: false });
        expect(JSON.parse(written)).toEqual(JSON.parse(text));
      }),
    );
  });

  it("sorts keys by their UTF-8 bytes, as OTIO does, and not by UTF-16 units", () => {
    const keys = ["\u{1f3ac}", "\uffee", "b", "a", "ab", "B", "\ud7ff", ""];
    const text = formatOtioJson({ kind: "object", members: keys.map((key) => [key, null] as const), line: 0 });
    const bytewise = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(Object.keys(JSON.parse(text) as object)).toEqual(bytewise);
  });

  it("writes four spaces, a point in every float and none in whole numbers", () => {
    const text = '{"b":[1,1.0,[],{}],"a":{"x":"\\u00e9\\/"}}';
    expect(formatOtioJson(parseOtioJson(text, "a.otio"))).toBe(
      '{\n    "a": {\n        "x": "é/"\n    },\n    "b": [\n        1,\n        1.0,\n        [],\n        {}\n    ]\n}',
    );
    expect([24, 0.5, 1e21, 1e-7, -3].map((value) => jsonFloat(value).text)).toEqual([
      "24.0",
      "0.5",
      "1e+21",
      "1e-7",
      "-3.0",
    ]);
  });

  it.each([
    ['{"a": 1,}', 'line 1, column 9: expected a key in quotes or "}", got "}"'],
    ['{\n    "a" 1\n}', 'line 2, column 9: expected ":" after the key "a", got "1"'],
    ['{"rate": 24.}', 'line 1, column 10: expected a number, got "24."'],
    ['{"rate": 024}', 'line 1, column 10: expected a number, got "024"'],
    ['{"rate": twenty}', 'line 1, column 10: expected a value for the key "rate", got "twenty"'],
    ["[1,\n2\n3]", 'line 3, column 1: expected "," or "]", got "3"'],
    ['{"a": "b', "line 1, column 9: expected a closing quote, got the end of the file"],
    ['["\\x"]', 'line 1, column 3: expected an escape such as \\n, \\" or \\u00e9, got "\\\\x"'],
    ['["a\nb"]', 'line 1, column 4: expected no control character in a text, got "\\n"'],
    ["{} {}", 'line 1, column 4: expected the end of the file, got "{"'],
    ["[nan]", 'line 1, column 2: expected a value or "]", got "nan"'],
    ["", "line 1, column 1: expected a JSON value, got the end of the file"],
    ["[".repeat(1001), "column 1001: expected at most 1000 objects and arrays inside each other"],
  ])("refuses %j and says where", (text, message) => {
    expect(() => parseOtioJson(text, "cut.otio")).toThrow(`cut.otio, ${message.startsWith("line") ? message : ""}`);
    expect(() => parseOtioJson(text, "cut.otio")).toThrow(message);
  });
});
