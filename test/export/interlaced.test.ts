/** Fields are kept where the preset says so, and never silently called something else. */
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeSource } from "../../src/app/describe-source.ts";
import { rate } from "../../src/time/rate.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let shop: Workshop;
let source: string;
beforeAll(async () => {
  shop = await openWorkshop();
  source = await shop.shoot("fields.mov", { codec: "mpeg2", rate: rate(25), frames: 6, scan: "topFirst" });
  preset("kept", "prores_422", "scan: topFirst");
  preset("other", "prores_422", "scan: bottomFirst");
  preset("small", "prores_422", "scan: topFirst, width: 160, height: 90");
});

const preset = (name: string, codec: string, video: string) =>
  writeFileSync(
    shop.in(`${name}.yaml`),
    `version: 1\nname: ${name}\ntype: movie\ncontainer: mov\nnamePattern: <name>\nvideo: { codec: ${codec}, ${video} }\n`,
  );
afterAll(() => shop.close());

const wish = (preset: string) => ({ sources: [source], presets: [preset], presetFolders: [shop.folder] });
const warnings = async (preset: string) => {
  const planned = await shop.cresset.export({ ...wish(preset), destinationPath: shop.in("dry") }, { dryRun: true });
  return planned.sequences.flatMap((sequence) => sequence.warnings.map(({ code, message }) => `${code}: ${message}`));
};

test("interlaced media is warned of where the preset writes something else, an error with --strict", async () => {
  expect(await warnings("ProRes 422")).toEqual([expect.stringMatching(/^interlaced: fields\.mov .*"scan: topFirst"/)]);
  expect(await warnings("PNG")).toHaveLength(1);
  expect(await warnings("other")).toEqual([expect.stringContaining("writes bottom field first")]);
  expect(await warnings("small")).toEqual([expect.stringMatching(/from 180 to 90, which mixes its fields/)]);
  await expect(shop.export({ ...wish("ProRes 422"), strict: true })).rejects.toMatchObject({ code: "unsupported" });
});

test("a preset that names its scan keeps the fields, in the file too", async () => {
  const { assets } = await shop.export({ ...wish("kept"), strict: true });
  const about = await describeSource(assets[0]!.path, { mediaFolders: [] });
  expect(about).toMatchObject({ media: { video: [{ scan: "topFirst" }] } });
  // Not in the container alone: programs go by what each frame says, and code it by.
  expect(codedScan(assets[0]!.path)).toBe(1);
  const other = await shop.export(wish("other"));
  expect(codedScan(other.assets[0]!.path)).toBe(2);
});

/** interlace_mode of the first ProRes frame's own header: 0 progressive, 1 top field first, 2 bottom field first. */
function codedScan(movie: string): number {
  const bytes = readFileSync(movie);
  // Behind its name: two bytes of length, two of version, four of encoder, width and height, then the flags.
  return (bytes[bytes.indexOf("icpf") + 4 + 12]! >> 2) & 3;
}

test("what the decoded pictures say of their fields decides, whichever of QuickTime's numbers the container has", async () => {
  const fields = await shop.shoot("quicktime.mov", {
    codec: "prores_422",
    rate: rate(25),
    frames: 2,
    scan: "topFirst",
  });
  const bytes = readFileSync(fields);
  // Number 9 is what capture cards write for top field first, too.
  bytes[bytes.indexOf("fiel") + 5] = 9;
  writeFileSync(fields, bytes);
  expect(await describeSource(fields, { mediaFolders: [] })).toMatchObject({
    media: { video: [{ scan: "topFirst" }] },
  });
});

test("a codec that holds no fields is refused for them, and not offered for keeping them", async () => {
  for (const codec of ["dnxhr_hq", "h265"]) {
    preset("none", codec, "scan: topFirst");
    await expect(warnings("none")).rejects.toThrow(/video\.scan: Expected progressive, because .* whole pictures/);
    preset("none", codec, "scan: progressive");
    expect(await warnings("none")).toEqual([expect.stringMatching(/Choose a codec that holds fields/)]);
  }
});
