import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestFootage, writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";
import { clickPositions, readImages, readPictures, readSound, soundStreamCount } from "./read-back.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-footage-"));
});
afterAll(() => rm(folder, { recursive: true }));

const clip: Omit<TestFootage, "path" | "codec"> = {
  width: 320,
  height: 180,
  rate: rate(24_000, 1001),
  frames: 30,
  source: 3,
  firstFrameCode: 100,
  label: "clip three",
  startTimecode: "01:00:00:00",
};

describe("generated footage", () => {
  it.each([
    ["prores_422", "mov", "pcm_s24le"],
    ["prores_4444", "mov", "pcm_s16le"],
    ["dnxhr_hq", "mxf", "pcm_s24le"],
    ["h264", "mp4", "aac"],
    ["h265", "mp4", "aac"],
    ["mpeg2", "mxf", "pcm_s16le"],
    ["h264", "mkv", "flac"],
  ] as const)("says in %s .%s which frame each picture is, and clicks on time in %s", async (codec, type, sound) => {
    const path = join(folder, `${codec}.${type}`);
    const audio = { codec: sound, sampleRate: 48_000, channels: 2, clickEverySeconds: 0.5 } as const;
    await writeTestFootage({ ...clip, path, codec, audio });
    const { codes } = await readPictures(path);
    expect(codes.map((found) => found.map(({ frame, source }) => [frame, source]))).toEqual(
      Array.from({ length: 30 }, (_, index) => [[100 + index, 3]]),
    );
    const { channels } = await readSound(path);
    for (const samples of channels) {
      // 30 frames at 24000/1001 are 60,060 samples.
      expect(clickPositions(samples, 48_000)).toEqual([0, 24_000, 48_000]);
      // AAC ends with a whole block of 1,024 samples.
      expect(samples.length - 60_060).toBeGreaterThanOrEqual(0);
      expect(samples.length - 60_060).toBeLessThan(sound === "aac" ? 1024 : 1);
    }
  });

  it.each(["png", "jpeg", "tiff", "dpx", "exr"] as const)("writes numbered %s files", async (codec) => {
    const path = join(folder, codec, `clip.%04d.${codec}`);
    await writeTestFootage({ ...clip, path, codec, frames: 4, firstFileNumber: 1001 });
    const files = (await readdir(join(folder, codec))).toSorted();
    expect(files).toEqual([1001, 1002, 1003, 1004].map((number) => `clip.${number}.${codec}`));
    const { codes } = await readImages(files.map((name) => join(folder, codec, name)));
    expect(codes.map(([found]) => found?.frame)).toEqual([100, 101, 102, 103]);
  });

  it("writes several sound streams without pictures", async () => {
    const path = join(folder, "sound.wav");
    await writeTestFootage({ ...clip, path, codec: "none", audio: { sampleRate: 44_100, channels: 1 } });
    expect((await readSound(path)).channels[0]).toHaveLength(Math.ceil((30 * 1001 * 44_100) / 24_000));
    const movie = join(folder, "streams.mov");
    await writeTestFootage({
      ...clip,
      path: movie,
      codec: "h264",
      audio: { sampleRate: 48_000, channels: 1, streams: 3 },
    });
    expect(await soundStreamCount(movie)).toBe(3);
  });
});
