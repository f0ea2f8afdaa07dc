import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeSource } from "../../src/app/describe-source.ts";
import { rate } from "../../src/time/rate.ts";
import { clickPositions, readSound, soundStreamCount } from "../media/read-back.ts";
import { readFileFacts } from "./file-facts.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

const frame = 48_000 / 25;
let workshop: Workshop;
let wide: string;
let cd: string;
let coded: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  const pal = { rate: rate(25), frames: 75, codec: "prores_422" } as const;
  // A click every 10 frames.
  const clicks = { sampleRate: 48_000, channels: 2, clickEverySeconds: 0.4 } as const;
  [wide, cd, coded] = await Promise.all([
    workshop.shoot("wide.mov", {
      ...pal,
      source: 2,
      startTimecode: "01:00:00:00",
      audio: { ...clicks, codec: "pcm_s24le" },
    }),
    workshop.shoot("cd.mov", { ...pal, source: 3, audio: { ...clicks, sampleRate: 44_100, codec: "pcm_s16le" } }),
    workshop.shoot("coded.mp4", { ...pal, source: 4, codec: "h264", gop: 12, audio: { ...clicks, codec: "aac" } }),
  ]);
});
afterAll(() => workshop.close());

const { clip, gap, speed } = otioItems(25);
const whole = { available: [0, 75] as const };

async function exportTracks(name: string, tracks: readonly (readonly object[])[], presets: string[], more = {}) {
  const [picture, ...sounds] = tracks as readonly (readonly Record<string, unknown>[])[];
  const cut = await writeOtioCut(workshop.in(`${name}.otio`), {
    name,
    rate: 25,
    start: 90_000,
    tracks: [
      { items: picture! },
      ...sounds.map((items, index) => ({ kind: "Audio" as const, name: `A${index + 1}`, items })),
    ],
  });
  return workshop.export({ sources: [cut], presets, ...more });
}

/** Both channels alike, as positions. */
async function clicksIn(file: string, ordinal = 0, threshold = 0.3) {
  const { channels, sampleRate } = await readSound(file, ordinal);
  return {
    clicks: clickPositions(channels[0]!, sampleRate, threshold),
    length: channels[0]!.length,
    sampleRate,
    channels: channels.length,
  };
}

describe("sound alone", () => {
  it.for([
    { written: rate(24), asked: undefined, timecode: "01:00:00:00", counted: "25" },
    { written: rate(30_000, 1001), asked: undefined, timecode: "01:01:01:03", counted: "29.97" },
    { written: rate(24), asked: "24", timecode: "10:00:00:13", counted: "24" },
  ])("keeps its timecode of $timecode", async ({ written, asked, timecode, counted }) => {
    const file = await workshop.shoot(`wild-${counted}.wav`, {
      rate: written,
      frames: 48,
      codec: "none",
      startTimecode: timecode,
      audio: { sampleRate: 48_000, channels: 1 },
    });
    const about = await describeSource(file, { mediaFolders: [], rate: asked });
    expect(about).toMatchObject({ media: { startTimecode: timecode, timecodeRate: counted } });
    const { assets } = await workshop.export({ sources: [file], presets: ["WAV"], ...(asked && { rate: asked }) });
    const reference = async (path: string) => (await readFileFacts(path)).metadata["time_reference"];
    expect(await reference(assets[0]!.path)).toBe(await reference(file));
  });
});

describe("sound alone that neither begins nor ends with a frame", () => {
  it("keeps its samples and where they begin, whole and at another sample rate", async () => {
    const made = await workshop.shoot("made.wav", {
      rate: rate(25),
      frames: 100,
      codec: "none",
      startTimecode: "01:00:00:00",
      audio: { codec: "pcm_s16le", sampleRate: 48_000, channels: 1, clickEverySeconds: 0.4 },
    });
    const bytes = await readFile(made);
    const at = bytes.indexOf("data") + 4;
    const size = 4321 * 2;
    // A recorder stops when it is told to: here after 4321 samples, and it began 77 samples after the frame.
    bytes.writeUInt32LE(size, at);
    const reference = bytes.indexOf("bext") + 8 + 338;
    bytes.writeBigUInt64LE(bytes.readBigUInt64LE(reference) + 77n, reference);
    const file = workshop.in("media", "stopped.wav");
    await writeFile(file, bytes.subarray(0, at + 4 + size));
    const { assets } = await workshop.export({ sources: [file], presets: ["WAV"] });
    expect(await clicksIn(assets[0]!.path)).toMatchObject({ length: 4321, clicks: [0] });
    const begin = async (path: string) => (await readFileFacts(path)).metadata["time_reference"];
    expect(await begin(assets[0]!.path)).toBe(String(3600 * 48_000 + 77));
    await writeFile(
      workshop.in("other.yaml"),
      "version: 1\nname: other\ntype: audio\nnamePattern: <name>\naudio: { codec: pcm_s16le, sampleRate: 96000 }\n",
    );
    const other = await workshop.export({ sources: [file], presets: ["other"], presetFolders: [workshop.folder] });
    expect(await clicksIn(other.assets[0]!.path)).toMatchObject({ length: 8642, sampleRate: 96_000 });
    const { outcome } = await workshop.export({ sources: [file], presets: ["Shot Publish"] });
    expect(outcome.sequences[0]?.warnings[0]?.message).toMatch(/a file for each shot, .* nothing is exported with it/);
  });

  it("is warned of where there is none to write", async () => {
    const mute = await workshop.shoot("mute.mov", { rate: rate(25), frames: 3, codec: "prores_422" });
    const { outcome } = await workshop.export({ sources: [mute], presets: ["WAV"] });
    expect(outcome.sequences[0]?.warnings).toMatchObject([
      { code: "no-sound", message: expect.stringContaining("it becomes silence") },
    ]);
    await expect(workshop.export({ sources: [mute], presets: ["WAV"], strict: true })).rejects.toThrow(/silence/);
  });
});

describe("the sound of a cut", () => {
  it("keeps each click on its sample, also from 44.1 kHz and from AAC, and is as long as its pictures", async () => {
    const items = () => [
      clip({ path: wide, ...whole }, 5, 10),
      clip({ path: cd, ...whole }, 15, 10),
      gap(3),
      clip({ path: coded, ...whole }, 28, 9),
    ];
    const exported = await exportTracks("cuts", [items(), items()], ["ProRes 422 HQ", "H.264", "WAV"]);
    // Clicks stand at source frames 0, 10, 20 …: frame 10 of wide, 20 of cd, 30 of coded.
    const expected = [5, 10 + 5, 23 + 2].map((frames) => frames * frame);
    const [movie, web, wave] = exported.assets;
    const pcm = await clicksIn(movie!.path);
    expect(pcm).toMatchObject({ length: 32 * frame, sampleRate: 48_000, channels: 2 });
    expect(pcm.clicks).toHaveLength(3);
    // A resampler and a lossy coder smear a click over a few samples; its middle stays.
    expect(pcm.clicks[0]).toBe(expected[0]);
    for (const [index, click] of pcm.clicks.entries())
      expect(Math.abs(click - expected[index]!)).toBeLessThanOrEqual(1);
    expect((await clicksIn(wave!.path)).clicks).toEqual(pcm.clicks);
    const aac = await clicksIn(web!.path);
    expect(aac.clicks).toHaveLength(3);
    for (const [index, click] of aac.clicks.entries())
      expect(Math.abs(click - expected[index]!)).toBeLessThanOrEqual(1);
    const facts = await readFileFacts(web!.path);
    expect(facts.audioDuration).toBeCloseTo(32 / 25, 3);
    expect(facts.videoDuration).toBeCloseTo(32 / 25, 6);
  });

  it("mixes tracks into one stream, or keeps a stream for each", async () => {
    await writeFile(
      workshop.in("kept.yaml"),
      "version: 1\nname: kept\ntype: movie\nnamePattern: kept\nvideo: { codec: prores_422 }\naudio: { codec: pcm_s24le, tracks: keep, channels: 0 }\n",
    );
    const tracks = [
      [clip({ path: wide, ...whole }, 0, 30)],
      [clip({ path: wide, ...whole }, 5, 30)],
      [gap(2), clip({ path: wide, ...whole }, 8, 28)],
    ];
    const exported = await exportTracks("tracks", tracks, ["ProRes 422", "kept"], { presetFolders: [workshop.folder] });
    const [mixed, kept] = exported.assets;
    const [one, two] = [
      [5, 15, 25],
      [4, 14, 24],
    ].map((list) => list.map((frames) => frames * frame));
    expect(await soundStreamCount(mixed!.path)).toBe(1);
    expect((await clicksIn(mixed!.path)).clicks).toEqual([...one!, ...two!].toSorted((a, b) => a - b));
    expect(await soundStreamCount(kept!.path)).toBe(2);
    expect((await clicksIn(kept!.path, 0)).clicks).toEqual(one);
    expect((await clicksIn(kept!.path, 1)).clicks).toEqual(two);
  });

  it("plays backwards with its picture, and a gap is silent", async () => {
    const exported = await exportTracks(
      "backwards",
      [
        [clip({ path: wide, ...whole }, 12, 10, speed(-1)), gap(5)],
        [clip({ path: wide, ...whole }, 12, 10, speed(-1)), gap(5)],
      ],
      ["ProRes 422"],
    );
    const { clicks, length } = await clicksIn(exported.asset("movie").path);
    expect(length).toBe(15 * frame);
    // Shown are frames 21, 20 … 12: the click of frame 20 is the last sample of the second frame.
    expect(clicks).toEqual([2 * frame - 1]);
    const { channels } = await readSound(exported.asset("movie").path);
    expect(Math.max(...channels[0]!.subarray(10 * frame).map(Math.abs))).toBe(0);
  });

  it("has the exact length at rates whose frames are no whole samples", async () => {
    for (const [name, num, frames] of [
      ["ntsc", 30_000, 7],
      ["film", 24_000, 11],
    ] as const) {
      const exact = rate(num, 1001);
      const media = await workshop.shoot(`${name}.mov`, {
        rate: exact,
        frames: 20,
        codec: "prores_422",
        source: 6,
        audio: { sampleRate: 48_000, channels: 2, clickEverySeconds: 0.1 },
      });
      const items = otioItems(num / 1001);
      const list = [items.clip({ path: media, available: [0, 20] }, 2, frames)];
      const cut = await writeOtioCut(workshop.in(`${name}.otio`), {
        name,
        rate: num / 1001,
        start: 0,
        tracks: [{ items: list }, { kind: "Audio", items: list }],
      });
      const exported = await workshop.export({ sources: [cut], presets: ["ProRes 422", "WAV"] });
      const perFrame = (48_000 * 1001) / num;
      for (const { path } of exported.assets) {
        const { clicks, length } = await clicksIn(path);
        // The last frame is sounded to its end, which lies between two samples.
        expect(length).toBe(Math.ceil(frames * perFrame));
        const first = 2 * perFrame;
        const expected = [...Array(20).keys()]
          .map((k) => k * 4800 - first)
          .filter((at) => at >= 0 && at < frames * perFrame);
        expect(clicks.map((at, index) => Math.abs(at - expected[index]!) <= 1)).toEqual(expected.map(() => true));
      }
    }
  });

  it("writes broadcast WAV whose time reference is the record timecode in samples", async () => {
    const items = [clip({ path: wide, ...whole }, 5, 10)];
    const exported = await exportTracks("bext", [items, items], ["WAV"]);
    const { path } = exported.asset("audio");
    const bytes = await readFile(path);
    const bext = bytes.indexOf("bext");
    expect(bext).toBeGreaterThan(0);
    // EBU Tech 3285: after description 256, originator 32, its reference 32, date 10, time 8.
    expect(bytes.readBigUInt64LE(bext + 8 + 338)).toBe(3600n * 48_000n);
    expect(await readFileFacts(path)).toMatchObject({ audioCodec: "pcm_s24le" });
  });
});
