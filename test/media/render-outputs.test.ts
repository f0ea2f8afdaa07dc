import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashFile } from "../../src/media/checksum.ts";
import { probeMedia } from "../../src/media/ffmpeg/probe-file.ts";
import type { RenderJob, VideoEncoding } from "../../src/media/render-job.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";
import { rational } from "../../src/time/rational.ts";
import { readPictures, readSound } from "./read-back.ts";
import { asset, audio, renderJob, sound, source, video, writeClips, written } from "./render-fixture.ts";

let folder = "";
let sources: RenderJob["sources"] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-outputs-"));
  sources = await writeClips(folder);
});
afterAll(() => rm(folder, { recursive: true }));

describe("what is written", () => {
  it.each([
    ["mov", "prores_hq", "prores", "HQ", "yuv422p10le"],
    ["mov", "prores_422", "prores", "Standard", "yuv422p10le"],
    ["mov", "prores_4444", "prores", "4444", "yuv444p12le"],
    ["mov", "dnxhr_hq", "dnxhd", "DNXHR HQ", "yuv422p"],
    ["mxf", "dnxhr_hq", "dnxhd", "DNXHR HQ", "yuv422p"],
    ["mp4", "h264", "h264", "High", "yuv420p"],
    ["mp4", "h265", "hevc", "Main", "yuv420p"],
  ] as const)("%s %s says what it is", async (container, codec, name, profile, pixelFormat) => {
    const of = asset(folder, `${codec}-${container}`, [source("b", 0, 12)], {
      container,
      video: video(codec),
      audio: audio(container === "mp4" ? "aac" : "pcm_s24le"),
      sound: [{ name: "A1", pieces: [sound("b", rational(0), rational(12, 25))] }],
      metadata: { title: "Reel one" },
    });
    const { files, warnings } = written((await renderJob({ sources, assets: [of] }))[0]);
    expect(warnings).toEqual([]);
    expect(files).toEqual([{ path: of.path, ...(await hashFile(of.path)) }]);
    const info = await probeMedia(of.path);
    expect(info.startTimecode).toEqual({ frame: 90_000, dropFrame: false });
    expect(info.tapeName).toBe(container === "mp4" ? "" : "A001C002");
    expect(info.video[0]).toMatchObject({
      codec: name,
      profile: expect.stringContaining(profile),
      pixelFormat,
      width: 320,
      height: 180,
      rate: rate(25),
      frameCount: 12,
      scan: "progressive",
    });
    expect(info.video[0]!.colour).toMatchObject({ matrix: "bt709", transfer: "bt709", primaries: "bt709" });
    expect(info.audio[0]).toMatchObject({ sampleRate: 48_000, channels: 2 });
    const bytes = await readFile(of.path);
    const at = (atom: string) => bytes.indexOf(atom, 0, "latin1");
    // The index in front; MXF has neither atom.
    expect(at("moov") < at("mdat")).toBe(container !== "mxf");
    expect(at("hvc1") > 0).toBe(codec === "h265");
  });

  it("writes drop-frame timecode and the field order", async () => {
    const ntsc = rate(30_000, 1001);
    const of = asset(folder, "ntsc", [source("b", 0, 6)], {
      rate: ntsc,
      timecode: { frame: 107_892, dropFrame: true },
      video: video("prores_hq", { scan: "topFirst" }),
    });
    written((await renderJob({ sources, assets: [of] }))[0]);
    const info = await probeMedia(of.path);
    expect(info.startTimecode).toEqual({ frame: 107_892, dropFrame: true });
    expect(info.video[0]).toMatchObject({ rate: ntsc, scan: "topFirst" });
  });

  it.each([
    ["dpx", "gbrp10le"],
    ["exr", "gbrpf16le"],
    ["tiff", "rgb48le"],
    ["png", "rgb24"],
    ["jpeg", "yuvj420p"],
  ] as const)("numbered %s files carry their facts", async (codec, pixelFormat) => {
    const of = asset(folder, `images-${codec}`, [source("b", 0, 3)], { container: "image", video: video(codec) });
    const { files } = written((await renderJob({ sources, assets: [of] }))[0]);
    const info = await probeMedia(dirname(of.path));
    expect(info.imageSequence).toMatchObject({ first: 1001, last: 1003, missing: [], padding: 4 });
    expect(info.video[0]!.pixelFormat.replace("gbrpf32le", "gbrpf16le")).toBe(pixelFormat);
    const timecode = codec === "dpx" || codec === "exr" ? { frame: 90_000, dropFrame: false } : undefined;
    expect(info.startTimecode).toEqual(timecode);
    // DPX is big-endian, as the field writes it.
    const magic = { dpx: "SDPX", exr: "v/1\x01", tiff: "II*\0", png: "\x89PNG", jpeg: "\xff\xd8\xff\xe0" }[codec];
    expect((await readFile(files[0]!.path)).toString("latin1", 0, 4)).toBe(magic);
    for (const { path, xxh128, bytes } of files) expect(await hashFile(path)).toEqual({ xxh128, bytes });
  });

  it("says what an EXR compression is missing, and writes nothing", async () => {
    const of = asset(folder, "dwaa", [source("b", 0, 3)], {
      container: "image",
      video: video("exr", { exrCompression: "dwaa" }),
    });
    const [result] = await renderJob({ sources, assets: [of] });
    expect(result).toMatchObject({ ok: false, cause: "encode", reason: expect.stringContaining("DWAA") });
  });
});

/** Luma of a written movie's first picture at a place given in parts of the picture. */
async function lumaOf(path: string, x: number, y: number): Promise<number> {
  const { pixels, width, height } = await firstPicture(path);
  return pixels[Math.floor(y * height) * width + Math.floor(x * width)]!;
}

/** The first picture's luma, rows without gaps, 8 bits. */
async function firstPicture(path: string) {
  const { Demuxer, Decoder } = await import("node-av/api");
  await using input = await Demuxer.open(path);
  using decoder = await Decoder.create(input.video()!);
  for await (const frame of decoder.frames(input.packets())) {
    if (frame === null) continue;
    const [width, height, stride] = [frame.width, frame.height, frame.linesize[0]!];
    const deep = stride >= width * 2;
    const data = frame.data![0]!;
    const pixels = Uint8Array.from({ length: width * height }, (_, at) => {
      const [row, column] = [Math.floor(at / width), at % width];
      return deep ? data.readUInt16LE(row * stride + column * 2) >> 2 : data[row * stride + column]!;
    });
    frame.free();
    return { pixels, width, height };
  }
  throw new Error(`${path} has no picture`);
}

describe("how pictures are fitted", () => {
  const square = { width: 200, height: 200 } as const;
  /** Whether the middle of the top and of the left side show picture rather than black. */
  const filled = async (resize: VideoEncoding["resize"], size: { width: number; height: number }) => {
    const of = asset(folder, `${resize}-${size.width}`, [source("a", 0, 2)], {
      video: video("prores_hq", { resize, ...size }),
    });
    written((await renderJob({ sources, assets: [of] }))[0]);
    const shows = async (x: number, y: number) => (await lumaOf(of.path, x, y)) > 20;
    return [await shows(0.5, 0.02), await shows(0.02, 0.25)];
  };
  it.each([
    ["fit", square, [false, true]],
    ["fill", square, [true, true]],
    ["stretch", square, [true, true]],
    ["crop", { width: 400, height: 100 }, [true, false]],
    ["none", { width: 400, height: 300 }, [false, false]],
  ] as const)("%s into %j", async (resize, size, expected) => {
    expect(await filled(resize, size)).toEqual(expected);
  });
  it("takes the shape of a source's pixels into account", async () => {
    const path = join(folder, "anamorphic.mov");
    await writeTestFootage({
      path,
      codec: "prores_422",
      width: 320,
      height: 180,
      rate: rate(25),
      frames: 2,
      pixelAspect: { num: 2, den: 1 },
    });
    const of = asset(folder, "desqueezed", [source("wide", 0, 2)], { video: video("prores_hq") });
    written((await renderJob({ sources: [{ id: "wide", path, rate: rate(25) }], assets: [of] }))[0]);
    expect(await lumaOf(of.path, 0.5, 0.1)).toBe(16);
    expect(await lumaOf(of.path, 0.02, 0.5)).toBeGreaterThan(20);
  });
});

describe("what is done to pictures", () => {
  it("applies a .cube LUT", async () => {
    const lut = join(folder, "it's inverse.cube");
    const steps = [0, 1];
    await writeFile(
      lut,
      `LUT_3D_SIZE 2\n${steps.flatMap((b) => steps.flatMap((g) => steps.map((r) => `${1 - r} ${1 - g} ${1 - b}`))).join("\n")}\n`,
    );
    const [plain, inverse] = [undefined, lut].map((path, index) =>
      asset(folder, `lut-${index}`, [source("b", 0, 2)], {
        video: video("prores_hq", path === undefined ? {} : { lut: path }),
      }),
    );
    for (const result of await renderJob({ sources, assets: [plain!, inverse!] })) written(result);
    const [before, after] = [await firstPicture(plain!.path), await firstPicture(inverse!.path)];
    const errors = Array.from(before.pixels, (value, at) =>
      value > 30 && value < 220 ? Math.abs(after.pixels[at]! - (251 - value)) : 0,
    );
    expect(Math.max(...errors)).toBeLessThan(12);
  });

  it("burns in timecode, text and subtitles where they belong", async () => {
    const srt = join(folder, "cues.srt");
    await writeFile(srt, "1\n00:00:00,040 --> 00:00:00,080\nHello\n");
    const burnIn = { text: "TC ", position: "top-left", size: 0.08, colour: "white", opacity: 1 } as const;
    const of = asset(folder, "burned", [{ kind: "black", frames: 3 }], {
      container: "image",
      video: video("png", { burnIns: [{ ...burnIn, kind: "timecode" }], burnInSubtitles: srt }),
    });
    const { files } = written((await renderJob({ sources, assets: [of] }))[0]);
    const bright = async (path: string, y0: number, y1: number) => {
      const { pixels, width, height } = await firstPicture(path);
      // PNG is RGB: its first plane's row holds three bytes a pixel, of which the first third is looked at.
      return pixels.subarray(Math.floor(y0 * height) * width, Math.floor(y1 * height) * width).some((v) => v > 200);
    };
    for (const [index, { path }] of files.entries()) {
      expect(await bright(path, 0, 0.2)).toBe(true);
      expect(await bright(path, 0.3, 0.6)).toBe(false);
      expect([index, await bright(path, 0.8, 1)]).toEqual([index, index === 1]);
    }
    expect(new Set(files.map(({ xxh128 }) => xxh128)).size).toBe(3);
  });

  it("wipes from left to right, and says so of a wipe that it does not know", async () => {
    const mix = (wipeCode: number) => ({
      kind: "mix" as const,
      frames: 1,
      from: { kind: "black" as const, frames: 1 },
      to: source("b", 10, 1),
      offset: 4,
      length: 9,
      wipeCode,
    });
    const assets = [1, 99].map((code) => asset(folder, `wipe-${code}`, [mix(code)], { video: video("prores_hq") }));
    const [known, unknown] = await renderJob({ sources, assets });
    expect(written(known).warnings).toEqual([]);
    expect(written(unknown).warnings).toEqual([expect.stringContaining("99")]);
    for (const { path } of assets) {
      expect(await lumaOf(path, 0.25, 0.05)).toBeGreaterThan(20);
      expect(await lumaOf(path, 0.75, 0.05)).toBe(16);
    }
  });
});

describe("passthrough", () => {
  it("copies coded pictures bit for bit, with a new timecode and exact sound", async () => {
    const of = asset(folder, "copied", [source("b", 12, 20)], {
      passthrough: true,
      video: video("prores_422", { width: 640, height: 360 }),
      audio: audio("pcm_s24le"),
      sound: [{ name: "A1", pieces: [sound("b", rational(0), rational(20, 25), { sourceStart: rational(12, 25) })] }],
    });
    const result = written((await renderJob({ sources, assets: [of] }))[0]);
    expect(result.warnings).toEqual([]);
    const { codes } = await readPictures(of.path);
    expect(codes.map(([found]) => found!.frame)).toEqual(Array.from({ length: 20 }, (_, n) => 12 + n));
    const [mine, theirs] = [await readFile(of.path), await readFile(sources[1]!.path)];
    const frame = mine.subarray(mine.indexOf("icpf", 0, "latin1"), mine.indexOf("icpf", 0, "latin1") + 20_000);
    expect(theirs.includes(frame.subarray(0, 2000))).toBe(true);
    expect((await probeMedia(of.path)).startTimecode).toEqual({ frame: 90_000, dropFrame: false });
    expect((await readSound(of.path)).channels[0]).toHaveLength(20 * 1920);
  });

  it("copies long-GOP pictures from a key frame, and encodes anew from anywhere else", async () => {
    const h264 = (id: string, first: number, frames: number) =>
      asset(folder, id, [source("a", first, frames)], {
        container: "mp4",
        passthrough: true,
        video: video("h264"),
      });
    const assets = [h264("whole", 0, 75), h264("key", 24, 24), h264("between", 30, 24)];
    const results = (await renderJob({ sources, assets })).map(written);
    expect(results.map(({ warnings }) => warnings.length)).toEqual([0, 0, 1]);
    expect(results[2]!.warnings[0]).toMatch(/frame 30 of its source is no key frame/);
    for (const [index, first] of [0, 24, 30].entries()) {
      const { codes } = await readPictures(assets[index]!.path);
      expect(codes.map(([found]) => found!.frame)).toEqual(
        Array.from({ length: assets[index]!.frameCount }, (_, n) => first + n),
      );
    }
  });
});
