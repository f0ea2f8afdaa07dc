import { afterAll, beforeAll, expect, it } from "vitest";
import { importClips } from "../../src/app/import-clips.ts";
import { openCatalogue } from "../../src/catalogue/open-catalogue.ts";
import { createProber } from "../../src/media/probe.ts";
import { rate } from "../../src/time/rate.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let shop: Workshop;
beforeAll(async () => {
  shop = await openWorkshop();
});
afterAll(() => shop.close());

it("clips lie on the first reel of the Desktop, elsewhere when asked, and come back as they were read", async () => {
  const movie = await shop.shoot("a.mov", { codec: "mpeg2", rate: rate(24000, 1001), frames: 12, tapeName: "A001" });
  const prober = createProber();
  const catalogue = await openCatalogue(shop.in("home", "cresset.db"));
  try {
    const project = await catalogue.ensureProject({ name: "show" });
    const parts = { catalogue, project, prober, folder: shop.folder };
    const first = await importClips({ paths: "media/a.mov" }, parts);
    expect(first).toMatchObject({ destination: "/Desktop/Reels/Reel 1", problems: [], clips: [{ name: "a" }] });
    const second = await importClips({ paths: "media", to: "/Desktop/Reel 2" }, parts);
    expect(second.destination).toBe("/Desktop/Reels/Reel 2");
    expect((await importClips({ paths: movie, to: null }, parts)).clips[0]?.parentId).toBeUndefined();
    const facts = await catalogue.clipFacts((await catalogue.at(project.id, "/Desktop/Reel 2/a")).id);
    expect(facts).toMatchObject({ duration: 12, rate: rate(24000, 1001), width: 320, height: 180 });
    expect(facts.source).toEqual({
      kind: "media",
      current: 0,
      versions: [{ name: "", number: 0, media: await prober.probe(movie) }],
    });
    await expect(importClips({ paths: movie, to: "/Desktop/Nowhere" }, parts)).rejects.toThrow(/There is no "Nowhere"/);
    await expect(importClips({ paths: "none.mov" }, parts)).rejects.toThrow(/There is no .*none\.mov/);
  } finally {
    await prober.close();
    await catalogue.close();
  }
});
