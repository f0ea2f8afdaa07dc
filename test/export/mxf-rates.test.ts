import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mxfHoldsRate } from "../../src/media/mxf-rates.ts";
import { rate } from "../../src/time/rate.ts";
import { asset, renderJob, video } from "../media/render-fixture.ts";
import { openWorkshop } from "./workshop.ts";

it("The rates that MXF holds are those that the writer of MXF takes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cresset-mxf-"));
  const whole = [10, 12, 15, 23, 24, 25, 30, 48, 50, 60, 72, 75, 90, 96, 100, 119, 120, 240].map((fps) => rate(fps));
  const slowed = [15, 24, 25, 30, 48, 50, 60, 72, 75, 90, 96, 100, 120].map((fps) => rate(fps * 1000, 1001));
  const rates = [...whole, ...slowed, rate(25, 2), rate(179, 6)];
  try {
    const size = { width: 256, height: 120 };
    const assets = rates.map((at, index) =>
      asset(folder, `r${index}`, [{ kind: "black", frames: 2 }], {
        container: "mxf",
        rate: at,
        video: video("dnxhr_hq", size),
      }),
    );
    const results = await renderJob({ sources: [], assets });
    const byId = new Map(results.map((result) => [result.id, result.ok]));
    expect(rates.map((at, index) => [at, byId.get(`r${index}`)])).toEqual(rates.map((at) => [at, mxfHoldsRate(at)]));
  } finally {
    await rm(folder, { recursive: true });
  }
});

it.each([rate(10), rate(25, 2), rate(179, 6)])("MXF at $num/$den is refused before anything is written", async (at) => {
  const workshop = await openWorkshop();
  try {
    const movie = await workshop.shoot("odd.mov", { codec: "prores_422", rate: at, frames: 4, source: 2 });
    for (const dryRun of [true, false])
      await expect(
        workshop.export(
          { sources: [movie], presets: ["DNxHR HQ (MXF)"], destinationPath: workshop.in("out") },
          { dryRun },
        ),
      ).rejects.toMatchObject({
        code: "bad-preset",
        message: expect.stringMatching(/dnxhr-hq-mxf\.yaml writes MXF, but "odd" runs at [\d./]+ frames per second/),
      });
    expect(existsSync(workshop.in("out"))).toBe(false);
  } finally {
    await workshop.close();
  }
});
