import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkPreset, listPresets, loadPreset } from "./preset-store.ts";

let folder: string;
let preset: string;
let lut: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-lut-"));
  preset = join(folder, "graded.yaml");
  lut = join(folder, "show.cube");
  await writeFile(
    preset,
    "version: 1\nname: Graded\ntype: movie\nnamePattern: <name>\nvideo:\n  codec: prores_422\n  lut: show.cube\n",
  );
});
afterAll(() => rm(folder, { recursive: true }));

test("a LUT that is missing or wrong is a fault of the preset, told when it is checked, listed or loaded", async () => {
  const faults = async (message: string) => {
    expect(await checkPreset(preset)).toEqual([
      { severity: "error", key: "video.lut", line: 7, message: expect.stringContaining(message) },
    ]);
    const [listed] = await listPresets([folder]);
    expect(listed).toMatchObject({ name: "Graded", problem: expect.stringContaining(message) });
    await expect(loadPreset("Graded", [folder])).rejects.toMatchObject({
      code: "bad-preset",
      message: expect.stringContaining(`${preset} cannot be used: line 7, video.lut: The LUT ${lut} cannot be`),
    });
  };
  await faults("there is no such file");
  await writeFile(lut, "LUT_3D_SIZE 2\n0 0 0\n1 zero 0\n");
  await faults('line 3: expected three numbers, found "1 zero 0"');
  await writeFile(lut, "LUT_1D_SIZE 2\n0 0 0\n1 1 1\n");
  expect(await checkPreset(preset)).toEqual([]);
  expect((await loadPreset("Graded", [folder])).preset.video?.lut).toBe(lut);
});
