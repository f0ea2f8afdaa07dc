import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rate } from "../../src/time/rate.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

interface Call {
  readonly hook: string;
  readonly info: Record<string, unknown>;
}

let workshop: Workshop;
let cut: string;
const shot = (name: string) => ({ name: `${name}_clip`, metadata: { shotName: name } });

/** Writes every info it is given as a line of JSON. */
const dumpingHooks = `
import { appendFileSync } from "node:fs";
import { defineHooks } from "cresset";
const names = ["preCustomExport", "preExport", "preExportSequence", "preExportAsset", "postExportAsset",
  "postExportSequence", "postExport", "postCustomExport"];
const dump = (hook) => (info, userData) => {
  appendFileSync(process.env.CRESSET_TEST_DUMP, JSON.stringify({ hook, info }) + "\\n");
  if (hook === "preCustomExport") Object.assign(info, userData);
};
export default defineHooks({
  ...Object.fromEntries(names.map((name) => [name, dump(name)])),
  getCustomExportProfiles: (profiles) => void Object.assign(profiles, JSON.parse(process.env.CRESSET_TEST_PROFILES ?? "{}")),
});
`;

beforeAll(async () => {
  workshop = await openWorkshop();
  await mkdir(workshop.in("hooks"));
  await writeFile(workshop.in("hooks", "dump.mjs"), dumpingHooks);
  const movie = await workshop.shoot("A001C001.mov", {
    rate: rate(25),
    frames: 60,
    codec: "prores_422",
    source: 2,
    startTimecode: "01:00:00:00",
    tapeName: "A001C001",
    audio: { sampleRate: 48_000, channels: 2 },
  });
  await workshop.shoot("still/still.%04d.png", {
    rate: rate(24),
    frames: 30,
    codec: "png",
    source: 3,
    firstFileNumber: 205,
  });
  const { clip, gap, speed } = otioItems(24);
  const files = { path: workshop.in("media", "still", "still.[0205-0234].png"), name: "still" };
  cut = await writeOtioCut(workshop.in("reel.otio"), {
    name: "reel",
    rate: 24,
    start: 86_400,
    tracks: [
      {
        name: "base",
        items: [
          gap(6),
          clip({ path: movie, available: [90_000, 60], rate: 25 }, 90_020, 25, shot("sh010")),
          clip(files, 210, 8, shot("sh020")),
          clip(files, 215, 4, { ...shot("sh030"), ...speed(2) }),
        ],
      },
      {
        kind: "Audio",
        name: "sound",
        items: [gap(6), clip({ path: movie, available: [90_000, 60], rate: 25 }, 90_020, 25)],
      },
    ],
  });
});
afterAll(() => workshop.close());

let count = 0;
async function infosOf(wish: Parameters<Workshop["export"]>[0], profiles = {}) {
  const file = workshop.in(`dump${++count}.jsonl`);
  process.env["CRESSET_TEST_DUMP"] = file;
  process.env["CRESSET_TEST_PROFILES"] = JSON.stringify(profiles);
  const exported = await workshop.export({ hookFolders: [workshop.in("hooks")], ...wish });
  const lines = (await readFile(file, "utf8")).trim().split("\n");
  const calls = lines.map((line): Call => JSON.parse(line) as Call);
  return {
    ...exported,
    calls,
    info: (hook: string, name?: string, type?: string) => {
      const found = calls.filter(
        (call) =>
          call.hook === hook &&
          (name === undefined || call.info["assetName"] === name) &&
          (type === undefined || call.info["assetType"] === type),
      );
      expect([hook, name, found.length]).toEqual([hook, name, 1]);
      return found[0]!.info;
    },
  };
}

/** What pre tells and post does not, and the reverse. */
const onlyBefore = { tapeName: "", useBackburner: false, abort: false, abortMessage: "" };
const onlyAfter = { backburnerManager: "", backgroundJobId: "" };

function expectSame(pre: Record<string, unknown>, post: Record<string, unknown>) {
  const { tapeName: _, useBackburner: __, abort: ___, abortMessage: ____, ...rest } = pre;
  expect(post).toEqual({ ...rest, ...onlyAfter });
  for (const key of Object.keys(onlyBefore)) expect(post).not.toHaveProperty(key);
}

describe("what hooks are told", () => {
  it("of a whole sequence, as a movie", async () => {
    const { destination, info, calls } = await infosOf({ sources: [cut], presets: ["ProRes 422 HQ"] });
    const where = { destinationHost: "localhost", destinationPath: destination };
    const presetPath = path.resolve("presets/prores-422-hq.yaml");
    expect(calls.map(({ hook }) => hook)).toEqual([
      "preExport",
      "preExportSequence",
      "preExportAsset",
      "postExportAsset",
      "postExportSequence",
      "postExport",
    ]);
    expect(info("preExport")).toEqual({ ...where, presetPath, abort: false, abortMessage: "" });
    expect(info("postExport")).toEqual({ ...where, presetPath });
    // 6 black frames, 25 frames at 25 = 24 at 24, 8, and 4 frames.
    const sequence = { ...where, sequenceName: "reel", shotNames: ["sh010", "sh020", "sh030"], thumbnailFrameNb: 21 };
    expect(info("preExportSequence")).toEqual({ ...sequence, abort: false, abortMessage: "" });
    expect(info("postExportSequence")).toEqual(sequence);
    const asset = info("preExportAsset");
    expect(asset).toEqual({
      ...where,
      ...onlyBefore,
      namePattern: "<name>",
      resolvedPath: "reel.mov",
      assetName: "reel",
      sequenceName: "reel",
      shotName: "",
      assetType: "movie",
      width: 320,
      height: 180,
      aspectRatio: 16 / 9,
      depth: "10-bit",
      scanFormat: "PROGRESSIVE",
      colourSpace: "Rec.709 video",
      fps: 24,
      sequenceFps: 24,
      sourceIn: 86_400,
      sourceOut: 86_442,
      recordIn: 86_400,
      recordOut: 86_442,
      handleIn: 0,
      handleOut: 0,
      startFrame: 0,
      track: "V1",
      trackName: "base",
      subtitlesName: "",
      segmentIndex: 1,
      versionName: "",
      versionNumber: 0,
      isSnapshot: false,
      isBackground: false,
      channelsEncoding: "Integer",
      pixelLayout: "RGB",
      nbChannels: 3,
      drop: false,
      sequenceDrop: false,
      tapeName: expect.any(String) as string,
    });
    expectSame(asset, info("postExportAsset"));
  });

  it("of shots, as file sequences with handles", async () => {
    await writeFile(
      workshop.in("shots.yaml"),
      [
        "version: 1",
        "name: shots",
        "type: video",
        "scope: shot",
        "namePattern: <shot name>/<version name>/<shot name>.<frame>",
        "video: { codec: exr }",
        "handles: 8",
        "versioning: {}",
        "shotAudio: { namePattern: <shot name>/<version name>/<shot name> }",
        "openClip: { namePattern: <shot name>/<shot name> }",
        "cut: [{ format: edl, namePattern: <name> }]",
      ].join("\n"),
    );
    const { info, calls, assets } = await infosOf({
      sources: [cut],
      presets: ["shots"],
      presetFolders: [workshop.folder],
    });
    const common = {
      sequenceName: "reel",
      fps: 24,
      sequenceFps: 24,
      track: "V1",
      trackName: "base",
      versionName: "v001",
      versionNumber: 1,
      drop: false,
      sequenceDrop: false,
    };
    const exr = {
      assetType: "video",
      namePattern: "<shot name>/<version name>/<shot name>.<frame>",
      width: 320,
      height: 180,
      aspectRatio: 16 / 9,
      depth: "16-bit fp",
      channelsEncoding: "Float",
      pixelLayout: "RGB",
      nbChannels: 3,
    };
    const first = info("preExportAsset", "sh010", "video");
    // At 25 it begins 20 frames after the hour; the asset counts at 24: 86,419.2 without handles.
    expect(first).toMatchObject({
      ...common,
      ...exr,
      shotName: "sh010",
      tapeName: "A001C001",
      recordIn: 86_406,
      recordOut: 86_430,
      handleIn: 8,
      handleOut: 8,
      startFrame: 0,
      segmentIndex: 1,
      resolvedPath: "sh010/v001/sh010.[1001-1040].exr",
    });
    expect(Number(first["sourceOut"]) - Number(first["sourceIn"])).toBe(40);
    expect(first["sourceIn"]).toBe(Math.floor(86_419.2 - 8));

    // Five frames of its files lie before it, 17 after it.
    const second = info("preExportAsset", "sh020", "video");
    expect(second).toMatchObject({
      ...common,
      ...exr,
      shotName: "sh020",
      tapeName: "",
      recordIn: 86_430,
      recordOut: 86_438,
      handleIn: 5,
      handleOut: 8,
      sourceIn: 205,
      sourceOut: 226,
      startFrame: 205,
      segmentIndex: 2,
      resolvedPath: "sh020/v001/sh020.[1001-1021].exr",
    });
    // Twice as fast: 215, 217, 219, 221 and the handles' 10 and 16 frames around them, as far as there are any.
    const third = info("preExportAsset", "sh030", "video");
    expect(third).toMatchObject({
      handleIn: 5,
      handleOut: 6,
      sourceIn: 205,
      sourceOut: 234,
      startFrame: 205,
      segmentIndex: 3,
    });

    const sound = info("preExportAsset", "sh010", "audio");
    expect(sound).toMatchObject({
      ...common,
      assetType: "audio",
      resolvedPath: "sh010/v001/sh010.wav",
      width: 0,
      height: 0,
      recordIn: 86_406,
      recordOut: 86_430,
      handleIn: 8,
      handleOut: 8,
      sourceIn: first["sourceIn"],
      sourceOut: first["sourceOut"],
    });
    expect(info("preExportAsset", "sh010", "openClip")).toMatchObject({
      ...common,
      namePattern: "<shot name>/<shot name>",
      resolvedPath: "sh010/sh010.clip",
      versionName: "v001",
    });
    expect(info("preExportAsset", "reel", "distributionPackage")).toMatchObject({
      namePattern: "<name>",
      resolvedPath: "reel.edl",
      recordIn: 86_400,
      recordOut: 86_442,
      shotName: "",
    });
    for (const { assetName, assetType } of assets)
      expectSame(info("preExportAsset", assetName, assetType), info("postExportAsset", assetName, assetType));
    // Everything is decided before anything is finished.
    const order = calls.map(({ hook }) => hook);
    expect(order.lastIndexOf("preExportAsset")).toBeLessThan(order.indexOf("postExportAsset"));
  });

  it("of segments, as movies at their source's rate", async () => {
    await writeFile(
      workshop.in("segments.yaml"),
      "version: 1\nname: segments\ntype: movie\nscope: segment\nnamePattern: <segment###>_<segment name>\nvideo: { codec: prores_4444, alpha: true, rate: source }\nhandles: { head: 4, tail: 2 }\n",
    );
    const { info } = await infosOf({ sources: [cut], presets: ["segments"], presetFolders: [workshop.folder] });
    // 24 frames of record play 25 of its source. Handles are frames of the sequence, 24 a second: 4 of them are 4.17 frames at 25, so 5; 2 are 3.
    expect(info("preExportAsset", "sh010_clip")).toMatchObject({
      resolvedPath: "001_sh010_clip.mov",
      assetType: "movie",
      depth: "12-bit",
      pixelLayout: "RGBA",
      nbChannels: 4,
      fps: 25,
      sequenceFps: 24,
      sourceIn: 90_015,
      sourceOut: 90_048,
      handleIn: 5,
      handleOut: 3,
      recordIn: 86_406,
      recordOut: 86_430,
      tapeName: "A001C001",
    });
    expect(info("preExportAsset", "sh030_clip")).toMatchObject({
      fps: 24,
      sourceIn: 211,
      // Eight frames at twice the speed, though it shows every other of them.
      sourceOut: 225,
      handleIn: 4,
      handleOut: 2,
      segmentIndex: 3,
      recordIn: 86_438,
      recordOut: 86_442,
    });
  });

  it("of an export from a custom profile, whose hook says where it goes and with which preset", async () => {
    const presetPath = path.resolve("presets/png.yaml");
    const { info, calls } = await infosOf(
      { sources: [cut], profile: "stills", destinationPath: workshop.in("unset") },
      { stills: { presetPath, destinationPath: workshop.in("profile") } },
    );
    expect(info("preCustomExport")).toEqual({
      destinationHost: "localhost",
      destinationPath: expect.any(String) as string,
      presetPath: "",
      useTopVideoTrack: false,
      exportBetweenMarks: false,
      isBackground: expect.any(Boolean) as boolean,
      includeSubtitles: false,
      exportSubtitlesAsFiles: true,
      exportAllSubtitles: false,
      abort: false,
      abortMessage: "",
    });
    const where = { destinationHost: "localhost", destinationPath: workshop.in("profile"), presetPath };
    expect(info("preExport")).toMatchObject(where);
    expect(info("postExport")).toEqual(where);
    expect(info("postCustomExport")).toEqual(where);
    expect(calls[0]!.hook).toBe("preCustomExport");
    expect(calls.at(-1)!.hook).toBe("postCustomExport");
    expect(info("postExportAsset")).toMatchObject({
      assetType: "video",
      resolvedPath: "reel/reel.[1001-1042].png",
      depth: "8-bit",
      startFrame: 0,
    });
  });
});
