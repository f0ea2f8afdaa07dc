import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rate } from "../../src/time/rate.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let workshop: Workshop;
const preset = (scope: string) =>
  `version: 1\nname: ${scope}\ntype: audio\nscope: ${scope}\nnamePattern: ${scope}/<name>/<source name>_<segment name>\naudio: { codec: pcm_s24le }\n`;

beforeAll(async () => {
  workshop = await openWorkshop();
  await workshop.shoot("c25.mov", {
    rate: rate(25),
    frames: 6,
    codec: "prores_422",
    startTimecode: "01:00:00:00",
    audio: { sampleRate: 48_000, channels: 1 },
  });
  for (const scope of ["sequence", "segment", "shot"]) await writeFile(workshop.in(`${scope}.yaml`), preset(scope));
});
afterAll(() => workshop.close());

it("Clips that an EDL names by their files give names without extensions", async () => {
  const cut = workshop.in("reel.edl");
  const event = "001  AX  AA/V  C  01:00:00:01 01:00:00:05 01:00:00:00 01:00:00:04\n* FROM CLIP NAME: c25.mov\n";
  await writeFile(cut, `TITLE: reel\n${event}`);
  const exported = await workshop.export({
    sources: [cut],
    presets: ["sequence", "segment", "shot"],
    presetFolders: [workshop.folder],
    mediaFolders: [workshop.in("media")],
    rate: "25",
  });
  expect(exported.assets.map(({ assetName, resolvedPath }) => [assetName, resolvedPath])).toEqual([
    ["reel", "sequence/reel/c25_reel.wav"],
    ["c25", "segment/reel/c25_c25.wav"],
    ["c25", "shot/reel/c25_c25.wav"],
  ]);
});
