import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { knowsWipe, wipeSpans } from "./wipe.ts";

const codes = Array.from({ length: 256 }, (_, code) => code).filter(knowsWipe);
const [width, height] = [64, 36];

/** Pixels that are uncovered, as `x,y`. */
const uncovered = (code: number, progress: number) =>
  new Set(
    Array.from({ length: height }, (_, y) => y).flatMap((y) =>
      wipeSpans(code, progress, width, height, y).flatMap(([start, end]) =>
        Array.from({ length: end - start }, (_, at) => `${start + at},${y}`),
      ),
    ),
  );

describe("wipes", () => {
  it("know the basic codes of the standard", () => {
    expect(codes).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 21, 22, 23, 24, 25, 26, 101]);
  });
  it.each(codes)("%i begins with nothing, ends with everything, and only ever grows", (code) => {
    expect(uncovered(code, 0).size).toBe(0);
    expect(uncovered(code, 1).size).toBe(width * height);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (a, b) => {
        const later = uncovered(code, Math.max(a, b));
        expect([...uncovered(code, Math.min(a, b))].every((pixel) => later.has(pixel))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
  it("draws an unknown code as a wipe from left to right", () => {
    expect(wipeSpans(250, 0.5, width, height, 3)).toEqual([[0, 32]]);
  });
});
