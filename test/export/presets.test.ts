import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rate } from "../../src/time/rate.ts";
import { readSound } from "../media/read-back.ts";
import { bt709, packetSizes, readFileFacts, topBoxes } from "./file-facts.ts";
import { frameNames, framesOf, openWorkshop, picturesOf, type Workshop } from "./workshop.ts";

let workshop: Workshop;
let movie: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  movie = await workshop.shoot("A001C001.mov", {
    rate: rate(24_000, 1001),
    frames: 12,
    codec: "prores_422",
    source: 2,
    startTimecode: "01:00:00:12",
    tapeName: "A001C001",
    audio: { sampleRate: 48_000, channels: 2, clickEverySeconds: 0.2 },
  });
});
afterAll(() => workshop.close());

const folder = path.resolve("presets");
const shipped = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => readFileSync(path.join(folder, file), "utf8"));
const namesOf = (type: string) =>
  shipped.filter((text) => text.includes(`\ntype: ${type}\n`)).map((text) => /^name: (.*)$/m.exec(text)![1]!);

/** Codec and, where it is not obvious, the pixel format of each shipped preset's pictures. */
const pictures: Record<string, readonly [string, RegExp]> = {
  "DNxHR HQ (MXF)": ["dnxhd", /^yuv422p$/],
  "DNxHR HQ": ["dnxhd", /^yuv422p$/],
  DPX: ["dpx", /^gbrp10/],
  "EXR (PIZ)": ["exr", /^gbrpf(16|32)/],
  "EXR (Uncompressed)": ["exr", /^gbrpf(16|32)/],
  "EXR (ZIP)": ["exr", /^gbrpf(16|32)/],
  "H.264 Dailies": ["h264", /^yuv420p$/],
  "H.264 Review": ["h264", /^yuv420p$/],
  "H.264": ["h264", /^yuv420p$/],
  "H.265": ["hevc", /^yuv420p10/],
  JPEG: ["mjpeg", /^yuvj?4/],
  "PNG (16-bit)": ["png", /^rgb48/],
  PNG: ["png", /^rgb24/],
  "ProRes 422 HQ (Passthrough)": ["prores", /^yuv422p10/],
  "ProRes 422 HQ": ["prores", /^yuv422p10/],
  "ProRes 422": ["prores", /^yuv422p10/],
  "ProRes 4444": ["prores", /^yuva444p1[02]/],
  "Shot Publish (DPX)": ["dpx", /^gbrp10/],
  "Shot Publish (ProRes 422 HQ)": ["prores", /^yuv422p10/],
  "Shot Publish": ["exr", /^gbrpf(16|32)/],
  TIFF: ["tiff", /^rgb48/],
};
/** Formats with no place for timecode. */
const withoutTimecode = /^(PNG|JPEG|TIFF)/;

async function exportWith(name: string) {
  const exported = await workshop.export({ sources: [movie], presets: [name] });
  const media = exported.assets.find(({ assetType }) => assetType === "movie" || assetType === "video")!;
  const [codec, pixelFormat] = pictures[name]!;
  const read = await picturesOf(media);
  expect([name, frameNames(read)]).toEqual([name, framesOf(2, 0, 12)]);
  expect(read).toMatchObject({ codec });
  expect(read.pixelFormat).toMatch(pixelFormat);
  return { media, facts: await readFileFacts(media.files[0]!.path) };
}

describe("the shipped presets", () => {
  it.each(namesOf("video"))("%s", async (name) => {
    const { media, facts } = await exportWith(name);
    expect(media.files).toHaveLength(12);
    expect([name, facts.timecode]).toEqual([name, withoutTimecode.test(name) ? "" : "01:00:00:12"]);
  });

  it.each(namesOf("movie"))("%s", async (name) => {
    const { media, facts } = await exportWith(name);
    expect(facts).toMatchObject({ rate: "24000/1001", frames: 12, colour: bt709, timecode: "01:00:00:12" });
    expect(facts.duration).toBeCloseTo(0.5005, 2);
    expect(facts.videoDuration).toBeCloseTo(0.5005, 3);
    expect(facts.audioDuration).toBeCloseTo(0.5005, 3);
    const { channels, sampleRate, codec } = await readSound(media.path);
    expect([name, sampleRate, channels.length]).toEqual([name, 48_000, 2]);
    // AAC comes in blocks of 1024; what is past the end is padding.
    expect(Math.abs(channels[0]!.length - 24_024)).toBeLessThanOrEqual(codec === "aac" ? 1024 : 0);
    // Only what MP4 players have to load before they play must stand in front.
    const boxes = media.path.endsWith(".mp4") ? await topBoxes(media.path) : ["moov", "mdat"];
    expect(boxes.indexOf("moov")).toBeLessThan(boxes.indexOf("mdat"));
  });

  it("ProRes 422 HQ (Passthrough) copies what is ProRes 422 HQ, and nothing else", async () => {
    const hq = await workshop.export({ sources: [movie], presets: ["ProRes 422 HQ"] });
    const [made] = hq.assets;
    const copy = await workshop.export({ sources: [made!.path], presets: ["ProRes 422 HQ (Passthrough)"] });
    expect(copy.assets[0]!.warnings).toEqual([]);
    const packets = await packetSizes(made!.path);
    expect(await packetSizes(copy.assets[0]!.path)).toEqual(packets);
    expect(frameNames(await picturesOf(copy.assets[0]!))).toEqual(framesOf(2, 0, 12));

    const standard = await workshop.export({ sources: [movie], presets: ["ProRes 422 HQ (Passthrough)"] });
    expect(await packetSizes(standard.assets[0]!.path)).not.toEqual(await packetSizes(movie));
    expect(standard.assets[0]!.warnings).toEqual([expect.stringMatching(/encoded anew.*coded otherwise/)]);
  });

  it("WAV", async () => {
    const { path: file } = (await workshop.export({ sources: [movie], presets: ["WAV"] })).asset("audio");
    expect(await readFileFacts(file)).toMatchObject({ audioCodec: "pcm_s24le", videoCodec: "" });
    expect((await readSound(file)).channels[0]).toHaveLength(24_024);
  });

  it("are all under test", () => {
    expect([...namesOf("video"), ...namesOf("movie")].toSorted()).toEqual(Object.keys(pictures).toSorted());
    expect(namesOf("audio")).toEqual(["WAV"]);
  });
});
