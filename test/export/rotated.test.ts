/** Footage that is stored turned, as phones and some cameras do, comes out upright. */
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeSource } from "../../src/app/describe-source.ts";
import { rate } from "../../src/time/rate.ts";
import { type Pixels, readPixels } from "./read-pixels.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let shop: Workshop;
let stored: string;
beforeAll(async () => {
  shop = await openWorkshop();
  stored = await shop.shoot("stored.mov", { codec: "prores_422", rate: rate(25), frames: 3 });
});
afterAll(() => shop.close());

/** The same movie with another matrix in the header of its picture's track (QuickTime `tkhd`): a, b, c, d. */
function turned(name: string, [a, b, c, d]: readonly [number, number, number, number]): string {
  const bytes = readFileSync(stored);
  const matrix = bytes.indexOf("tkhd") + 44;
  for (const [index, value] of [a, b, 0, c, d, 0, 0, 0].entries())
    bytes.writeInt32BE(Math.round(value * 65_536), matrix + index * 4);
  const file = shop.in("media", `${name}.mov`);
  writeFileSync(file, bytes);
  return file;
}

type Place = (x: number, y: number) => readonly [number, number];

/** Mean difference of what is seen to what is stored, each stored pixel at its place. */
function apart(seen: Pixels, from: Pixels, place: Place): number {
  let sum = 0;
  for (let y = 0; y < from.height; y++)
    for (let x = 0; x < from.width; x++) {
      const [toX, toY] = place(x, y);
      sum += Math.abs(seen.rgb[(toY * seen.width + toX) * 3 + 1]! - from.rgb[(y * from.width + x) * 3 + 1]!);
    }
  return sum / (from.width * from.height);
}

const [w, h] = [320, 180];
test.for([
  { name: "quarter", matrix: [0, 1, -1, 0], size: [h, w], rotation: 90, place: (x, y) => [h - 1 - y, x] },
  { name: "half", matrix: [-1, 0, 0, -1], size: [w, h], rotation: 180, place: (x, y) => [w - 1 - x, h - 1 - y] },
  { name: "back", matrix: [0, -1, 1, 0], size: [h, w], rotation: 270, place: (x, y) => [y, w - 1 - x] },
] as const satisfies readonly { place: Place; [key: string]: unknown }[])(
  "a movie that is turned ($name) is probed and exported as it is seen",
  async ({ name, matrix, size: [width, height], rotation, place }) => {
    const file = turned(name, matrix);
    const about = await describeSource(file, { mediaFolders: [] });
    expect(about).toMatchObject({ media: { video: [{ width, height, rotation }] } });
    const { assets } = await shop.export({ sources: [file], presets: ["ProRes 422"], strict: true });
    const [seen] = await readPixels(assets[0]!.path);
    const [from] = await readPixels(stored);
    expect([seen!.width, seen!.height]).toEqual([width, height]);
    expect(apart(seen!, from!, place)).toBeLessThan(4);
    const written = await describeSource(assets[0]!.path, { mediaFolders: [] });
    expect(written).not.toHaveProperty("media.video.0.rotation");
  },
);

test("another angle is told, and refused with --strict", async () => {
  const file = turned("slanted", [0.7, 0.7, -0.7, 0.7]);
  const wish = { sources: [file], presets: ["PNG"] };
  const { outcome } = await shop.export(wish);
  expect(outcome.sequences[0]!.warnings).toEqual([
    expect.objectContaining({ message: expect.stringContaining("turned by 45°") }),
  ]);
  await expect(shop.export({ ...wish, strict: true })).rejects.toMatchObject({ code: "unsupported" });
});
