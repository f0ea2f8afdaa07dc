import vm from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rational } from "../../time/rational.ts";
import { decodeJson, encodeJson } from "./json-codec.ts";

const roundTrip = (value: unknown) => decodeJson(encodeJson(value, "result"), "result");

describe("what the store keeps", () => {
  it("comes back exactly: exact times, odd numbers, keys with a dollar", () => {
    const kept = {
      start: rational(24_000n * 10n ** 20n, 1001),
      odd: [Number.NaN, Infinity, -Infinity, -0, undefined, null, 2 ** 53],
      $bigint: "a key of a hook",
      nested: { $bigint: "12" },
      deeper: { $object: { $number: "NaN" } },
    };
    expect(roundTrip(kept)).toStrictEqual(kept);
  });
  it("leaves out keys without a value", () => {
    expect(roundTrip({ a: undefined, b: 1 })).toStrictEqual({ b: 1 });
  });
  it("takes objects that a hook file made in a realm of its own", () => {
    expect(roundTrip(vm.runInNewContext("({ files: [{ size: 3 }] })"))).toStrictEqual({ files: [{ size: 3 }] });
  });
  it.each([
    [{ calls: [{ after: () => 1 }] }, "result.calls[0].after is a function"],
    [{ when: new Date(0) }, "result.when is an object of the class Date"],
    [[new Map()], "result[0] is an object of the class Map"],
    [{ key: Symbol("x") }, "result.key is a symbol"],
  ])("refuses %j with its place", (value, sentence) => {
    expect(() => encodeJson(value, "result")).toThrow(sentence);
  });
  it("refuses a circle, but not one value in two places", () => {
    const shared = { name: "sh010" };
    expect(roundTrip([shared, shared])).toStrictEqual([shared, shared]);
    const circle: Record<string, unknown> = {};
    circle["self"] = { circle };
    expect(() => encodeJson(circle, "userData")).toThrow("userData.self.circle is a circle");
  });
  it("says that it is damaged when it is", () => {
    expect(() => decodeJson('{"a":', "the summary")).toThrow(/store is damaged: the summary/);
    expect(() => decodeJson('{"$bigint":"x"}', "the summary")).toThrow(/store is damaged/);
  });
  it("holds for any plain data", () => {
    const plain = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.string(),
        fc.double(),
        fc.bigInt(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value")),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("$bigint", "$object", "$x", "__proto__")), tie("value"), {
          noNullPrototype: true,
        }),
      ),
    })).value;
    fc.assert(
      fc.property(plain, (value) => {
        expect(roundTrip(value)).toStrictEqual(value);
      }),
    );
  });
});
