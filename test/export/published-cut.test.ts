import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rate } from "../../src/time/rate.ts";
import { describeSource } from "../../src/app/describe-source.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let workshop: Workshop;
const { clip, gap, speed } = otioItems(25);
const shot = (name: string) => ({ name, metadata: { cresset: { shotName: name }, vendor: { id: "@big" } } });
const media = { path: "media/plate.mov", available: [90_000, 60] as const };

beforeAll(async () => {
  workshop = await openWorkshop();
  await workshop.shoot("plate.mov", {
    rate: rate(25),
    frames: 60,
    codec: "prores_422",
    startTimecode: "01:00:00:00",
    audio: { sampleRate: 48_000, channels: 2 },
  });
  await writeFile(
    workshop.in("shots.yaml"),
    [
      "version: 1",
      "name: shots",
      "type: video",
      "scope: shot",
      "namePattern: <shot name>/<shot name>.<frame>",
      "video: { codec: png }",
      "handles: 4",
      "cut: [{ format: otio, namePattern: cut/<name> }, { format: edl, namePattern: cut/<name> }]",
    ].join("\n"),
  );
});
afterAll(() => workshop.close());

const publish = (cut: string, folder: string, more: { readonly useTopVideoTrack?: boolean } = {}) =>
  workshop.export({
    ...more,
    sources: [cut],
    presets: ["shots"],
    presetFolders: [workshop.folder],
    destinationPath: workshop.in(folder),
    rate: "25",
  });
const document = (published: Awaited<ReturnType<typeof publish>>, format: string) =>
  published.assets.find(({ path }) => path.endsWith(`.${format}`))!.path;

describe("a published cut", () => {
  it("keeps what its OTIO holds, and finds all of its media from where it lies", async () => {
    const cut = await writeOtioCut(workshop.in("reel.otio"), {
      name: "reel",
      rate: 25,
      start: 90_000,
      metadata: { uid: "@big" },
      tracks: [
        {
          items: [
            clip(media, 90_010, 6, { ...shot("sh010"), effects: [{ OTIO_SCHEMA: "MyFx.2", knob: "@big" }] }),
            { OTIO_SCHEMA: "Weird.7", secret: "@big" },
            clip(media, 90_020, 5, { ...shot("sh020"), ...speed(2) }),
          ],
        },
        { kind: "Audio", items: [clip(media, 90_010, 11)] },
      ],
    });
    const original = (await readFile(cut, "utf8")).replaceAll('"@big"', "9007199254740993");
    await writeFile(cut, original);

    const published = await publish(cut, "publish");

    const otio = await readFile(document(published, "otio"), "utf8");
    expect(otio.match(/9007199254740993/g)).toHaveLength(5);
    expect(otio).toContain('"Weird.7"');
    expect(otio).toContain('"MyFx.2"');
    // Its speed is in the published images.
    expect(otio).not.toContain("LinearTimeWarp");
    for (const format of ["otio", "edl"]) {
      const described = await describeSource(document(published, format), { mediaFolders: [], rate: "25" });
      const [sequence] = described.kind === "cut" ? described.sequences : [];
      expect([format, sequence!.unlinked]).toEqual([format, []]);
      const files = sequence!.tracks.map(({ segments }) => segments.map((segment) => segment.media));
      expect(files).toEqual([
        [
          workshop.in("publish", "sh010", "sh010.[1001-1014].png"),
          expect.stringMatching(/publish\/sh020\/sh020\.\[1001-\d+\]\.png$/),
        ],
        [workshop.in("media", "plate.mov")],
      ]);
    }
  });

  it("as an EDL names the tape that the media carries, where the cut names none", async () => {
    await workshop.shoot("tape.mov", {
      rate: rate(25),
      frames: 20,
      codec: "prores_422",
      startTimecode: "00:00:00:00",
      tapeName: "A003R1",
    });
    const cut = await writeOtioCut(workshop.in("reels.otio"), {
      name: "reels",
      rate: 25,
      start: 90_000,
      tracks: [
        {
          items: [
            clip({ path: "media/tape.mov" }, 2, 6, shot("sh010")),
            clip({ path: "media/tape.mov" }, 9, 6, { ...shot("sh020"), metadata: { cresset: { tapeName: "OWN" } } }),
          ],
        },
        { kind: "Audio", items: [clip(media, 90_010, 12)] },
      ],
    });
    const edl = await readFile(document(await publish(cut, "reels"), "edl"), "utf8");
    expect(edl.match(/^\d{3} +\S+ +\S+/gm)?.map((line) => line.split(/ +/))).toEqual([
      ["001", "A003R1", "V"],
      ["002", "AX", "A"],
      ["003", "OWN", "V"],
    ]);
  });

  it("of the top video track holds that track alone, with the shots that were exported", async () => {
    const cut = await writeOtioCut(workshop.in("comp.otio"), {
      name: "comp",
      rate: 25,
      start: 90_000,
      tracks: [
        { items: [clip(media, 90_010, 6, shot("sh010")), clip(media, 90_020, 5, shot("sh020"))] },
        // The comp of a shot lies over its plate.
        {
          items: [gap(6), { ...clip(media, 90_030, 5, shot("sh020")), metadata: { ...shot("sh020").metadata, id: 7 } }],
        },
      ],
    });

    const published = await publish(cut, "comp", { useTopVideoTrack: true });

    const pictures = published.assets.filter(({ assetType }) => assetType === "video");
    expect(pictures.map(({ assetName }) => assetName)).toEqual(["sh020"]);
    const cuts = published.assets.filter(({ assetType }) => assetType === "distributionPackage");
    expect(cuts.map(({ warnings }) => warnings)).toEqual([[], []]);
    for (const { path: file } of cuts) {
      const described = await describeSource(file, { mediaFolders: [], rate: "25" });
      const [sequence] = described.kind === "cut" ? described.sequences : [];
      const tracks = sequence!.tracks.map(({ segments }) => segments.map((each) => [each.recordIn, each.media]));
      expect([file, tracks]).toEqual([
        file,
        [[["01:00:00:06", workshop.in("comp", "sh020", "sh020.[1001-1013].png")]]],
      ]);
    }
    expect(await readFile(document(published, "otio"), "utf8")).toContain('"vendor"');
  });

  it("of an EDL finds its sound by path", async () => {
    const cut = workshop.in("tape.edl");
    const times = "01:00:00:10 01:00:00:16 01:00:00:00 01:00:00:06";
    const notes = "* FROM CLIP NAME: plate\n* SOURCE FILE: media/plate.mov";
    await writeFile(
      cut,
      `TITLE: tape\n001  AX  V  C  ${times}\n${notes}\n* SHOT: sh010\n002  AX  A  C  ${times}\n${notes}\n`,
    );
    const published = await publish(cut, "tapes");
    for (const format of ["otio", "edl"]) {
      const described = await describeSource(document(published, format), { mediaFolders: [], rate: "25" });
      const [sequence] = described.kind === "cut" ? described.sequences : [];
      expect([format, sequence!.unlinked]).toEqual([format, []]);
      expect(sequence!.tracks[1]!.segments[0]!.media).toBe(workshop.in("media", "plate.mov"));
    }
  });
});
