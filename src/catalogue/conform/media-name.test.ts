import { describe, expect, it } from "vitest";
import { imageKey, isImagePattern, isMediaName, nameKey, pathParts, sharedTail, stemOf } from "./media-name.ts";

describe("names in media folders", () => {
  it.each(["A001.mov", "plate.1001.EXR", "room tone.wav", "x.MXF"])("%s can be media", (name) => {
    expect(isMediaName(name)).toBe(true);
  });
  it.each([".A001.mov", "._A001.mov", "A001.mov.part", "A001.part.mov", "A001.tmp.mxf", "cut.otio", "notes", "mov"])(
    "%s is passed over",
    (name) => {
      expect(isMediaName(name)).toBe(false);
    },
  );
  it("are the same whatever the case and however the umlaut is composed", () => {
    expect(nameKey("ÜBER.MOV")).toBe(nameKey("u\u0308ber.mov"));
  });
  it("lose only extensions of media", () => {
    expect(["A001.mov", "sh010_v1.2", "plate.v03.1001.exr", "A001"].map(stemOf)).toEqual([
      "A001",
      "sh010_v1.2",
      "plate.v03.1001",
      "A001",
    ]);
  });
  it("of one sequence are the same in every spelling", () => {
    const spellings = ["p.1001.exr", "p.%04d.exr", "p.####.exr", "p.[1001-1100].exr", "P.0990.EXR"];
    expect(new Set(spellings.map(imageKey))).toEqual(new Set(["p.#.exr"]));
    expect(["p.exr", "p_v02.exr", "p.1001.mov"].map(imageKey)).toEqual([undefined, undefined, undefined]);
    expect(spellings.map(isImagePattern)).toEqual([false, true, true, true, false]);
  });
  it("of two systems share what they end with", () => {
    const tail = (a: string, b: string) => sharedTail(pathParts(a), pathParts(b));
    expect(tail("V:\\footage\\A001\\clip.mov", "/mnt/nas/Footage/a001/clip.mov")).toBe(3);
    expect(tail("/a/p.%04d.exr", "/a/p.[1001-1100].exr")).toBe(2);
    expect(tail("/a/one.mov", "/a/two.mov")).toBe(0);
    expect(tail("", "/a/two.mov")).toBe(0);
  });
});
