import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveAssetPath } from "./naming/asset-path.ts";
import { filesOfPath, parseSequencePath, sequencePathText, settleSequencePath } from "./sequence-path.ts";

const range = { first: 1001, last: 1070, padding: 4 };

describe("the path of a file sequence", () => {
  it("carries its range before the extension", () => {
    expect(sequencePathText("sh010/sh010", range, "exr")).toBe("sh010/sh010.[1001-1070].exr");
  });

  it("is taken apart as it was put together, and names every file", () => {
    const stem = fc.stringMatching(/^[a-z\]_0-9-][a-z[\]_0-9.-]{0,8}(\/[a-z[\]0-9-]{1,5})?$/);
    fc.assert(
      fc.property(stem, fc.nat(120_000), fc.nat(30), fc.integer({ min: 1, max: 8 }), (name, first, more, padding) => {
        const text = sequencePathText(name, { first, last: first + more, padding }, "dpx");
        expect(parseSequencePath(text)).toMatchObject({
          prefix: `${name}.`,
          suffix: ".dpx",
          first,
          last: first + more,
        });
        const files = [...filesOfPath(text)];
        expect(files).toHaveLength(more + 1);
        expect(files.at(-1)).toBe(`${name}.${String(first + more).padStart(padding, "0")}.dpx`);
        expect(settleSequencePath(text, { first, last: first + more, padding }, "dpx").resolvedPath).toBe(text);
      }),
    );
  });

  it("is one file where there is no range", () => {
    expect([...filesOfPath("cut.mov")]).toEqual(["cut.mov"]);
    expect(parseSequencePath("cut[5-2].mov")).toBeUndefined();
  });
});

describe("a file sequence that a hook renamed", () => {
  it.each([
    ["as it was", "a/sh.[1001-1070].exr", "a/sh.[1001-1070].exr", "a/sh.%04d.exr", 1001],
    ["another folder and name", "x/y/z_[1001-1070].exr", "x/y/z_[1001-1070].exr", "x/y/z_%04d.exr", 1001],
    ["another first number", "sh.[0001-0070].exr", "sh.[0001-0070].exr", "sh.%04d.exr", 1],
    ["more digits", "sh.[001001-001070].exr", "sh.[001001-001070].exr", "sh.%06d.exr", 1001],
    ["no range", "client/final.exr", "client/final.[1001-1070].exr", "client/final.%04d.exr", 1001],
    ["no range, another extension", "final.EXR", "final.[1001-1070].EXR", "final.%04d.EXR", 1001],
    ["no range, a foreign extension", "final.sxr", "final.[1001-1070].sxr", "final.%04d.sxr", 1001],
    ["no extension", "final", "final.[1001-1070].exr", "final.%04d.exr", 1001],
    ["a version for an extension", "final.v2", "final.v2.[1001-1070].exr", "final.v2.%04d.exr", 1001],
    ["printf", "sh.%05d.exr", "sh.[01001-01070].exr", "sh.%05d.exr", 1001],
    ["hashes", "sh.######.exr", "sh.[001001-001070].exr", "sh.%06d.exr", 1001],
    [
      "a name that looks like a range",
      "cut[1-2].[1001-1070].exr",
      "cut[1-2].[1001-1070].exr",
      "cut[1-2].%04d.exr",
      1001,
    ],
  ])("is understood: %s", (_, left, resolvedPath, pattern, firstFileNumber) => {
    expect(settleSequencePath(left, range, "exr")).toEqual({ resolvedPath, pattern, firstFileNumber });
  });

  it("must keep its length", () => {
    expect(() => settleSequencePath("sh.[1001-1010].exr", range, "exr")).toThrow(
      /names 10 files, but the file sequence has 70\. Write \[1001-1070\]/,
    );
  });
  it("must have one number", () => {
    expect(() => settleSequencePath("sh%03d/sh.[1001-1070].exr", range, "exr")).toThrow(/besides its range/);
  });
});

describe("the path of an asset", () => {
  const values = { name: "cut", "shot name": "sh010" };
  it.each([
    ["<name>", undefined, "mov", "cut.mov"],
    ["<name><ext>", undefined, "mov", "cut.mov"],
    ["<name>.<ext>", undefined, "mov", "cut.mov"],
    ["<shot name>/<name>", range, "exr", "sh010/cut.[1001-1070].exr"],
    ["<shot name>/<name>.<frame>", range, "exr", "sh010/cut.[1001-1070].exr"],
    ["<name>_<frame######><ext>", range, "exr", "cut_[001001-001070].exr"],
    ["<frame>/<name>", range, "dpx", "1001/cut.[1001-1070].dpx"],
    ["<frame>_<name>", range, "dpx", "[1001-1070]_cut.dpx"],
    ["<name><ext>", range, "dpx", "cut.[1001-1070].dpx"],
    ["<name>_<client>", range, "dpx", "cut_<client>.[1001-1070].dpx"],
  ])("made from %s", (pattern, fileRange, extension, path) => {
    expect(resolveAssetPath({ pattern, values, extension, ...(fileRange && { fileRange }) })).toBe(path);
  });

  it("counts the extension when it is too long", () => {
    const request = { pattern: "<name>", values: { name: "n".repeat(252) }, extension: "mov" };
    expect(() => resolveAssetPath(request)).toThrow(/256 bytes long with its extension/);
  });
});
