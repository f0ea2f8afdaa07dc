/** Pictures whose tags one file cannot hold together are told before anything is written. */
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExportWish } from "../../src/app/cresset.ts";
import { rate } from "../../src/time/rate.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const rec709 = { primaries: "bt709", transfer: "bt709", matrix: "bt709", range: "tv" };
const hdr = { primaries: "bt2020", transfer: "arib-std-b67", matrix: "bt2020nc", range: "tv" };

let shop: Workshop;
beforeAll(async () => {
  shop = await openWorkshop();
});
afterAll(() => shop.close());

async function warningsOf(wish: Partial<ExportWish> & Pick<ExportWish, "sources">) {
  const destinationPath = shop.in("out");
  const { sequences } = await shop.cresset.export({ destinationPath, ...wish }, { dryRun: true });
  return sequences.flatMap(({ warnings }) => warnings);
}

describe("a cut over sources of different light", () => {
  const sources: string[] = [];
  beforeAll(async () => {
    const footage = { codec: "h264", rate: rate(25), frames: 10 } as const;
    const files = {
      day: await shop.shoot("day.mov", { ...footage, colour: rec709 }),
      full: await shop.shoot("full.mov", { ...footage, colour: { ...rec709, range: "pc" } }),
      night: await shop.shoot("night.mov", { ...footage, colour: hdr }),
    };
    const items = ["day", "night", "full", "night"].map((name) =>
      otioItems(25).clip({ path: files[name as keyof typeof files], available: [0, 10], name: `the ${name}` }, 0, 10),
    );
    sources.push(await writeOtioCut(shop.in("reel.otio"), { name: "reel", rate: 25, start: 0, tracks: [{ items }] }));
  });

  test("is warned of, with the segments that pass as they are; an error with --strict", async () => {
    const warnings = await warningsOf({ sources, presets: ["ProRes 422"] });
    expect(warnings).toEqual([
      {
        code: "mixed-colour",
        message: expect.stringMatching(
          /^"the night", "the night" are bt2020\/arib-std-b67, and the asset says bt709\/bt709/,
        ),
        place: expect.stringContaining("item 2"),
      },
    ]);
    await expect(warningsOf({ sources, presets: ["ProRes 422"], strict: true })).rejects.toMatchObject({
      code: "unsupported",
    });
  });

  test("is none where the preset says a colour, nor where each shot is a file of its own", async () => {
    const video = "{ codec: h264, colour: { primaries: bt709, transfer: bt709, matrix: bt709, range: tv } }";
    writeFileSync(
      shop.in("web.yaml"),
      `version: 1\nname: Web\ntype: movie\ncontainer: mp4\nnamePattern: <name>\nvideo: ${video}\n`,
    );
    expect(await warningsOf({ sources, presets: [shop.in("web.yaml")] })).toEqual([]);
    const shots = await warningsOf({ sources, presets: ["Shot Publish"], strict: false });
    expect(shots.filter(({ code }) => code === "mixed-colour")).toEqual([]);
  });
});

test("An EXR whose primaries have no name is warned of, alone and in a cut", async () => {
  const colour = { ...rec709, primaries: "bt2020" };
  const movie = await shop.shoot("plate.mov", { codec: "prores_422", rate: rate(25), frames: 1, colour });
  const { assets } = await shop.export({ sources: [movie], presets: ["EXR (ZIP)"] });
  const file = assets[0]?.files[0]?.path ?? "";
  const bytes = readFileSync(file);
  const name = "chromaticities\0chromaticities\0";
  const at = bytes.indexOf(name, 0, "latin1");
  expect(at).toBeGreaterThan(0);
  // AP1, as ACEScg has it.
  for (const [index, value] of [0.713, 0.293, 0.165, 0.83, 0.128, 0.044, 0.32168, 0.33767].entries())
    bytes.writeFloatLE(value, at + name.length + 4 + index * 4);
  writeFileSync(file, bytes);
  const told = expect.objectContaining({ message: expect.stringContaining("primaries that files have no name for") });
  const alone = await warningsOf({ sources: [file], presets: ["ProRes 422"], rate: "25" });
  expect(alone).toEqual([told]);
  const item = otioItems(25).clip({ path: file, available: [0, 1], name: "plate" }, 0, 1);
  const cut = await writeOtioCut(shop.in("aces.otio"), {
    name: "aces",
    rate: 25,
    start: 0,
    tracks: [{ items: [item] }],
  });
  expect(await warningsOf({ sources: [cut], presets: ["ProRes 422"] })).toEqual([told]);
});
