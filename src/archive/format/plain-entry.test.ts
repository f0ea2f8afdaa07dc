import fc from "fast-check";
import { expect, test } from "vitest";
import { tocEntrySchema } from "./archive-json.ts";
import { isPlainEntry } from "./plain-entry.ts";

const whole = {
  path: "files/a/b.exr",
  type: "file",
  size: 1_000_000,
  mtimeNs: "1763700000123456789",
  mode: 0o644,
  owner: { uid: 0, gid: 0, user: "root", group: "root" },
  source: "/a/b.exr",
  clip: "c1",
  xxh128: "0".repeat(32),
  sha256: "f".repeat(64),
  parts: [{ segment: 1, offset: 4096, length: 1_000_000 }],
};

test("What is taken for an entry at a glance is one for the schema, too", () => {
  expect(isPlainEntry(whole)).toBe(true);
  const { size: _, parts: __, xxh128: ___, ...folder } = { ...whole, type: "folder" };
  expect(isPlainEntry(folder)).toBe(true);
  const anything = fc.oneof(
    fc.constantFrom(0, 1, -1, 1.5, 2 ** 53, -0, "", "1", "-", "file", "fifo", "0".repeat(32), "0".repeat(33), true),
    fc.constantFrom(undefined, Number.NaN, [], {}, [{ segment: 0, offset: 0, length: 0 }], { base64: "AA==" }),
    fc.constantFrom({ uid: 1 }, { uid: 1, gid: 1 }, { uid: 1, gid: 1, user: 1 }, { uid: 1, gid: 1, x: "" }),
    fc.jsonValue(),
  );
  const keys = [...Object.keys(whole), "link", "problem", "sparse", "firstPart", "xattrs", "unknown"];
  const changes = fc.array(fc.tuple(fc.constantFrom(...keys), fc.option(anything, { nil: "taken away" })), {
    maxLength: 3,
  });
  const inPart = fc.record({ segment: anything, offset: anything, length: anything }, { requiredKeys: [] });
  fc.assert(
    fc.property(changes, fc.option(inPart), (list, part) => {
      const entry: Record<string, unknown> = structuredClone(whole);
      if (part !== null) entry["parts"] = [{ ...whole.parts[0], ...part }];
      for (const [key, value] of list) {
        if (value === "taken away") delete entry[key];
        else entry[key] = value;
      }
      const value: unknown = JSON.parse(JSON.stringify(entry));
      return !isPlainEntry(value) || tocEntrySchema.safeParse(value).success;
    }),
    { numRuns: 3000 },
  );
});
