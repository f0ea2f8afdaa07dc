import { cp, mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import { rate } from "../../src/time/rate.ts";
import { frameNames, framesOf, openWorkshop, picturesOf, type Workshop } from "./workshop.ts";

const lossless = { codec: "png", rate: rate(25) } as const;
let shop: Workshop;
let catalogue: Catalogue;
let projectId: string;

beforeAll(async () => {
  shop = await openWorkshop();
  await shop.shoot("a.mov", {
    codec: "prores_422",
    rate: rate(25),
    frames: 20,
    source: 1,
    startTimecode: "01:00:00:00",
  });
  await shop.shoot("b.mov", {
    codec: "prores_422",
    rate: rate(25),
    frames: 20,
    source: 2,
    startTimecode: "02:00:00:00",
  });
  for (const version of [1, 2])
    await shop.shoot(`comp/c_v00${version}.%04d.png`, {
      ...lossless,
      frames: 4,
      source: 10 + version,
      firstFileNumber: 1001,
    });
  const edl = [
    "TITLE: the cut",
    "FCM: NON-DROP FRAME",
    "001  A  V  C  01:00:00:05 01:00:00:10 10:00:00:00 10:00:00:05",
    "* FROM CLIP NAME: a.mov",
    "002  B  V  C  02:00:00:10 02:00:00:15 10:00:00:05 10:00:00:10",
    "* FROM CLIP NAME: b.mov",
  ];
  await writeFile(shop.in("cut.edl"), edl.join("\n"));
  await shop.cresset.importClips({
    paths: ["media/a.mov", "media/b.mov", "media/comp/{name}_v{version}.{frame}.{extension}", "cut.edl"],
    mediaFolders: ["media"],
  });
  catalogue = await shop.cresset.catalogue();
  ({ id: projectId } = await catalogue.project(path.basename(shop.folder)));
});
afterAll(async () => {
  await catalogue.close();
  await shop.close();
});

const idOf = async (name: string) => (await catalogue.at(projectId, `/Desktop/Reel 1/${name}`)).id;
const mark = async (name: string, attributes: object) => catalogue.annotate(await idOf(name), attributes);

async function exported(...sources: string[]) {
  const { assets } = await shop.export({ sources, presets: ["PNG"] });
  return Promise.all(assets.map(async (asset) => [asset.assetName, frameNames(await picturesOf(asset))]));
}

describe("a clip of the catalogue is exported", () => {
  it("by its path, with or without the reel group, and by its id", async () => {
    const all = [["a", framesOf(1, 0, 20)]];
    expect(await exported("/Desktop/Reels/Reel 1/a")).toEqual(all);
    expect(await exported("/Desktop/Reel 1/a")).toEqual(all);
    expect(await exported("cresset:/Desktop/Reel 1/a")).toEqual(all);
    expect(await exported(`cresset:${await idOf("a")}`)).toEqual(all);
  });

  it("in the version that it shows", async () => {
    expect(await exported("/Desktop/Reel 1/c")).toEqual([["c", framesOf(12, 0, 4)]]);
    const facts = await catalogue.clipFacts(await idOf("c"));
    if (facts.source.kind === "media")
      await catalogue.changeClip(await idOf("c"), { ...facts, source: { ...facts.source, current: 0 } });
    expect(await exported("/Desktop/Reel 1/c")).toEqual([["c", framesOf(11, 0, 4)]]);
  });

  it("with all others of its reel", async () => {
    const names = (await exported("/Desktop/Reels")).map(([name]) => name);
    expect(names).toEqual(["a", "b", "c", "the cut"]);
  });

  it("between its marks, the marked frames excluded; each its own", async () => {
    await mark("a", { inMark: 4, outMark: 9 });
    await mark("b", { outMark: 2 });
    await mark("the cut", { inMark: 3 });
    const sources = ["a", "b", "the cut", "c"].map((name) => `/Desktop/Reel 1/${name}`);
    const { assets } = await shop.export({ sources, presets: ["PNG"], exportBetweenMarks: true });
    const frames = await Promise.all(assets.map(async (asset) => frameNames(await picturesOf(asset))));
    expect(frames).toEqual([
      framesOf(1, 5, 4),
      framesOf(2, 0, 2),
      [...framesOf(1, 9, 1), ...framesOf(2, 10, 5)],
      framesOf(11, 0, 4),
    ]);
    await mark("a", { inMark: 4, outMark: 5 });
    const nothing = shop.export({ sources: ["/Desktop/Reel 1/a"], presets: ["PNG"], exportBetweenMarks: true });
    await expect(nothing).rejects.toThrow(/Nothing lies between the marks 4 and 5 of "a"/);
    for (const name of ["a", "b", "the cut"]) await mark(name, { inMark: undefined, outMark: undefined });
  });

  it("and hooks hear its shot name and which frame stands for it", async () => {
    await mark("b", { shotName: "sh020", inMark: 7 });
    const hooks = shop.in("hooks");
    await mkdir(hooks);
    await writeFile(
      path.join(hooks, "tell.ts"),
      `import { defineHooks } from "cresset";
      export default defineHooks({
        preExportSequence(info) { console.log(JSON.stringify([info.sequenceName, info.shotNames, info.thumbnailFrameNb])); },
      });`,
    );
    const { outcome } = await shop.export({
      sources: ["/Desktop/Reel 1/b", "/Desktop/Reel 1/a"],
      presets: ["PNG"],
      hookFolders: [hooks],
    });
    const logs = outcome.hooks.flatMap(({ calls }) => calls.flatMap(({ log }) => log));
    expect(logs.map((line) => JSON.parse(line))).toEqual([
      ["b", ["sh020"], 7],
      ["a", [], 10],
    ]);
    await mark("b", { inMark: undefined });
  });

  it("after a stop too, wherever it was moved by then", async () => {
    const stop = new AbortController();
    let runId = "";
    const wish = { sources: ["/Desktop/Reel 1/b"], presets: ["PNG"], destinationPath: shop.in("stopped") };
    const stopped = await shop.cresset
      .export(wish, {
        signal: stop.signal,
        tell: (event) => {
          if (event.type === "started") ({ runId } = event);
          if (event.type === "planned") stop.abort();
        },
      })
      .catch(() => undefined);
    expect(stopped?.status ?? "cancelled").toBe("cancelled");
    const id = await idOf("b");
    await catalogue.move([id], (await catalogue.at(projectId, "/Desktop/Reel 4")).id);
    const outcome = await shop.cresset.resume(runId);
    expect(outcome.status).toBe("finished");
    expect(outcome.sequences[0]?.assets[0]?.files).toHaveLength(20);
  });

  it("a file on disk comes first, and what is neither is said", async () => {
    await expect(exported("/Desktop/Reel 1/nothing")).rejects.toThrow(/There is no "nothing" in .*Reel 1/);
    await expect(exported("/Desktop/Reel 2")).rejects.toThrow(/The reel \/Desktop\/Reel 2 holds no clip or sequence/);
    await expect(exported(shop.in("nowhere.mov"))).rejects.toThrow(/nowhere\.mov/);
  });

  it("or refused in a sentence while its media is not there, or black", async () => {
    await cp(shop.in("media/a.mov"), shop.in("media/gone.mov"));
    await shop.cresset.importClips({ paths: "media/gone.mov" });
    await rename(shop.in("media/gone.mov"), shop.in("media/elsewhere.mov"));
    await expect(exported("/Desktop/Reel 1/gone")).rejects.toThrow(
      /A segment of \/Desktop\/Reels\/Reel 1\/gone has no media: .*gone\.mov.*cresset clip relink/,
    );
    const { assets } = await shop.export({ sources: ["/Desktop/Reel 1/gone"], presets: ["PNG"], allowMissing: true });
    expect(frameNames(await picturesOf(assets[0]!))).toEqual(Array.from({ length: 20 }, () => "-"));
  });
});
