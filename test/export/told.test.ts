/** What an export tells hooks and people is what it does. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { defineHooks } from "cresset";
import { testExport } from "cresset/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ExportWish } from "../../src/app/cresset.ts";
import { rate } from "../../src/time/rate.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let shop: Workshop;
let movie = "";

beforeAll(async () => {
  shop = await openWorkshop();
  const audio = { codec: "pcm_s24le", sampleRate: 48_000, channels: 2, streams: 2 } as const;
  movie = await shop.shoot("one.mov", { codec: "prores_422", frames: 4, rate: rate(24), audio });
});
afterAll(() => shop.close());

const dryRun = (wish: Partial<ExportWish> & Pick<ExportWish, "presets">) =>
  shop.cresset.export({ sources: [movie], destinationPath: shop.in("dry"), ...wish }, { dryRun: true });

const pathsOf = ({ sequences }: Awaited<ReturnType<typeof dryRun>>) =>
  sequences.flatMap(({ assets }) => assets.map(({ resolvedPath }) => resolvedPath));

const codesOf = ({ sequences }: Awaited<ReturnType<typeof dryRun>>) =>
  sequences.flatMap(({ warnings }) => warnings.map(({ code }) => code));

test("The shots of a cut that names none are called in preExportSequence as in preExportAsset", async () => {
  const { hooks } = await dryRun({ presets: ["Shot Publish"] });
  const infos = (name: string) => hooks.filter(({ hook }) => hook === name).map(({ info }) => info);
  expect(infos("preExportSequence")).toMatchObject([{ shotNames: ["one"] }]);
  expect(infos("preExportAsset")[0]).toMatchObject({ shotName: "one" });
  const whole = await dryRun({ presets: ["ProRes 422"] });
  expect(whole.hooks.find(({ hook }) => hook === "preExportSequence")?.info).toMatchObject({ shotNames: [] });
});

test("Sound is told with its channels and bits, to hooks and in the OpenClip", async () => {
  const { outcome, destination, assets } = await shop.export({ sources: [movie], presets: ["Shot Publish"] });
  const assetOf = (type: string) => assets.find(({ assetType }) => assetType === type);
  const sound = outcome.hooks.find(({ info }) => info["assetType"] === "audio");
  const facts = { nbChannels: 2, depth: "24-bit", channelsEncoding: "Integer", pixelLayout: "" };
  expect(sound?.info).toMatchObject(facts);
  const written = await shop.cresset.export(
    { sources: [assetOf("audio")?.path ?? ""], presets: ["WAV"], destinationPath: shop.in("again") },
    { dryRun: true },
  );
  expect(written.hooks.find(({ hook }) => hook === "preExportAsset")?.info).toMatchObject(facts);
  const clip = readFileSync(path.join(destination, assetOf("openClip")?.resolvedPath ?? ""), "utf8");
  expect(/<track type="track" uid="a[^]*?<nbChannels type="uint">(\d+)/.exec(clip)?.[1] ?? clip).toBe("2");
});

test("Tokens that stand for nothing here are empty, unknown ones stay", async () => {
  const namePattern = "<name>_<version name><version><subtitles name>x<client>";
  expect(pathsOf(await dryRun({ presets: ["ProRes 422"], namePattern }))).toEqual(["one_x<client>.mov"]);
});

test("A source of an odd size in a codec that takes even ones is warned of, and an odd size in a preset refused", async () => {
  const odd = await shop.shoot("odd.%04d.png", { codec: "png", width: 321, height: 181, frames: 2, rate: rate(24) });
  const { sequences } = await dryRun({ sources: [odd], presets: ["H.264"] });
  expect(sequences[0]?.warnings.find(({ code }) => code === "odd-size")?.message).toMatch(
    /321 × 181, and h264 takes even sizes only: 322 × 182 is written/,
  );
  expect(codesOf(await dryRun({ sources: [odd], presets: ["PNG"] }))).toEqual(["media"]);
  writeFileSync(
    shop.in("odd.yaml"),
    "version: 1\nname: odd\ntype: movie\nnamePattern: <name>\nvideo: { codec: h264, width: 321 }\n",
  );
  const refused = dryRun({ presets: ["odd"], presetFolders: [shop.folder] });
  await expect(refused).rejects.toThrow(/video\.width: Expected an even number for h264, got 321/);
});

test("A bracket of a name pattern that is never closed is refused in a preset, and becomes _ where it was typed", async () => {
  writeFileSync(
    shop.in("loose.yaml"),
    "version: 1\nname: loose\ntype: movie\nnamePattern: <name\nvideo: { codec: prores_422 }\n",
  );
  const refused = dryRun({ presets: ["loose"], presetFolders: [shop.folder] });
  await expect(refused).rejects.toThrow(/namePattern: Expected < and > around tokens only, as in <name>/);
  expect(pathsOf(await dryRun({ presets: ["ProRes 422"], namePattern: "<name" }))).toEqual(["_name.mov"]);
});

test("A token that nobody knows is told once the pre hooks are over, unless one of them replaced it", async () => {
  const wish = {
    sources: [movie],
    presets: ["ProRes 422"],
    namePattern: "<name>_<client>",
    destinationPath: shop.in("t"),
  };
  const messages = async (hookFolders: string[]) => {
    const said: string[] = [];
    await shop.cresset.export(
      { ...wish, hookFolders },
      { dryRun: true, tell: (event) => event.type === "message" && said.push(event.text) },
    );
    return said;
  };
  expect(await messages([])).toEqual([
    expect.stringMatching(/<client> is no token of Cresset, and no hook replaced it: .* one_<client>\.mov\. Mend/),
  ]);
  mkdirSync(shop.in("replaces"));
  writeFileSync(
    shop.in("replaces", "x.ts"),
    'export const preExportAsset = (info) => { info.resolvedPath = info.resolvedPath.replace("<client>", "acme"); };',
  );
  expect(await messages([shop.in("replaces")])).toEqual([]);
});

test("The version of a source is that of its name, else of the folders it lies in", async () => {
  const footage = { codec: "prores_422", frames: 2, rate: rate(24) } as const;
  const sources = [
    await shop.shoot("v002/comp_v012.mov", footage),
    await shop.shoot("v002/plates/vista3.mov", footage),
    movie,
  ];
  const namePattern = "<name>_<source version>_<source version name><batch name>";
  expect(pathsOf(await dryRun({ sources, presets: ["ProRes 422"], namePattern }))).toEqual([
    "comp_v012_012_v012.mov",
    "vista3_002_v002.mov",
    "one__.mov",
  ]);
});

test("A name that reads like a number pattern can become a file sequence", async () => {
  const odd = await shop.shoot("100%d[1-3]#.mov", { codec: "prores_422", frames: 2, rate: rate(24) });
  const { assets } = await shop.export({ sources: [odd], presets: ["PNG"], namePattern: "<name>.<frame>" });
  expect(assets[0]?.files.map((file) => path.basename(file.path).replace(/\d+\.png$/, "N.png"))).toEqual([
    "100___.N.png",
    "100___.N.png",
  ]);
  const { assets: movies } = await shop.export({ sources: [odd], presets: ["ProRes 422"] });
  expect(movies[0]?.files.map((file) => path.basename(file.path))).toEqual(["100%d_#.mov"]);
  const hooks = defineHooks({ preExportAsset: (info) => void (info.resolvedPath = "x[1-3].mov") });
  await expect(testExport({ hooks, preset: "ProRes 422" })).rejects.toThrow(/a range of files, but this is one file/);
});

test("A name pattern that leads out of the destination is an error at once", async () => {
  for (const namePattern of ["/tmp/x", "../x", "a/../../x"])
    await expect(dryRun({ presets: ["ProRes 422"], namePattern })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("relative"),
    });
  expect(pathsOf(await dryRun({ presets: ["ProRes 422"], namePattern: "a..b/x" }))).toEqual(["a..b/x.mov"]);
});

test("Handles that nothing can have are warned about", async () => {
  expect(codesOf(await dryRun({ presets: ["ProRes 422"], handles: 8 }))).toEqual(["handles-without-effect"]);
  expect(codesOf(await dryRun({ presets: ["Shot Publish"], handles: 0 }))).toEqual([]);
});

test("Sound alone with a picture preset is warned about", async () => {
  const audio = { sampleRate: 48_000, channels: 1 };
  const sources = [await shop.shoot("alone.wav", { codec: "none", frames: 4, rate: rate(24), audio })];
  expect(codesOf(await dryRun({ sources, presets: ["ProRes 422"] }))).toEqual(["no-picture"]);
  expect(codesOf(await dryRun({ sources, presets: ["WAV"] }))).toEqual([]);
});

test("Two presets that write to one path are told by their names", async () => {
  await expect(testExport({ hooks: {}, preset: ["ProRes 422", "ProRes 422 HQ"] })).rejects.toThrow(
    /preset "ProRes 422"\) and .*preset "ProRes 422 HQ"\) would both be written/,
  );
});

test("A path that begins with an empty shot name is refused with the likely reason", async () => {
  const hooks = defineHooks({
    preExportAsset: (info) => void (info.resolvedPath = `${info.shotName}/${info.resolvedPath}`),
  });
  await expect(testExport({ hooks, preset: "ProRes 422" })).rejects.toThrow(/before its first slash.*empty/);
});

test("With strict, damage that is met while rendering fails the asset and leaves the file", async () => {
  const damaged = await shop.shoot("damaged.mp4", { codec: "h264", frames: 48, gop: 12, rate: rate(24) });
  const bytes = readFileSync(damaged);
  bytes.fill(0x55, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 400);
  writeFileSync(damaged, bytes);
  const wish = { sources: [damaged], presets: ["JPEG"], destinationPath: shop.in("strict") };
  const outcome = await shop.cresset.export({ ...wish, strict: true });
  const [asset] = outcome.sequences.flatMap(({ assets }) => assets);
  expect(outcome.status).toBe("failed");
  expect(asset).toMatchObject({ status: "failed", cause: "strict", reason: expect.stringContaining("stay") });
  expect(asset?.warnings.join(" ")).toContain("damaged");
  expect(asset?.files.every((file) => existsSync(file.path))).toBe(true);
});
