import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RenderJob } from "../../src/media/render-job.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";
import { rational } from "../../src/time/rational.ts";
import { clickPositions, readSound, soundStreamCount } from "./read-back.ts";
import { asset, audio, renderJob, sound, source, video, writeClips, written } from "./render-fixture.ts";

let folder = "";
let sources: RenderJob["sources"] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-sound-"));
  const path = join(folder, "cd.wav");
  await writeTestFootage({
    path,
    codec: "none",
    rate: rate(25),
    frames: 75,
    audio: { codec: "pcm_s16le", sampleRate: 44_100, channels: 1, clickEverySeconds: 0.4 },
  });
  sources = [...(await writeClips(folder)), { id: "cd", path, rate: rate(25) }];
});
afterAll(() => rm(folder, { recursive: true }));

const seconds = (frames: number) => rational(frames, 25);

describe("sound of an export", () => {
  it.each([
    ["mov", "pcm_s24le", 0],
    ["mov", "pcm_s16le", 0],
    ["mxf", "pcm_s24le", 0],
    ["mp4", "aac", 1024],
    ["mp4", "flac", 0],
  ] as const)(
    "in %s %s clicks where the cut says, and lasts as long as the picture",
    async (container, codec, slack) => {
      // Frames 5 to 25 of clip b, then 20 frames of clip a from frame 10 on: clicks of the sources are 0.4 s apart.
      const of = asset(folder, `cut-${codec}`, [source("b", 5, 20), source("a", 10, 20)], {
        container,
        video: container === "mp4" ? video("h264") : video(container === "mxf" ? "dnxhr_hq" : "prores_422"),
        audio: audio(codec),
        sound: [
          {
            name: "A1",
            pieces: [
              sound("b", seconds(0), seconds(20), { sourceStart: seconds(5) }),
              sound("a", seconds(20), seconds(20), { sourceStart: seconds(10) }),
            ],
          },
        ],
      });
      const [result] = await renderJob({ sources, assets: [of] });
      const { channels, sampleRate } = await readSound(written(result).files[0]!.path);
      expect([channels.length, sampleRate]).toEqual([2, 48_000]);
      const expected = [
        ...[10, 20].map((frame) => (frame - 5) * 1920),
        ...[10, 20].map((frame) => (frame - 10 + 20) * 1920),
      ];
      for (const samples of channels) {
        expect(clickPositions(samples, 48_000)).toEqual(expected);
        expect(samples.length - 40 * 1920).toBeGreaterThanOrEqual(0);
        expect(samples.length - 40 * 1920).toBeLessThanOrEqual(slack);
      }
    },
  );

  it("is as long as the picture at rates that split samples, rounded up", async () => {
    const ntsc = rate(30_000, 1001);
    const of = asset(folder, "ntsc", [source("b", 0, 7)], {
      rate: ntsc,
      video: video("prores_422"),
      audio: audio("pcm_s24le"),
      sound: [{ name: "A1", pieces: [sound("b", rational(0), rational(7 * 1001, 30_000))] }],
    });
    const [result] = await renderJob({ sources, assets: [of] });
    const { channels } = await readSound(written(result).files[0]!.path);
    expect(channels[0]).toHaveLength(Math.ceil((7 * 1001 * 48_000) / 30_000));
  });

  it("writes 24-bit WAV with its timecode, from other rates, reversed and at other speeds", async () => {
    const of = asset(folder, "wav", [], {
      container: "wav",
      frameCount: 75,
      audio: audio("pcm_s24le", { channels: 1 }),
      sound: [
        {
          name: "A1",
          pieces: [
            sound("cd", seconds(0), seconds(25), { sourceStart: seconds(5) }),
            sound("b", seconds(25), seconds(25), { sourceStart: seconds(30), speed: rational(-1) }),
            sound("b", seconds(50), seconds(25), { sourceStart: seconds(5), speed: rational(2) }),
          ],
        },
      ],
    });
    const [result] = await renderJob({ sources, assets: [of] });
    const { path } = written(result).files[0]!;
    const { channels, codec } = await readSound(path);
    expect(codec).toBe("pcm_s24le");
    expect(channels[0]).toHaveLength(144_000);
    expect(clickPositions(channels[0]!, 48_000)).toEqual([
      // 44.1 kHz: clicks at frames 10, 20 and 30 of the source, which plays from frame 5 to 30.
      ...[10, 20].map((frame) => (frame - 5) * 1920),
      // Backwards from frame 30: the sample that is the click of frame 20 ends at its successor.
      ...[20, 10].map((frame) => 25 * 1920 + (30 - frame) * 1920 - 1),
      // Double speed from frame 5.
      ...[10, 20, 30, 40, 50].map((frame) => 50 * 1920 + ((frame - 5) * 1920) / 2),
    ]);
    const bytes = await readFile(path);
    const bext = bytes.indexOf("bext", 0, "latin1") + 8;
    // 01:00:00:00 in samples since midnight.
    expect(bytes.readUInt32LE(bext + 338)).toBe(3600 * 48_000);
  });

  it("keeps tracks apart, or mixes them", async () => {
    const tracks = [
      { name: "dialogue", pieces: [sound("b", seconds(0), seconds(20), { channels: [0] })] },
      { name: "music", pieces: [sound("a", seconds(5), seconds(15), { gain: 0.5 })] },
    ];
    const [keep, mix] = await renderJob({
      sources,
      assets: (["keep", "mix"] as const).map((tracksOf) =>
        asset(folder, tracksOf, [source("b", 0, 20)], {
          video: video("prores_422"),
          audio: audio("pcm_s24le", { tracks: tracksOf, channels: 0 }),
          sound: tracks,
        }),
      ),
    });
    const kept = written(keep).files[0]!.path;
    expect(await soundStreamCount(kept)).toBe(2);
    const [dialogue, music] = [await readSound(kept, 0), await readSound(kept, 1)];
    expect([dialogue.channels.length, music.channels.length]).toEqual([1, 2]);
    expect(clickPositions(music.channels[0]!, 48_000)).toEqual([9600, 28_800]);
    const mixed = await readSound(written(mix).files[0]!.path);
    expect(mixed.channels).toHaveLength(2);
    mixed.channels[1]!.forEach((value, n) => {
      const sum = (dialogue.channels[0]![n] ?? 0) + (music.channels[1]![n] ?? 0);
      expect(Math.abs(value - Math.min(1, Math.max(-1, sum)))).toBeLessThan(1e-6);
    });
  });
});
