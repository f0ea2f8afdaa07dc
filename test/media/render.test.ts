import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashFile } from "../../src/media/checksum.ts";
import type { PicturePiece, RenderAsset, RenderJob } from "../../src/media/render-job.ts";
import { rational } from "../../src/time/rational.ts";
import { readImages, readPictures } from "./read-back.ts";
import { asset, renderJob, source, video, writeClips, written } from "./render-fixture.ts";

let folder = "";
let sources: RenderJob["sources"] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-render-"));
  sources = await writeClips(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** Cuts, black, slow motion, reverse, a freeze and speed, over two sources of different size and coding. */
const cut: readonly PicturePiece[] = [
  source("a", 10, 8),
  source("b", 20, 6),
  { kind: "black", frames: 2 },
  source("a", 30, 6, rational(1, 2)),
  source("b", 12, 5, rational(-1)),
  source("a", 50, 3, rational(0)),
  source("b", 0, 4, rational(3)),
];
const shown: readonly (readonly [number, number] | undefined)[] = [
  ...[10, 11, 12, 13, 14, 15, 16, 17].map((n) => [n, 2] as const),
  ...[20, 21, 22, 23, 24, 25].map((n) => [n, 3] as const),
  undefined,
  undefined,
  ...[30, 30, 31, 31, 32, 32].map((n) => [n, 2] as const),
  ...[12, 11, 10, 9, 8].map((n) => [n, 3] as const),
  ...[50, 50, 50].map((n) => [n, 2] as const),
  ...[0, 3, 6, 9].map((n) => [n, 3] as const),
];

async function codesOf(of: RenderAsset, files: readonly string[]) {
  const { codes } = of.container === "image" ? await readImages(files) : await readPictures(files[0]!);
  return codes.map(([found]) => (found === undefined ? undefined : [found.frame, found.source]));
}

describe("rendering a cut", () => {
  it("writes exact frames in every codec, all from one pass, and nothing else", async () => {
    const out = join(folder, "every");
    const assets = [
      ...(["prores_hq", "prores_422", "prores_4444", "dnxhr_hq"] as const).map((codec) =>
        asset(out, codec, cut, { video: video(codec) }),
      ),
      asset(out, "dnxhr_mxf", cut, { container: "mxf", video: video("dnxhr_hq") }),
      asset(out, "h264", cut, { container: "mp4", video: video("h264", { crf: 18 }) }),
      asset(out, "h265", cut, { container: "mp4", video: video("h265", { speedPreset: "ultrafast" }) }),
      ...(["exr", "dpx", "tiff", "png", "jpeg"] as const).map((codec) =>
        asset(out, codec, cut, { container: "image", video: video(codec) }),
      ),
    ];
    const results = await renderJob({ sources, assets });
    for (const [index, of] of assets.entries()) {
      const { files, frames } = written(results[index]);
      expect(frames).toBe(shown.length);
      expect([
        of.id,
        await codesOf(
          of,
          files.map(({ path }) => path),
        ),
      ]).toEqual([of.id, shown]);
    }
    const names = await readdir(out, { recursive: true });
    expect(names.filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("writes large pictures of a long sequence past the page cache, each of them whole", async () => {
    const large = { width: 800, height: 450 };
    const assets = (["dpx", "tiff"] as const).map((codec) =>
      asset(join(folder, "large"), codec, [source("a", 20, 26)], { container: "image", video: video(codec, large) }),
    );
    const results = await renderJob({ sources, assets });
    for (const [index, of] of assets.entries()) {
      const { files } = written(results[index]);
      const paths = files.map(({ path }) => path);
      expect(await codesOf(of, paths)).toEqual(Array.from({ length: 26 }, (_, k) => [20 + k, 2]));
      for (const { path, xxh128, bytes } of files) {
        expect(bytes).toBeGreaterThan(2 ** 20);
        expect(await hashFile(path)).toEqual({ xxh128, bytes });
      }
    }
  });

  it("gives each asset the bytes it would have alone", async () => {
    const presets = (out: string) => [
      asset(join(folder, out), "prores", cut, { video: video("prores_hq") }),
      asset(join(folder, out), "proxy", cut, { container: "mp4", video: video("h264", { width: 160, height: 90 }) }),
      asset(join(folder, out), "shot", [source("a", 5, 20)], { container: "image", video: video("jpeg") }),
    ];
    const together = await renderJob({ sources, assets: presets("together") });
    for (const [index, single] of presets("alone").entries()) {
      const [alone] = await renderJob({ sources, assets: [single] });
      const hashes = (result: typeof alone) => written(result).files.map(({ xxh128 }) => xxh128);
      expect(hashes(together[index])).toEqual(hashes(alone));
    }
  });

  it("dissolves with the weights of the seam", async () => {
    const dissolve: PicturePiece = {
      kind: "mix",
      frames: 9,
      from: source("a", 20, 9),
      to: source("b", 30, 9),
      offset: 0,
      length: 9,
    };
    const of = asset(folder, "dissolve", [source("a", 15, 5), dissolve, source("b", 39, 3)], {
      video: video("prores_hq"),
    });
    const [result] = await renderJob({ sources, assets: [of] });
    const { codes } = await readPictures(written(result).files[0]!.path);
    const full = codes[0]![0]!.contrast;
    for (let k = 0; k < 9; k++) {
      const [a, b] = [2, 3].map((id) => codes[5 + k]!.find((found) => found.source === id));
      expect([a?.frame, b?.frame]).toEqual([20 + k, 30 + k]);
      expect(a!.contrast / full).toBeCloseTo(1 - (k + 1) / 10, 1);
      expect(b!.contrast / full).toBeCloseTo((k + 1) / 10, 1);
    }
  });
});
