import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFile, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GoesOnLater } from "../../src/errors.ts";
import type { RenderAsset, RenderJob, VideoEncoding } from "../../src/media/render-job.ts";
import { asset, renderJob, source, video, writeClips } from "./render-fixture.ts";

const frames = 60;

let folder = "";
let sources: RenderJob["sources"] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-goes-on-"));
  sources = await writeClips(folder);
});
afterAll(() => rm(folder, { recursive: true }));

/** Large enough to be caught in the middle. */
const sequence = (name: string, codec: VideoEncoding["codec"] = "png", first = 0): RenderAsset =>
  asset(join(folder, name), "plate", [source("a", first, 40), source("b", 10, frames - 40)], {
    container: "image",
    video: video(codec, { width: 640, height: 360, burnIns: [burnIn] }),
  });
const burnIn = {
  kind: "frame",
  text: "",
  firstFrame: 1001,
  position: "bottom",
  size: 0.1,
  colour: "#ffffff",
  opacity: 1,
} as const;

const render = (asset: RenderAsset) => renderJob({ sources, assets: [asset] });

/** Renders until some frames are there, and stops for a reason. @returns the hidden folders that are left, absolute. */
async function stopInTheMiddle(asset: RenderAsset, reason?: Error): Promise<readonly string[]> {
  const stop = new AbortController();
  const [result] = await renderJob(
    { sources, assets: [asset] },
    { progress: ({ framesDone }) => framesDone >= 14 && stop.abort(reason), signal: stop.signal },
  );
  expect(result).toMatchObject({ ok: false, cause: "cancelled" });
  return hidden(asset);
}

const out = (asset: RenderAsset) => join(asset.path, "..");
const namesIn = async (at: string) => (await readdir(at).catch(() => [])).toSorted((a, b) => (a < b ? -1 : 1));
const hidden = async (asset: RenderAsset) =>
  (await namesIn(out(asset))).filter((name) => name.endsWith(".partial")).map((name) => join(out(asset), name));
const frameFiles = async (at: string) => (await namesIn(at)).filter((name) => !name.startsWith("."));
/** Which file it is, and when it was written. */
const stamp = async (path: string) => {
  const { ino, mtimeMs } = await stat(path);
  return `${ino} ${mtimeMs}`;
};
const stamps = async (at: string, names: readonly string[]) =>
  Promise.all(names.map(async (name) => [name, await stamp(join(at, name))] as const));
const hashes = async (at: string) =>
  Promise.all(
    (await namesIn(at)).map(async (name) => [
      name,
      createHash("sha256")
        .update(await readFile(join(at, name)))
        .digest("hex"),
    ]),
  );
/** How many of the files that were left are still the same after the next rendering. */
async function takenOver(asset: RenderAsset, before: readonly (readonly [string, string])[]): Promise<number> {
  const after = new Map(await stamps(out(asset), await frameFiles(out(asset))));
  return before.filter(([name, was]) => after.get(name) === was).length;
}

describe("a file sequence whose rendering was stopped for now", () => {
  it.each(["png", "exr"] as const)("goes on behind the whole files that were left: %s", async (codec) => {
    const whole = sequence(`whole-${codec}`, codec);
    expect(await render(whole)).toMatchObject([{ ok: true, frames }]);
    const plate = sequence(`left-${codec}`, codec);
    const [left = ""] = await stopInTheMiddle(plate, new GoesOnLater("Stopped for now."));
    const files = await frameFiles(left);
    expect(files.length).toBeGreaterThanOrEqual(7);
    const before = await stamps(left, files);
    expect(await render(plate)).toMatchObject([{ ok: true, frames }]);
    expect(await takenOver(plate, before)).toBeGreaterThanOrEqual(7);
    expect(await hidden(plate)).toEqual([]);
    expect(await hashes(out(plate))).toEqual(await hashes(out(whole)));
  });

  it("waits a moment for a process that is about to end", async () => {
    const plate = sequence("ending");
    const [left = ""] = await stopInTheMiddle(plate, new GoesOnLater("Stopped for now."));
    const before = await stamps(left, await frameFiles(left));
    const ending = spawn("sleep", ["1"]);
    await rename(left, left.replace(/-\d+-/, `-${ending.pid}-`));
    expect(await render(plate)).toMatchObject([{ ok: true, frames }]);
    expect(await takenOver(plate, before)).toBeGreaterThanOrEqual(7);
    expect(await hidden(plate)).toEqual([]);
  });

  it("renders what is not whole: a file cut off, one changed, and all behind it; strangers go", async () => {
    const plate = sequence("harmed");
    const [left = ""] = await stopInTheMiddle(plate, new GoesOnLater("Stopped for now."));
    const files = await frameFiles(left);
    const before = await stamps(left, files);
    const [harmed = ""] = files.slice(5);
    const bytes = await readFile(join(left, harmed));
    bytes[bytes.length >> 1] = 255 - (bytes[bytes.length >> 1] ?? 0);
    await writeFile(join(left, harmed), bytes);
    await writeFile(join(left, "stranger.png"), "");
    await appendFile(join(left, ".frames"), '{"index":7,"na');
    expect(await render(plate)).toMatchObject([{ ok: true, frames }]);
    expect(await takenOver(plate, before)).toBe(5);
    const whole = sequence("unharmed");
    await render(whole);
    expect(await hashes(out(plate))).toEqual(await hashes(out(whole)));
  });

  it("begins anew when the source was touched, or anything else is wanted", async () => {
    const plate = sequence("touched");
    const [left = ""] = await stopInTheMiddle(plate, new GoesOnLater("Stopped for now."));
    const before = await stamps(left, await frameFiles(left));
    await utimes(join(folder, "b.mov"), new Date(), new Date());
    expect(await render(plate)).toMatchObject([{ ok: true, frames }]);
    expect(await takenOver(plate, before)).toBe(0);
    const other = sequence("other");
    const [first = ""] = await stopInTheMiddle(other, new GoesOnLater("Stopped for now."));
    const were = await stamps(first, await frameFiles(first));
    const shifted = sequence("other", "png");
    expect(await render({ ...shifted, timecode: { ...shifted.timecode, frame: 7 } })).toMatchObject([{ ok: true }]);
    expect(await takenOver(other, were)).toBe(0);
    expect(await hidden(other)).toEqual([]);
  });
});

it("a rendering that somebody stops leaves nothing, nor the folders that it made", async () => {
  const plate = sequence("deep/down/stopped");
  expect(await stopInTheMiddle(plate)).toEqual([]);
  expect(await namesIn(folder)).not.toContain("deep");
});
