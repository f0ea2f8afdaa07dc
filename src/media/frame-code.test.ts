import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FrameCode, frameCodePlates, frameCodeRectangles, readFrameCode, readFrameCodes } from "./frame-code.ts";

const plate = 60;

function draw(code: FrameCode, width: number, height: number): Uint8Array {
  const plane = new Uint8Array(width * height).fill(140);
  const fill = (area: { x: number; y: number; width: number; height: number }, level: number) => {
    for (let y = area.y; y < area.y + area.height; y++)
      plane.fill(level, y * width + area.x, y * width + area.x + area.width);
  };
  for (const area of frameCodePlates(width, height)) fill(area, plate);
  for (const area of frameCodeRectangles(code, width, height)) fill(area, area.white ? 235 : 16);
  return plane;
}

/** Box filter to a quarter: the crudest way a picture shrinks. */
function quarter(plane: Uint8Array, width: number, height: number): Uint8Array {
  const [w, h] = [width >> 2, height >> 2];
  return Uint8Array.from({ length: w * h }, (_, index) => {
    let sum = 0;
    for (let y = 0; y < 4; y++)
      for (let x = 0; x < 4; x++) sum += plane[(Math.floor(index / w) * 4 + y) * width + (index % w) * 4 + x]!;
    return sum / 16;
  });
}

const codes = fc.record({ frame: fc.nat(2 ** 24 - 1), source: fc.nat(255) });
const sizes = fc.constantFrom([320, 180] as const, [640, 360] as const, [768, 432] as const, [720, 576] as const);

describe("frame code", () => {
  it("is read back whole, at a quarter of the size, cropped and in a frame of black", () => {
    fc.assert(
      fc.property(codes, sizes, (code, [width, height]) => {
        const plane = draw(code, width, height);
        expect(readFrameCode(plane, width, height)).toMatchObject(code);
        expect(readFrameCode(quarter(plane, width, height), width >> 2, height >> 2)).toMatchObject(code);
        const cut = width / 8;
        const cropped = plane.subarray(cut);
        const picture = { x: -cut, y: 0, width, height };
        expect(readFrameCode(cropped, width - 2 * cut, height, { stride: width, picture })).toMatchObject(code);
        const boxed = new Uint8Array(width * (height + 60)).fill(16);
        boxed.set(plane, width * 30);
        expect(readFrameCode(boxed, width, height + 60, { picture: { x: 0, y: 30, width, height } })).toMatchObject(
          code,
        );
      }),
      { numRuns: 60 },
    );
  });

  it("shows both clips of a dissolve with their weights", () => {
    const a = draw({ frame: 1234, source: 2 }, 320, 180);
    const b = draw({ frame: 77, source: 7 }, 320, 180);
    const mixed = a.map((value, index) => Math.round(value * 0.75 + b[index]! * 0.25));
    const found = readFrameCodes(mixed, 320, 180);
    expect(found).toMatchObject([
      { frame: 1234, source: 2 },
      { frame: 77, source: 7 },
    ]);
    expect(found.map(({ contrast }) => contrast / (219 / 255))).toEqual([
      expect.closeTo(0.75, 1),
      expect.closeTo(0.25, 1),
    ]);
  });

  it("is not found in a picture that has none, nor in one that was damaged", () => {
    expect(readFrameCode(new Uint8Array(320 * 180).fill(128), 320, 180)).toBeUndefined();
    const plane = draw({ frame: 5, source: 0 }, 320, 180);
    const cell = frameCodeRectangles({ frame: 5, source: 0 }, 320, 180)[9]!;
    for (let y = cell.y; y < cell.y + cell.height; y++)
      plane.fill(235, y * 320 + cell.x, y * 320 + cell.x + cell.width);
    expect(readFrameCode(plane, 320, 180)).toBeUndefined();
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        let state = seed | 1;
        const noise = Uint8Array.from({ length: 320 * 180 }, () => {
          state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
          return state >>> 24;
        });
        expect(readFrameCode(noise, 320, 180)).toBeUndefined();
      }),
      { numRuns: 20, seed: 1 },
    );
  });
});
