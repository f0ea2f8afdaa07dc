import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeSource } from "../../src/app/describe-source.ts";
import { readOpenClipMedia } from "../../src/catalogue/open-clip-versions.ts";
import { createProber } from "../../src/media/probe.ts";
import { rate } from "../../src/time/rate.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let workshop: Workshop;
const { clip } = otioItems(25);
const shot = (name: string) => ({ name, metadata: { cresset: { shotName: name } } });
const media = { path: "media/plate.mov", available: [90_000, 100] as const };

beforeAll(async () => {
  workshop = await openWorkshop();
  await workshop.shoot("plate.mov", {
    rate: rate(25),
    frames: 100,
    codec: "prores_422",
    startTimecode: "01:00:00:00",
    audio: { sampleRate: 48_000, channels: 2, clickEverySeconds: 0.36 },
  });
  await writeFile(
    workshop.in("shots.yaml"),
    [
      "version: 1",
      "name: shots",
      "type: movie",
      "scope: shot",
      "namePattern: <shot name>/<shot name>",
      "video: { codec: prores_422 }",
      "handles: 4",
      "openClip: { namePattern: <shot name>/<shot name> }",
      "cut: [{ format: otio, namePattern: cut/<name> }, { format: edl, namePattern: cut/<name> }]",
    ].join("\n"),
  );
});
afterAll(() => workshop.close());

const publish = (cut: string) =>
  workshop.export({ sources: [cut], presets: ["shots"], presetFolders: [workshop.folder], rate: "25" });

/** The sound of a cut, as the bytes of its samples. */
async function soundOf(cut: string): Promise<Buffer> {
  const exported = await workshop.export({ sources: [cut], presets: ["WAV"], rate: "25" });
  const wav = await readFile(exported.asset("audio").path);
  return wav.subarray(wav.indexOf("data") + 8);
}

describe("a publish of movies with sound", () => {
  it("writes cuts whose sound plays the movies that hold it, and sounds as before", async () => {
    const cut = await writeOtioCut(workshop.in("reel.otio"), {
      name: "reel",
      rate: 25,
      start: 90_000,
      tracks: [
        { items: [clip(media, 90_010, 10, shot("sh010")), clip(media, 90_050, 10, shot("sh020"))] },
        // The sound of the second begins two frames before its picture, within its handle; the last is in no movie.
        { kind: "Audio", items: [clip(media, 90_010, 8), clip(media, 90_048, 12), clip(media, 90_080, 6)] },
      ],
    });
    const published = await publish(cut);
    const movies = ["sh010", "sh020"].map((name) => published.asset("movie", name).path);
    const expected = await soundOf(cut);
    const documents = published.assets.filter(({ assetType }) => assetType === "distributionPackage");
    expect(documents).toHaveLength(2);
    for (const { path: file, warnings } of documents) {
      const described = await describeSource(file, { mediaFolders: [], rate: "25" });
      const [sequence] = described.kind === "cut" ? described.sequences : [];
      const sound = sequence!.tracks.filter(({ kind }) => kind === "audio");
      const played = sound.map(({ segments }) => segments.map((segment) => segment.media));
      expect([file, warnings, played]).toEqual([file, [], [[...movies, workshop.in("media", "plate.mov")]]]);
    }
    // An EDL's A plays one channel, OTIO's track both.
    const [otio] = documents;
    expect((await soundOf(otio!.path)).equals(expected)).toBe(true);
  });

  it("keeps the channels that an EDL's tracks play, in its OTIO too", async () => {
    const cut = workshop.in("stereo.edl");
    const event = (number: number, channel: string, record: string) =>
      `00${number}  AX  ${channel}  C  01:00:00:10 01:00:01:10 ${record}\n* FROM CLIP NAME: plate\n* SOURCE FILE: media/plate.mov\n`;
    const text = ["V", "A", "A2"].map((channel, index) => event(index + 1, channel, "01:00:00:00 01:00:01:00"));
    await writeFile(cut, `TITLE: stereo\n${text.join("")}`);
    const published = await publish(cut);
    const expected = await soundOf(cut);
    for (const { path: file } of published.assets.filter(({ assetType }) => assetType === "distributionPackage")) {
      expect(await readFile(file, "utf8")).not.toContain("media/plate.mov");
      expect([file, (await soundOf(file)).equals(expected)]).toEqual([file, true]);
    }
  });

  it("gives its OpenClips a track for the sound, which is imported once", async () => {
    const cut = await writeOtioCut(workshop.in("one.otio"), {
      name: "one",
      rate: 25,
      start: 90_000,
      tracks: [{ items: [clip(media, 90_010, 10, shot("sh010"))] }],
    });
    const published = await publish(cut);
    const openClip = await readFile(published.asset("openClip").path, "utf8");
    expect([...openClip.matchAll(/<trackType[^>]*>(\w+)</g)].map(([, type]) => type)).toEqual(["video", "audio"]);
    expect(openClip).toMatch(/<nbChannels[^>]*>2</);
    const files = [...openClip.matchAll(/<path[^>]*>([^<]+)</g)].map(([, file]) => file);
    expect(files).toEqual(["sh010.mov", "sh010.mov"]);
    const prober = createProber();
    const { versions, problems } = await readOpenClipMedia(published.asset("openClip").path, (file) =>
      prober.probe(file),
    );
    await prober.close();
    expect([versions.map(({ media: { path: file }, sound }) => [file, sound]), problems]).toEqual([
      [[published.asset("movie").path, undefined]],
      [],
    ]);
  });
});
