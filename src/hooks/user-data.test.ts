import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeInfo } from "./judge-info.ts";
import { userDataChanges } from "./user-data-changes.ts";
import { jsonPart, mergeJson } from "./user-data.ts";

const json = fc.jsonValue();
const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("what JSON can hold is kept whole", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(jsonPart(value)).toEqual({ json: JSON.stringify(value), lost: [] });
    }),
  );
});

test("anything at all has a JSON part", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }), (value) => {
      const part = jsonPart(value);
      expect(jsonPart(JSON.parse(part.json)).json).toBe(part.json);
    }),
  );
});

test("merging brings the live object to the new state without replacing it or what JSON cannot hold", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), fc.dictionary(fc.string(), json), (before, after) => {
      const live = copy(before) as Record<string, unknown>;
      expect(mergeJson(live, copy(after))).toBe(live);
      expect(jsonPart(live).json).toBe(jsonPart(mergeJson(copy(before), after)).json);
      expect(copy(live)).toEqual(copy(after));
    }),
  );
  const socket = () => "still here";
  const inner = { n: 1 };
  const live = { socket, inner, list: [socket, 1], gone: 1 };
  mergeJson(live, { inner: { n: 2 }, list: [null, 3, 4] });
  expect(live).toEqual({ socket, inner: { n: 2 }, list: [socket, 3, 4] });
  expect(live.inner).toBe(inner);
});

test("what throws while it is read, or has no end, is named as lost and the rest is kept", () => {
  const wall = new Proxy(
    {},
    {
      get: () => {
        throw new Error("no entry");
      },
      getPrototypeOf: () => {
        throw new Error("no entry");
      },
    },
  );
  const trap = {
    fine: 1,
    get device(): string {
      throw new Error("the device is gone");
    },
    last: [2],
  };
  const { json: kept, lost } = jsonPart({ trap, wall, list: [wall] });
  expect(JSON.parse(kept)).toEqual({ trap: { fine: 1, last: [2] }, list: [null] });
  expect(lost).toEqual([
    "trap.device throws when it is read (the device is gone)",
    "wall throws when it is read (no entry)",
    "list[0] throws when it is read (no entry)",
  ]);

  let reads = 0;
  const fickle = {
    get once(): number {
      reads += 1;
      if (reads === 2) throw new Error("read twice");
      return reads;
    },
  };
  expect(jsonPart({ fickle }).json).toBe('{"fickle":{"once":3}}');

  let deep: unknown[] = [];
  for (let level = 0; level < 50_000; level += 1) deep = [deep];
  const part = jsonPart({ deep, note: "kept" });
  expect(part.lost).toHaveLength(1);
  expect(part.lost[0]).toMatch(/^deep\[0\].* is nested deeper than 500 levels$/);
  expect(JSON.parse(part.json)).toMatchObject({ note: "kept" });

  const live = { trap, note: 1 };
  expect(mergeJson(live, { trap: { fine: 2, device: 3 }, note: 2 })).toBe(live);
  expect(live.trap.fine).toBe(2);
  expect(live.note).toBe(2);
});

test("a key called __proto__ is a key like others, and reaches no prototype", () => {
  const live: Record<string, unknown> = {};
  mergeJson(live, JSON.parse('{"__proto__":{"polluted":true}}'));
  expect(JSON.stringify(live)).toBe('{"__proto__":{"polluted":true}}');
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("changes are told at the smallest place, and not without end", () => {
  const before = { files: ["a", "b"], note: { by: "me", at: 1 } };
  expect(userDataChanges(before, { files: ["a", "b", "c"], note: { by: "you", at: 1 } })).toEqual([
    { key: "userData.files[2]", before: undefined, after: "c" },
    { key: "userData.note.by", before: "me", after: "you" },
  ]);
  const many = userDataChanges({}, Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, index])));
  expect(many).toHaveLength(21);
  expect(many.at(-1)).toEqual({ key: "userData", before: undefined, after: "… and 480 more changes" });
  fc.assert(
    fc.property(json, (value) => {
      expect(userDataChanges(copy(value), copy(value))).toEqual([]);
    }),
  );
});

test("keys that every object of JavaScript has are keys like any other", () => {
  const after = { constructor: "c", toString: "t", valueOf: 1, hasOwnProperty: null };
  expect(userDataChanges({}, after)).toEqual(
    Object.entries(after).map(([key, value]) => ({ key: `userData.${key}`, before: undefined, after: value })),
  );
  const profiles = judgeInfo("getCustomExportProfiles", {}, { constructor: { n: 1 } });
  expect(profiles.changes).toEqual([{ key: "constructor", before: undefined, after: { n: 1 } }]);
  expect(judgeInfo("preExport", {}, { toString: "t" }).complaints).toEqual([
    "info.toString is no key of preExport and changes nothing.",
  ]);
});
