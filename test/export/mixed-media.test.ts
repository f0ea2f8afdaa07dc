import { mkdir, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Rate, rate } from "../../src/time/rate.ts";
import { readFileFacts } from "./file-facts.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { brightest, readPixels } from "./read-pixels.ts";
import { frameNames, framesOf, openWorkshop, picturesOf, type Workshop } from "./workshop.ts";

let workshop: Workshop;
let pal: string;
let double: string;
let film: string;
let scope: string;
let tall: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  const prores = { codec: "prores_422", frames: 50 } as const;
  [pal, double, film, scope, tall] = await Promise.all([
    workshop.shoot("pal.mov", { ...prores, rate: rate(25), source: 2, startTimecode: "01:00:00:00" }),
    workshop.shoot("double.mov", { ...prores, rate: rate(50), source: 3, startTimecode: "02:00:00:00" }),
    workshop.shoot("film.mov", { ...prores, rate: rate(24), source: 4, startTimecode: "03:00:00:00" }),
    workshop.shoot("scope.mov", { ...prores, rate: rate(25), source: 5, width: 480, height: 200, frames: 12 }),
    workshop.shoot("tall.mov", { ...prores, rate: rate(25), source: 6, width: 240, height: 180, frames: 12 }),
  ]);
  await mkdir(workshop.in("presets"));
});
afterAll(() => workshop.close());

async function cutAt(sequence: Rate, name: string, clips: (items: ReturnType<typeof otioItems>) => object[]) {
  const decimal = sequence.num / sequence.den;
  const items = clips(otioItems(decimal)) as Record<string, unknown>[];
  return writeOtioCut(workshop.in(`${name}.otio`), { name, rate: decimal, start: 0, tracks: [{ items }] });
}

describe("media of another rate than its sequence", () => {
  it("25 in 24: each frame shows the source frame of its moment", async () => {
    const cut = await cutAt(rate(24), "pal-in-film", ({ clip }) => [
      clip({ path: pal, available: [0, 50], rate: 25 }, 5, 25),
      clip({ path: film, available: [0, 50] }, 10, 4),
    ]);
    const exported = await workshop.export({ sources: [cut], presets: ["ProRes 422"] });
    const movie = exported.asset("movie");
    // 25 frames at 25 are one second: 24 frames.
    expect(frameNames(await picturesOf(movie))).toEqual([...framesOf(2, 5, 24, 25 / 24), ...framesOf(4, 10, 4)]);
    expect(await readFileFacts(movie.path)).toMatchObject({ rate: "24/1", frames: 28 });
  });

  it("50 in 25: every other frame; and 25 in 50: every frame twice", async () => {
    const slow = await cutAt(rate(25), "double-in-pal", ({ clip }) => [
      clip({ path: double, available: [0, 50], rate: 50 }, 11, 20),
      clip({ path: pal, available: [0, 50] }, 3, 3),
    ]);
    const one = await workshop.export({ sources: [slow], presets: ["ProRes 422"] });
    expect(frameNames(await picturesOf(one.asset("movie")))).toEqual([...framesOf(3, 11, 10, 2), ...framesOf(2, 3, 3)]);
    const fast = await cutAt(rate(50), "pal-in-double", ({ clip }) => [
      clip({ path: pal, available: [0, 50], rate: 25 }, 11, 5),
      clip({ path: double, available: [0, 50] }, 3, 3),
    ]);
    const two = await workshop.export({ sources: [fast], presets: ["ProRes 422"] });
    expect(frameNames(await picturesOf(two.asset("movie")))).toEqual([
      ...framesOf(2, 11, 10, 0.5),
      ...framesOf(3, 3, 3),
    ]);
  });

  it("24 in 23.976: frame for frame", async () => {
    const cut = await cutAt(rate(24_000, 1001), "film-in-video", ({ clip }) => [
      clip({ path: film }, 3 * 3600 * 24 + 1, 48),
    ]);
    const movie = (await workshop.export({ sources: [cut], presets: ["ProRes 422"] })).asset("movie");
    expect(frameNames(await picturesOf(movie))).toEqual(framesOf(4, 1, 48));
    expect(await readFileFacts(movie.path)).toMatchObject({ rate: "24000/1001", frames: 48 });
  });

  it("an EDL at 25 counts the timecode of media at 50 and at 24", async () => {
    const cut = workshop.in("rates.edl");
    await writeFile(
      cut,
      [
        "TITLE: rates",
        "001  AX       V     C        02:00:00:05 02:00:00:09 00:00:00:00 00:00:00:04",
        "* FROM CLIP NAME: double.mov",
        "002  AX       V     C        03:00:01:00 03:00:01:06 00:00:00:04 00:00:00:10",
        "* FROM CLIP NAME: film.mov",
        "",
      ].join("\n"),
    );
    const exported = await workshop.export({
      sources: [cut],
      presets: ["ProRes 422"],
      rate: "25",
      mediaFolders: [workshop.in("media")],
    });
    expect(frameNames(await picturesOf(exported.asset("movie")))).toEqual([
      ...framesOf(3, 10, 4, 2),
      ...framesOf(4, 24, 6, 24 / 25),
    ]);
  });
});

describe("media of another size than the asset", () => {
  /** Where the whole source picture lies in 320 × 180; bars where it does not reach. */
  const placements = {
    // 480 × 200 is wider: whole width, 133 high.
    fit: { scope: { x: 0, y: 23.5, width: 320, height: 133 }, tall: { x: 40, y: 0, width: 240, height: 180 } },
    fill: { scope: { x: -56, y: 0, width: 432, height: 180 }, tall: { x: 0, y: -30, width: 320, height: 240 } },
    crop: { scope: { x: -80, y: -10, width: 480, height: 200 }, tall: { x: 40, y: 0, width: 240, height: 180 } },
    stretch: { scope: { x: 0, y: 0, width: 320, height: 180 }, tall: { x: 0, y: 0, width: 320, height: 180 } },
    none: { scope: { x: -80, y: -10, width: 480, height: 200 }, tall: { x: 40, y: 0, width: 240, height: 180 } },
  } as const;

  it("fit, fill, crop, stretch and none place the picture where they say", async () => {
    const cut = await cutAt(rate(25), "sizes", ({ clip }) => [
      clip({ path: scope, available: [0, 12] }, 2, 3),
      clip({ path: tall, available: [0, 12] }, 4, 3),
    ]);
    const modes = Object.keys(placements) as (keyof typeof placements)[];
    for (const mode of modes)
      await writeFile(
        workshop.in("presets", `${mode}.yaml`),
        [
          "version: 1",
          `name: ${mode}`,
          "type: video",
          `namePattern: ${mode}/<name>.<frame>`,
          `video: { codec: png, width: 320, height: 180, resize: ${mode} }`,
        ].join("\n"),
      );
    const exported = await workshop.export({
      sources: [cut],
      presets: modes,
      presetFolders: [workshop.in("presets")],
    });
    for (const [index, mode] of modes.entries()) {
      const asset = exported.assets[index]!;
      const wide = await picturesOf(asset, { picture: placements[mode].scope });
      const narrow = await picturesOf(asset, { picture: placements[mode].tall });
      expect([mode, wide.width, wide.height]).toEqual([mode, 320, 180]);
      expect([mode, ...frameNames(wide).slice(0, 3)]).toEqual([mode, ...framesOf(5, 2, 3)]);
      expect([mode, ...frameNames(narrow).slice(3)]).toEqual([mode, ...framesOf(6, 4, 3)]);
      const [first, last] = [asset.files[0]!, asset.files.at(-1)!].map(({ path }) => readPixels(path));
      const bars = mode === "fit" || mode === "crop" || mode === "none";
      expect([mode, brightest((await first!)[0]!, 0, 0, 320, 20) < 3]).toEqual([mode, mode === "fit"]);
      expect([mode, brightest((await last!)[0]!, 0, 0, 36, 180) < 3]).toEqual([mode, bars]);
    }
  });

  it("takes the size of the first source where the preset gives none", async () => {
    const cut = await cutAt(rate(25), "first-size", ({ clip }) => [
      clip({ path: scope, available: [0, 12] }, 2, 2),
      clip({ path: tall, available: [0, 12] }, 4, 2),
    ]);
    const exported = await workshop.export({ sources: [cut], presets: ["ProRes 422"] });
    expect(await readFileFacts(exported.asset("movie").path)).toMatchObject({ width: 480, height: 200, frames: 4 });
  });
});
