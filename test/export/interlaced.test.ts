/** Fields are kept where the preset says so, and never silently called something else. */
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeSource } from "../../src/app/describe-source.ts";
import { rate } from "../../src/time/rate.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let shop: Workshop;
let source: string;
beforeAll(async () => {
  shop = await openWorkshop();
  source = await shop.shoot("fields.mov", { codec: "mpeg2", rate: rate(25), frames: 6, scan: "topFirst" });
  const preset = (name: string, video: string) =>
    writeFileSync(
      shop.in(`${name}.yaml`),
      `version: 1\nname: ${name}\ntype: movie\ncontainer: mov\nnamePattern: <name>\nvideo: { codec: prores_422, ${video} }\n`,
    );
  preset("kept", "scan: topFirst");
  preset("other", "scan: bottomFirst");
  preset("small", "scan: topFirst, width: 160, height: 90");
});
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
});
