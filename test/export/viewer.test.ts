import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SnapshotSettings } from "../../src/app/snapshot-wish.ts";
import type { Viewer } from "../../src/app/viewer.ts";
import { readFrameCode } from "../../src/media/frame-code.ts";
import { rate } from "../../src/time/rate.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { difference, readPixels } from "./read-pixels.ts";
import { frameNames, openWorkshop, picturesOf, type Workshop } from "./workshop.ts";

const frames = 50;
let workshop: Workshop;
let viewer: Viewer;
const clips: Record<string, string> = {};

beforeAll(async () => {
  workshop = await openWorkshop();
  const common = { rate: rate(25), frames, source: 2 };
  clips["H.264 of long groups with B-frames"] = await workshop.shoot("long.mp4", {
    ...common,
    codec: "h264",
    gop: 40,
    bFrames: 3,
  });
  clips["ProRes"] = await workshop.shoot("prores.mov", { ...common, codec: "prores_422" });
  await workshop.shoot("files.%04d.png", { ...common, codec: "png", firstFileNumber: 1001 });
  clips["an image sequence"] = workshop.in("media/files.[1001-1050].png");
  viewer = await workshop.cresset.viewer();
});
afterAll(async () => {
  await viewer.close();
  await workshop.close();
});

let count = 0;
async function take(settings: SnapshotSettings = {}) {
  const outcome = await viewer.snapshot({ mediaPath: workshop.in(`still${++count}`), preset: "JPEG", ...settings });
  const [asset] = outcome.sequences.flatMap(({ assets }) => assets);
  if (outcome.status !== "finished" || asset?.status !== "written") throw new Error(JSON.stringify(outcome));
  return asset;
}

/** The number that the picture on the screen carries in itself. */
async function onScreen(): Promise<number | undefined> {
  const { data, width, height, format } = await viewer.picture("rgba");
  expect([format, data.length]).toEqual(["rgba", width * height * 4]);
  const grey = Uint8Array.from({ length: width * height }, (_, at) => data[at * 4] ?? 0);
  return readFrameCode(grey, width, height)?.frame;
}

describe.each(["H.264 of long groups with B-frames", "ProRes", "an image sequence"])("from %s", (name) => {
  it("stills are exact at any frame, and after steps forwards and backwards", async () => {
    const opened = await viewer.open({ source: clips[name]!, at: 7 });
    expect(opened).toMatchObject({ frames, width: 320, height: 180, shown: { frame: 7 } });
    const moves = [
      ["seek", 41],
      ["step", 1],
      ["step", 1],
      ["step", -1],
      ["step", -1],
      ["step", -1],
      ["seek", 3],
      ["seek", 49],
      ["step", -5],
      ["seek", 22],
      ["step", 2],
      ["seek", 0],
      ["step", 1],
    ] as const;
    for (const [move, by] of moves) {
      const { frame } = await viewer[move](by);
      expect(await onScreen()).toBe(frame);
      if (move === "step" && by === 1) continue;
      expect(frameNames(await picturesOf(await take())), `${move} ${by}`).toEqual([`2:${frame}`]);
      // The still leaves the picture where it is.
      expect(await onScreen()).toBe(frame);
    }
  });
});

it("a still has the pixels of `snapshot` and of a whole export, also from a dissolve of a cut", async () => {
  const items = otioItems(25);
  const movie = clips["H.264 of long groups with B-frames"]!;
  const cut = await writeOtioCut(workshop.in("reel.otio"), {
    name: "reel",
    rate: 25,
    start: 90_000,
    tracks: [
      {
        items: [
          items.clip({ path: movie, available: [0, frames], name: "a" }, 5, 10),
          items.dissolve(4, 4),
          items.clip({ path: movie, available: [0, frames], name: "b" }, 30, 10),
        ],
      },
    ],
  });
  const whole = await workshop.export({ sources: [cut], presets: ["PNG"] });
  await viewer.open({ source: cut });
  for (const frame of [3, 9, 11, 15]) {
    await viewer.seek(frame);
    const [warm] = await readPixels((await take({ preset: "PNG" })).path);
    const taken = await workshop.cresset.snapshot({
      source: cut,
      frames: { frame },
      mediaPath: workshop.in(`cold${frame}`),
    });
    const [cold] = await readPixels(taken.sequences[0]!.assets[0]!.path);
    const [exported] = await readPixels(whole.asset("video").files[frame]!.path);
    expect([difference(warm!, exported!), difference(cold!, exported!)]).toEqual([0, 0]);
  }
});

it("hands out JPEG files of any width, and says where it stands", async () => {
  const clip = await workshop.shoot("tc.mov", {
    rate: rate(25),
    frames: 10,
    codec: "prores_422",
    startTimecode: "10:00:00:00",
  });
  await viewer.open({ source: clip, at: "10:00:00:04" });
  expect(await viewer.step(2)).toMatchObject({ frame: 6, timecode: "10:00:00:06" });
  expect(await viewer.step(100)).toMatchObject({ frame: 9 });
  const { data, width, height } = await viewer.picture("jpeg", { width: 160 });
  expect([width, height, data[0], data[1]]).toEqual([160, 90, 0xff, 0xd8]);
  await expect(viewer.seek(10)).rejects.toThrow(/outside of "tc", which has 10 frames, 0 to 9/);
});

it("hooks are loaded once, begin each snapshot with userData of its own, and know its run", async () => {
  const hooks = workshop.in("hooks");
  await mkdir(hooks, { recursive: true });
  const told = workshop.in("told.jsonl");
  await writeFile(
    path.join(hooks, "tell.ts"),
    `import { appendFileSync } from "node:fs";
     let calls = 0;
     export function postExportAsset(info, userData, cresset) {
       userData.seen = (userData.seen ?? 0) + 1;
       appendFileSync(${JSON.stringify(told)}, JSON.stringify({ calls: ++calls, seen: userData.seen, run: cresset.run.id }) + "\\n");
     }`,
  );
  await cp(
    fileURLToPath(new URL("../../examples/hooks/reimport-snapshot.ts", import.meta.url)),
    path.join(hooks, "reimport-snapshot.ts"),
  );
  await viewer.open({ source: clips["ProRes"]!, at: 4 });
  await take({ hookFolders: [hooks] });
  await viewer.step(1);
  await take({ hookFolders: [hooks] });
  const lines = (await readFile(told, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { calls: 1, seen: 1 },
    { calls: 2, seen: 1 },
  ]);
  expect(lines[0].run).not.toBe(lines[1].run);
  const catalogue = await workshop.cresset.catalogue();
  const [project] = await catalogue.projects();
  const reel = await catalogue.firstReel(project!.id);
  expect((await catalogue.children(reel.id)).map(({ name }) => name)).toHaveLength(2);
  await catalogue.close();
  await viewer.reloadHooks();
  await viewer.step(1);
  await take({ hookFolders: [hooks] });
  expect(JSON.parse((await readFile(told, "utf8")).trim().split("\n").at(-1)!)).toMatchObject({ calls: 1 });
});

it("goes on where it was when its process is killed", async () => {
  await viewer.open({ source: clips["H.264 of long groups with B-frames"]!, at: 33 });
  for (const next of [() => take(), () => viewer.step(1), () => viewer.picture("jpeg")]) {
    const { pid } = viewer;
    process.kill(pid!, "SIGKILL");
    await next();
    expect(viewer.pid).not.toBe(pid);
  }
  expect(await onScreen()).toBe(34);
  expect(frameNames(await picturesOf(await take()))).toEqual(["2:34"]);
});

it("says so when there is nothing to look at", async () => {
  await expect(viewer.open({ source: workshop.in("none.mov") })).rejects.toThrow(/none\.mov/);
  await expect(viewer.step(1)).rejects.toThrow(/looks at nothing/);
});
