import { expect, test } from "vitest";
import { nameOfFiles } from "./file-names.ts";

test("files of an image sequence have one name", () => {
  expect(nameOfFiles(["/out/A001.mov"])).toBe("A001.mov");
  expect(nameOfFiles(["/out/sh.1003.exr", "/out/sh.1001.exr", "/out/sh.1002.exr"])).toBe("sh.[1001-1003].exr");
  expect(nameOfFiles(["/out/a.mov", "/out/b.srt"])).toBe("a.mov");
});
