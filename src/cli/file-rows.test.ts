import { expect, test } from "vitest";
import { fileRows } from "./file-rows.ts";

const file = (path: string, assetId = "1.1/video", bytes = 100) => ({
  assetId,
  path,
  bytes,
  xxh128: "ab12",
  frames: 1,
});

test("The files of a file sequence are one row with their range, size and count", () => {
  const files = Array.from({ length: 12 }, (_, index) => file(`/out/sh010/sh010.${index + 999}.exr`));
  expect(fileRows(files)).toEqual([["/out/sh010/sh010.[999-1010].exr", "1.2 kB", "12 files"]]);
});

test("The number of an extension such as mp4 or jp2 is not the file's", () => {
  expect(fileRows([file("/out/a.0001.jp2"), file("/out/a.0002.jp2")])).toEqual([
    ["/out/a.[0001-0002].jp2", "200 B", "2 files"],
  ]);
  expect(fileRows([file("/out/cut_v002.mp4")])).toEqual([["/out/cut_v002.mp4", "100 B", "ab12"]]);
});

test("Files of different assets, and files that only have numbers, stay rows of their own", () => {
  expect(fileRows([file("/out/sh010.mov", "1"), file("/out/sh020.mov", "2")])).toHaveLength(2);
  expect(fileRows([file("/out/a.1.mov"), file("/out/a.7.mov")])).toHaveLength(2);
  expect(fileRows([file("/out/a.mov"), file("/out/a.wav")])).toHaveLength(2);
});
