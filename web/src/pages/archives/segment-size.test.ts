import { expect, test } from "vitest";
import { readSize } from "./segment-size.ts";

test("a size of segments is read as people write it", () => {
  expect(readSize("100 GB")).toBe(100_000_000_000);
  expect(readSize("1.5tb")).toBe(1_500_000_000_000);
  expect(readSize(" 700 MiB ")).toBe(734_003_200);
  expect([readSize("100"), readSize("0.5 MB"), readSize("many"), readSize("")]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
