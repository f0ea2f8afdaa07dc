import { copyFileSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { writeTestFootage } from "../src/media/test-footage.ts";
import { rate } from "../src/time/rate.ts";
import { hasMovieIndex } from "../demo/movie-index.ts";

it("a movie that was cut off while it was made is made anew, a whole one is not", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "cresset-demo-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [whole, cut] = [path.join(folder, "whole.mov"), path.join(folder, "cut.mov")];
  await writeTestFootage({ path: whole, codec: "prores_422", frames: 4, width: 64, height: 36, rate: rate(24) });
  expect(await hasMovieIndex(whole)).toBe(true);
  copyFileSync(whole, cut);
  for (const bytes of [4000, 40, 4, 0]) {
    truncateSync(cut, bytes);
    expect(await hasMovieIndex(cut)).toBe(false);
  }
  writeFileSync(cut, "no movie at all, but long enough to be one");
  expect(await hasMovieIndex(cut)).toBe(false);
  expect(await hasMovieIndex(path.join(folder, "missing.mov"))).toBe(false);
});
