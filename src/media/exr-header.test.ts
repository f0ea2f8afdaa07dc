import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rate } from "../time/rate.ts";
import { formatTimecode, parseTimecode } from "../time/timecode.ts";
import { exrTimecode, readExrHeader } from "./exr-header.ts";
import { encodeExr, type ExrSettings } from "./exr-packer.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-exr-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(settings: Partial<ExrSettings> = {}): Promise<string> {
  const data = new Uint16Array(6 * 4);
  const planes = ["R", "G", "B", "A"].map((name) => ({ name, data }));
  const path = join(folder, "frame.exr");
  await writeFile(
    path,
    await encodeExr({ width: 6, height: 4, planes }, { compression: "zip", pixelType: "half", ...settings }),
  );
  return path;
}

const rec709 = { red: [0.64, 0.33], green: [0.3, 0.6], blue: [0.15, 0.06], white: [0.3127, 0.329] } as const;

test("what was written into the header is found in it", async () => {
  const header = await readExrHeader(
    await written({
      pixelAspect: 2,
      framesPerSecond: rate(24_000, 1001),
      timecode: { frame: 86_400, dropFrame: false },
      chromaticities: rec709,
      attributes: { owner: "Šumava", reelName: "A001C003", aNameThatIsLongerThanThirtyOneBytes: "x" },
    }),
  );
  expect(header).toMatchObject({
    compression: "zip",
    tiled: false,
    deep: false,
    multiPart: false,
    channels: ["A", "B", "G", "R"].map((name) => ({ name, pixelType: "half" })),
    dataWindow: { x: 0, y: 0, width: 6, height: 4 },
    displayWindow: { x: 0, y: 0, width: 6, height: 4 },
    pixelAspect: 2,
    framesPerSecond: rate(24_000, 1001),
    attributes: { owner: "Šumava", reelName: "A001C003", aNameThatIsLongerThanThirtyOneBytes: "x" },
  });
  expect(header.chromaticities!.white[0]).toBeCloseTo(0.3127, 6);
  expect(exrTimecode(header, rate(24_000, 1001))).toEqual({ frame: 86_400, dropFrame: false });
});

test("01:02:03:04 is packed as SMPTE ST 12-1 says, binary-coded decimals from frames up to hours", async () => {
  const at25 = rate(25);
  const timecode = parseTimecode("11:22:33:14", at25);
  expect((await readExrHeader(await written({ timecode, framesPerSecond: at25 }))).timecodeBits).toBe(0x11_22_33_14);
  const at2997 = rate(30_000, 1001);
  const drop = parseTimecode("01:00:10;05", at2997);
  expect((await readExrHeader(await written({ timecode: drop, framesPerSecond: at2997 }))).timecodeBits).toBe(
    0x01_00_10_45,
  );
});

test("any timecode of a day comes back at every rate up to 60", async () => {
  const rates = [
    rate(24_000, 1001),
    rate(24),
    rate(25),
    rate(30_000, 1001),
    rate(30),
    rate(48),
    rate(50),
    rate(60_000, 1001),
    rate(60),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...rates),
      fc.nat({ max: 2_000_000 }),
      fc.boolean(),
      async (at, frame, wantsDrop) => {
        const dropFrame = wantsDrop && at.den === 1001 && at.num !== 24_000;
        const header = await readExrHeader(await written({ timecode: { frame, dropFrame }, framesPerSecond: at }));
        const read = exrTimecode(header, at)!;
        expect(formatTimecode(read.frame, at, read.dropFrame)).toBe(formatTimecode(frame, at, dropFrame));
      },
    ),
    { numRuns: 60 },
  );
});

test("no rate, no timecode: nothing is made up", async () => {
  const header = await readExrHeader(await written({ timecode: { frame: 5, dropFrame: false } }));
  expect(header.timecodeBits).toBeUndefined();
  expect(header.framesPerSecond).toBeUndefined();
  expect(exrTimecode(header, rate(24))).toBeUndefined();
});

test("a header longer than the first read is read whole", async () => {
  const comments = "long ".repeat(40_000);
  expect((await readExrHeader(await written({ attributes: { comments } }))).attributes["comments"]).toBe(comments);
});

test("what is no EXR, or half of one, is a sentence with the file's name", async () => {
  const path = join(folder, "wrong.exr");
  await writeFile(path, "P6 1 1 255 not an exr");
  await expect(readExrHeader(path)).rejects.toThrow(
    `Cannot read the EXR file ${path}: it does not begin as an EXR file does (76 2f 31 01). Copy or render it again.`,
  );
  const whole = await encodeExr(
    { width: 2, height: 2, planes: [{ name: "Y", data: new Uint16Array(4) }] },
    { compression: "none", pixelType: "half" },
  );
  await writeFile(path, whole.subarray(0, 100));
  await expect(readExrHeader(path)).rejects.toThrow("its header ends before it is complete");
  await writeFile(path, "");
  await expect(readExrHeader(path)).rejects.toThrow("its header ends before it is complete");
});

test("no damage to a header does anything but throw that sentence or read another value", async () => {
  const path = await written({ framesPerSecond: rate(24), timecode: { frame: 1, dropFrame: false } });
  const good = await encodeExr(
    { width: 3, height: 2, planes: [{ name: "Y", data: new Uint16Array(6) }] },
    { compression: "zip", pixelType: "half", framesPerSecond: rate(24), chromaticities: rec709 },
  );
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }), async (at, value) => {
      const bad = Buffer.from(good);
      bad[at] = value;
      await writeFile(path, bad);
      const outcome = await readExrHeader(path).then(
        () => "read",
        (error: unknown) => (error as { code?: string }).code,
      );
      expect(["read", "bad-input"]).toContain(outcome);
    }),
    { numRuns: 150 },
  );
});
