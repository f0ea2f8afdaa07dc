import { expect, it } from "vitest";
import { bareName } from "./bare-name.ts";

it.each([
  ["A001C003.mov", "A001C003"],
  ["A001C003.MXF", "A001C003"],
  ["sh010.%04d.exr", "sh010"],
  ["sh010_####.dpx", "sh010"],
  ["sh010.[1001-1050].exr", "sh010"],
  ["sh010.1004.exr", "sh010.1004"],
  ["[1001-1050].exr", "[1001-1050]"],
  ["comp_v1.2", "comp_v1.2"],
  ["take.final", "take.final"],
  [".mov", ".mov"],
  ["", ""],
])("%s without what only its file needs is %s", (name, bare) => {
  expect(bareName(name)).toBe(bare);
});
