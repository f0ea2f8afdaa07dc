import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCresset } from "../../src/app/cresset.ts";
import type { SnapshotWish } from "../../src/app/snapshot-wish.ts";
import { rate } from "../../src/time/rate.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { brightest, difference, readPixels } from "./read-pixels.ts";
import { frameNames, openWorkshop, picturesOf, type Workshop } from "./workshop.ts";

let workshop: Workshop;
let movie: string;
let dropped: string;
let cut: string;

beforeAll(async () => {
  workshop = await openWorkshop();
  movie = await workshop.shoot("long.mp4", {
    rate: rate(25),
    frames: 60,
    codec: "h264",
    gop: 30,
    bFrames: 3,
    source: 2,
    startTimecode: "01:00:00:00",
  });
  dropped = await workshop.shoot("dropped.mov", {
    rate: rate(30_000, 1001),
    frames: 20,
    codec: "prores_422",
    source: 4,
    // The second minute begins with the label ;02.
    startTimecode: "00:00:59;25",
  });
  cut = await writeOtioCut(workshop.in("reel.otio"), {
    name: "reel",
    rate: 25,
    start: 250_000,
    tracks: [
      {
        items: [
          otioItems(25).clip({ path: movie, available: [90_000, 60], name: "one" }, 90_010, 10),
          otioItems(25).clip({ path: movie, available: [90_000, 60], name: "two" }, 90_040, 10),
        ],
      },
    ],
  });
});
afterAll(() => workshop.close());

let count = 0;
async function take(wish: SnapshotWish, cresset = workshop.cresset) {
  const outcome = await cresset.snapshot({ mediaPath: workshop.in(`snap${++count}`), ...wish });
  const [asset] = outcome.sequences.flatMap(({ assets }) => assets);
  if (outcome.status !== "finished" || asset === undefined) throw new Error(JSON.stringify(outcome));
  return asset;
}
const shown = async (wish: SnapshotWish) => frameNames(await picturesOf(await take(wish)));

describe("the frame that is taken", () => {
  it("is the one of a number, a timecode, or both ends of a range", async () => {
    expect(await shown({ source: movie, frames: { frame: 37 } })).toEqual(["2:37"]);
    expect(await shown({ source: movie, frames: { at: "01:00:01:12" } })).toEqual(["2:37"]);
    expect(await shown({ source: movie, frames: { first: "01:00:01:12", last: 39 } })).toEqual([
      "2:37",
      "2:38",
      "2:39",
    ]);
  });

  it("is counted with drop frames where the clip is, however the timecode is written", async () => {
    expect(await shown({ source: dropped, frames: { at: "00:01:00;02" } })).toEqual(["4:5"]);
    expect(await shown({ source: dropped, frames: { at: "00:01:00:02" } })).toEqual(["4:5"]);
    await expect(take({ source: dropped, frames: { at: "00:01:00;00" } })).rejects.toThrow(/does not exist in drop/);
    await expect(take({ source: movie, frames: { at: "01:00:01;12" } })).rejects.toThrow(/drop frame/);
  });

  it("is what a cut shows at its record timecode", async () => {
    expect(await shown({ source: cut, frames: { at: "02:46:40:09" } })).toEqual(["2:19"]);
    expect(await shown({ source: cut, frames: { at: "02:46:40:10" } })).toEqual(["2:40"]);
    expect(await shown({ source: cut, frames: { first: 9, last: 10 } })).toEqual(["2:19", "2:40"]);
  });

  it("lies in the clip: another is an error that says where the clip is, and nothing is written", async () => {
    const frames = [{ at: "00:59:59:24" }, { frame: 60 }, { first: 58, last: "01:00:02:10" }];
    for (const outside of frames)
      await expect(take({ source: movie, frames: outside })).rejects.toThrow(
        /outside of "long", which has 60 frames, 0 to 59, from 01:00:00:00 to 01:00:02:09/,
      );
    await expect(take({ source: movie, frames: { first: 9, last: 8 } })).rejects.toThrow(/before it begins/);
    expect(existsSync(workshop.in(`snap${count}`))).toBe(false);
  });

  it("has the pixels of that frame in a whole export", async () => {
    const whole = await workshop.export({ sources: [movie], presets: ["PNG"] });
    const [expected] = await readPixels(whole.asset("video").files[41]!.path);
    const [still] = await readPixels((await take({ source: movie, frames: { frame: 41 } })).path);
    expect(difference(still!, expected!)).toBe(0);
  });
});

describe("the file", () => {
  it("is one file, named for the frame that it shows; a range is a file sequence", async () => {
    const still = await take({ source: movie, frames: { frame: 37 } });
    expect(still.resolvedPath).toBe("long.90037.png");
    expect(await readdir(path.dirname(still.path))).toEqual(["long.90037.png"]);
    expect((await take({ source: movie, frames: { first: 1, last: 2 } })).resolvedPath).toBe("long.[90001-90002].png");
    expect(
      (await take({ source: dropped, frames: { frame: 3 }, namePattern: "<name>/still_<frame########>" })).resolvedPath,
    ).toBe("dropped/still_00001798.png");
    expect(
      (await take({ source: movie, frames: { frame: 3 }, namePattern: "<name>", preset: "JPEG" })).resolvedPath,
    ).toBe("long.jpg");
  });

  it("is a movie with a movie preset", async () => {
    expect(await shown({ source: movie, frames: { first: 5, last: 8 }, preset: "ProRes 422" })).toEqual([
      "2:5",
      "2:6",
      "2:7",
      "2:8",
    ]);
  });

  it("of a movie preset is named for its first frame, so that a second one is a file of its own", async () => {
    const mediaPath = workshop.in("movies");
    const wish = { source: movie, mediaPath, preset: "ProRes 422" };
    expect((await take({ ...wish, frames: { first: 5, last: 8 } })).resolvedPath).toBe("long.90005.mov");
    expect((await take({ ...wish, frames: { first: 6, last: 8 } })).resolvedPath).toBe("long.90006.mov");
  });

  it("is not overwritten unasked", async () => {
    const mediaPath = workshop.in("kept");
    const wish = { source: movie, frames: { frame: 5 }, mediaPath };
    await take(wish);
    await expect(take(wish)).rejects.toThrow(/exists/);
    expect((await take({ ...wish, overwrite: "version-up" })).resolvedPath).not.toBe("long.90005.png");
  });

  it("cannot be made by presets that write no picture or each shot for itself", async () => {
    await expect(take({ source: movie, frames: { frame: 5 }, preset: "WAV" })).rejects.toThrow(/writes no picture/);
    await expect(take({ source: movie, frames: { frame: 5 }, preset: "shot-publish" })).rejects.toThrow(
      /of scope "sequence"/,
    );
  });
});

describe("settings", () => {
  it("come from the config, and each call may say otherwise", async () => {
    const folder = workshop.in("house");
    await mkdir(path.join(folder, "looks"), { recursive: true });
    // Everything becomes black.
    await writeFile(path.join(folder, "looks/night.cube"), `LUT_3D_SIZE 2\n${"0 0 0\n".repeat(8)}`);
    await writeFile(
      path.join(folder, "cresset.config.yaml"),
      'snapshot: { mediaPath: stills, namePattern: "<name>_<frame>", preset: DPX, lut: looks/night.cube, overlay: true }\n',
    );
    const cresset = openCresset({ folder, home: workshop.in("home") });
    const taken = async (wish: Partial<SnapshotWish>) => {
      const outcome = await cresset.snapshot({ source: movie, frames: { frame: 5 }, ...wish });
      return outcome.sequences[0]!.assets[0]!;
    };
    const night = await taken({});
    expect(night.path).toBe(path.join(folder, "stills/long_90005.dpx"));
    const [dark] = await readPixels(night.path);
    expect(brightest(dark!, 0, 0, 320, 90)).toBe(0);
    // Name and timecode lie over it.
    expect(brightest(dark!, 0, 150, 160, 30)).toBeGreaterThan(150);
    expect(brightest(dark!, 160, 150, 160, 30)).toBeGreaterThan(150);
    const [plain] = await readPixels((await taken({ lut: false, overlay: false, preset: "PNG" })).path);
    const [usual] = await readPixels((await take({ source: movie, frames: { frame: 5 } })).path);
    expect(difference(plain!, usual!)).toBe(0);
  });

  it("that are wrong are told with their key", async () => {
    const file = workshop.in("wrong.yaml");
    await writeFile(file, "snapshot: { path: stills }\n");
    expect(() => openCresset({ folder: workshop.folder, configFile: file })).toThrow(
      /"snapshot": there is no key "path"\. Expected some of "mediaPath", /,
    );
  });

  it("draw subtitles into the picture, and write no file of them", async () => {
    const subtitles = workshop.in("english.srt");
    await writeFile(subtitles, "1\n00:00:00,000 --> 00:00:01,000\nHello there\n");
    const [plain] = await readPixels((await take({ source: movie, frames: { frame: 5 } })).path);
    const drawn = await take({ source: movie, frames: { frame: 5 }, subtitleFiles: [subtitles] });
    expect(await readdir(path.dirname(drawn.path))).toEqual(["long.90005.png"]);
    const [with_] = await readPixels(drawn.path);
    expect(difference(plain!, with_!)).toBeGreaterThan(0);
  });
});

it("hooks are told that it is a snapshot, of which frame, in an export of its own", async () => {
  const hooks = workshop.in("hooks");
  await mkdir(hooks, { recursive: true });
  const told = path.join(hooks, "told.json");
  await writeFile(
    path.join(hooks, "tell.ts"),
    `import { writeFileSync } from "node:fs";
     export function postExportAsset(info) { writeFileSync(${JSON.stringify(told)}, JSON.stringify(info)); }
     export function preExportAsset(info) { if (!info.isSnapshot) info.abort = true; info.resolvedPath = "renamed/" + info.resolvedPath; }`,
  );
  const asset = await take({ source: movie, frames: { at: "01:00:01:12" }, hookFolders: [hooks] });
  expect(asset.resolvedPath).toBe("renamed/long.90037.png");
  const info = JSON.parse(await readFile(told, "utf8"));
  expect(info).toMatchObject({ isSnapshot: true, assetType: "video", resolvedPath: "renamed/long.90037.png" });
  expect(info).toMatchObject({ recordIn: expect.any(Number), sourceIn: 90_037, sourceOut: 90_038 });
  await expect(workshop.export({ sources: [movie], presets: ["PNG"], hookFolders: [hooks] })).rejects.toThrow(
    /aborted/,
  );
});
