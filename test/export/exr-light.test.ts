import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeExr } from "../../src/media/exr-packer.ts";
import { rate } from "../../src/time/rate.ts";
import { readFileFacts } from "./file-facts.ts";
import { difference, type Pixels, readPixels } from "./read-pixels.ts";
import { type Exported, frameNames, framesOf, openWorkshop, picturesOf, type Workshop } from "./workshop.ts";

let workshop: Workshop;
let movie: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  const untagged = await workshop.shoot("a.mov", { codec: "prores_422", rate: rate(25), frames: 6, source: 2 });
  // What Cresset writes says that it is Rec.709.
  movie = (await workshop.export({ sources: [untagged], presets: ["ProRes 422"] })).asset("movie").path;
});
afterAll(() => workshop.close());

const pixelsOf = async ({ files }: Exported["assets"][number]): Promise<readonly Pixels[]> =>
  (await Promise.all(files.map(({ path }) => readPixels(path)))).flat();

/** A channel of the pixel in the middle, 0 to 255. */
function middle({ width, height, rgb }: Pixels, channel: number): number {
  return rgb[(Math.floor(height / 2) * width + Math.floor(width / 2)) * 3 + channel]!;
}

const chromaticities = {
  red: [0.708, 0.292],
  green: [0.17, 0.797],
  blue: [0.131, 0.046],
  white: [0.3127, 0.329],
} as const;

/** Four frames of one colour, 64 × 36, brighter from frame to frame. */
async function writeExrs(name: string, header: object): Promise<string> {
  for (let n = 0; n < 4; n++) {
    const planes = [0.25, 0.5, 1].map((level, index) => ({
      name: "RGB"[index]!,
      data: new Float32Array(64 * 36).fill(level + n / 16),
    }));
    const bytes = await encodeExr(
      { width: 64, height: 36, planes },
      { compression: "zip", pixelType: "half", ...header },
    );
    await writeFile(workshop.in(`${name}.000${n + 1}.exr`), bytes);
  }
  return workshop.in(`${name}.[0001-0004].exr`);
}

describe("EXR in", () => {
  const presets = ["PNG", "ProRes 422 HQ", "H.264", "EXR (ZIP)", "DPX", "TIFF", "JPEG"];
  it.each([
    ["without chromaticities", {}],
    ["with chromaticities of Rec.2020", { chromaticities }],
  ])("%s: every preset takes its values as they are", async (name, header) => {
    const exrs = await writeExrs(name.replaceAll(" ", "-"), header);
    const { assets } = await workshop.export({ sources: [exrs], presets });
    for (const [index, preset] of presets.entries()) {
      const pixels = await pixelsOf(assets[index]!);
      expect([preset, pixels.length]).toEqual([preset, 4]);
      for (const [n, picture] of pixels.entries()) {
        const values = [0.25, 0.5, 1].map((level) => Math.min(255, 255 * (level + n / 16)));
        const off = values.map((value, channel) => Math.abs(middle(picture, channel) - value));
        expect(Math.max(...off), `${preset} ${n}: ${off.join(" ")}`).toBeLessThan(8);
      }
    }
  });
});

it("Movie → EXR → movie gives the same frames, values and tags back", async () => {
  const exr = await workshop.export({ sources: [movie], presets: ["EXR (ZIP)"] });
  expect(frameNames(await picturesOf(exr.asset("video")))).toEqual(framesOf(2, 0, 6));
  const [first] = exr.asset("video").files;
  const back = await workshop.export({ sources: [first!.path], presets: ["ProRes 422"] });
  const asset = back.asset("movie");
  expect(frameNames(await picturesOf(asset))).toEqual(framesOf(2, 0, 6));
  const [before, after] = [await readPixels(movie), await readPixels(asset.path)];
  for (const [n, picture] of before.entries()) expect(difference(picture, after[n]!)).toBeLessThan(1.5);
  const { colour } = await readFileFacts(movie);
  expect(colour).toMatchObject({ primaries: 1, transfer: 1 });
  expect((await readFileFacts(asset.path)).colour).toEqual(colour);
});

it("Light is converted when the preset states a colour, and the source another one", async () => {
  await writeFile(
    workshop.in("linear.yaml"),
    "version: 1\nname: linear\ntype: video\nnamePattern: <name>.<frame>\n" +
      "video: { codec: exr, colour: { primaries: bt709, transfer: linear, matrix: gbr, range: pc } }\n",
  );
  const wish = { sources: [movie], presets: ["PNG", "linear"], presetFolders: [workshop.folder] };
  const { assets } = await workshop.export(wish);
  const [plain, linear] = [await pixelsOf(assets[0]!), await pixelsOf(assets[1]!)];
  expect(linear).toHaveLength(6);
  expect(difference(plain[0]!, linear[0]!)).toBeGreaterThan(5);
});
