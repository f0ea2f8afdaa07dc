import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseRate, rate } from "../../src/time/rate.ts";
import { readFileFacts } from "./file-facts.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { frameNames, framesOf, openWorkshop, picturesOf, type Workshop } from "./workshop.ts";

let workshop: Workshop;
let movie: string;
let cut: string;
const { clip, gap, speed } = otioItems(25);
const shot = (name: string) => ({ name, metadata: { cresset: { shotName: name } } });

beforeAll(async () => {
  workshop = await openWorkshop();
  const pal = { rate: rate(25), frames: 60 } as const;
  [movie] = await Promise.all([
    workshop.shoot("A001C001.mp4", {
      ...pal,
      codec: "h264",
      gop: 12,
      bFrames: 2,
      source: 2,
      startTimecode: "01:00:00:00",
      tapeName: "A001C001",
      audio: { sampleRate: 48_000, channels: 2, clickEverySeconds: 0.4 },
    }),
    workshop.shoot("B002/B002.%04d.dpx", {
      ...pal,
      frames: 40,
      codec: "dpx",
      source: 3,
      firstFileNumber: 1001,
      startTimecode: "02:00:00:00",
    }),
  ]);
  const a = { path: movie, available: [90_000, 60] as const };
  const b = {
    path: path.join(workshop.in("media"), "B002", "B002.[1001-1040].dpx"),
    available: [180_000, 40] as const,
  };
  cut = await writeOtioCut(workshop.in("reel.otio"), {
    name: "reel",
    rate: 25,
    start: 90_000,
    tracks: [
      {
        items: [
          clip(a, 90_020, 10, shot("sh010")),
          // Three frames lie before it in its media.
          clip(b, 180_003, 8, shot("sh020")),
          gap(2),
          // Its media ends four frames after it.
          clip(a, 90_050, 6, shot("sh030")),
        ],
      },
    ],
  });
});
afterAll(() => workshop.close());

const shotPreset = (codec: string) =>
  [
    "version: 1",
    `name: shots ${codec}`,
    "type: video",
    "scope: shot",
    "namePattern: <shot name>/<version name>/<shot name>_<version name>.<frame>",
    `video: { codec: ${codec} }`,
    "handles: 8",
    "versioning: {}",
    "openClip: { namePattern: <shot name>/<shot name> }",
    "shotAudio: { namePattern: <shot name>/<version name>/<shot name>_<version name> }",
    "cut: [{ format: otio, namePattern: cut/<name>_<version name> }, { format: edl, namePattern: cut/<name>_<version name> }]",
  ].join("\n");

describe("publishing shots", () => {
  it("writes each with its handles, as far as its media goes, and conforms to what it wrote", async () => {
    await writeFile(workshop.in("shots.yaml"), shotPreset("dpx"));
    const publish = {
      sources: [cut],
      presets: ["shots dpx"],
      presetFolders: [workshop.folder],
      destinationPath: workshop.in("publish"),
    };
    const first = await workshop.export(publish);

    const [sh010, sh020, sh030] = ["sh010", "sh020", "sh030"].map((name) => first.asset("video", name));
    expect(frameNames(await picturesOf(sh010!))).toEqual(framesOf(2, 12, 26));
    expect(frameNames(await picturesOf(sh020!))).toEqual(framesOf(3, 0, 19));
    expect(frameNames(await picturesOf(sh030!))).toEqual(framesOf(2, 42, 18));
    expect(sh010!.resolvedPath).toBe("sh010/v001/sh010_v001.[1001-1026].dpx");
    expect(sh020!.resolvedPath).toBe("sh020/v001/sh020_v001.[1001-1019].dpx");
    expect(sh010!.files.map(({ path: file }) => path.basename(file)).slice(0, 2)).toEqual([
      "sh010_v001.1001.dpx",
      "sh010_v001.1002.dpx",
    ]);
    expect((await readFileFacts(sh010!.files[0]!.path)).timecode).toBe("01:00:00:12");
    expect((await readFileFacts(sh020!.files[0]!.path)).timecode).toBe("02:00:00:00");
    expect(first.outcome.sequences[0]!.warnings.filter(({ code }) => code === "short-handle")).toHaveLength(2);
    // The stills have no sound, and neither has the cut.
    expect(first.assets.filter(({ assetType }) => assetType === "audio").map(({ assetName }) => assetName)).toEqual([
      "sh010",
      "sh030",
    ]);

    // Round trip: both cuts, played from the published media alone, show what the original showed.
    const expected = [...framesOf(2, 20, 10), ...framesOf(3, 3, 8), "-", "-", ...framesOf(2, 50, 6)];
    const documents = first.assets.filter(({ assetType }) => assetType === "distributionPackage");
    expect(documents.map(({ resolvedPath }) => resolvedPath)).toEqual(["cut/reel_v001.otio", "cut/reel_v001.edl"]);
    for (const { path: document } of documents) {
      const again = await workshop.export({
        sources: [document],
        presets: ["ProRes 422"],
        mediaFolders: [workshop.in("publish")],
        rate: "25",
        strict: document.endsWith(".otio"),
      });
      const result = again.asset("movie");
      expect([document, frameNames(await picturesOf(result))]).toEqual([document, expected]);
      expect((await readFileFacts(result.path)).timecode).toBe("01:00:00:00");
      const text = await readFile(document, "utf8");
      expect(text).not.toContain("A001C001.mp4");
    }

    // Publishing again: the next version, the OpenClip keeps the first.
    const second = await workshop.export(publish);
    expect(second.asset("video", "sh010").resolvedPath).toBe("sh010/v002/sh010_v002.[1001-1026].dpx");
    // An OpenClip gains a version; nobody is asked whether it may be overwritten.
    expect(second.assets.filter(({ replaces }) => replaces)).toEqual([]);
    const clipFile = await readFile(second.asset("openClip", "sh010").path, "utf8");
    expect([...clipFile.matchAll(/<version [^>]*uid="([^"]+)"/g)].map(([, uid]) => uid)).toEqual(["v001", "v002"]);
    expect([...clipFile.matchAll(/<path[^>]*>([^<]+)</g)].map(([, file]) => path.basename(file!))).toEqual(
      expect.arrayContaining([
        "sh010_v001.[1001-1026].dpx",
        "sh010_v002.[1001-1026].dpx",
        "sh010_v001.wav",
        "sh010_v002.wav",
      ]),
    );
    expect(/<versions[^>]*currentVersion="([^"]+)"/.exec(clipFile)?.[1]).toBe("v002");
  });

  it("round-trips retimed shots, published as their source plays and as the sequence plays", async () => {
    const a = { path: movie, available: [90_000, 60] as const };
    const retimed = await writeOtioCut(workshop.in("retimed.otio"), {
      name: "retimed",
      rate: 25,
      start: 0,
      tracks: [
        {
          items: [
            clip(a, 90_020, 6, { ...shot("fast"), ...speed(2) }),
            clip(a, 90_030, 6, { ...shot("slow"), ...speed(0.5) }),
            clip(a, 90_010, 6, { ...shot("back"), ...speed(-1) }),
          ],
        },
      ],
    });
    const original = await workshop.export({ sources: [retimed], presets: ["ProRes 422"] });
    const shown = frameNames(await picturesOf(original.asset("movie")));
    expect(shown).toEqual([...framesOf(2, 20, 6, 2), ...framesOf(2, 30, 6, 0.5), ...framesOf(2, 15, 6, -1)]);
    for (const as of ["sequence", "source"]) {
      const name = `retimed ${as}`;
      await writeFile(
        workshop.in(`${as}.yaml`),
        shotPreset("png").replace("shots png", name).replace("codec: png", `codec: png, rate: ${as}`),
      );
      const published = await workshop.export({
        sources: [retimed],
        presets: [name],
        presetFolders: [workshop.folder],
      });
      for (const { path: document } of published.assets.filter(
        ({ assetType }) => assetType === "distributionPackage",
      )) {
        const again = await workshop.export({
          sources: [document],
          presets: ["ProRes 422"],
          mediaFolders: [published.destination],
          rate: "25",
        });
        expect([path.basename(document), as, frameNames(await picturesOf(again.asset("movie")))]).toEqual([
          path.basename(document),
          as,
          shown,
        ]);
      }
    }
  });

  it("round-trips a dissolve and media of another rate", async () => {
    const items = otioItems(24);
    const pal = { path: movie, available: [90_000, 60] as const, rate: 25 };
    const film = await workshop.shoot("film.mov", {
      codec: "prores_422",
      rate: parseRate("24")!,
      frames: 48,
      source: 5,
      startTimecode: "03:00:00:00",
    });
    const mixed = await writeOtioCut(workshop.in("mixed.otio"), {
      name: "mixed",
      rate: 24,
      start: 86_400,
      tracks: [
        {
          items: [
            items.clip(pal, 90_010, 12, shot("m010")),
            items.dissolve(3, 2),
            items.clip({ path: film, available: [0, 48] }, 10, 12, shot("m020")),
          ],
        },
      ],
    });
    const original = await workshop.export({ sources: [mixed], presets: ["ProRes 422"] });
    const shown = frameNames(await picturesOf(original.asset("movie")));
    expect(shown.slice(0, 9)).toEqual(framesOf(2, 10, 9, 25 / 24));
    expect(shown.slice(9, 14).every((name) => /^2:\d+\+5:\d+$/.test(name))).toBe(true);
    for (const as of ["sequence", "source"]) {
      const name = `mixed ${as}`;
      await writeFile(
        workshop.in(`mixed-${as}.yaml`),
        shotPreset("png").replace("shots png", name).replace("codec: png", `codec: png, rate: ${as}`),
      );
      const published = await workshop.export({ sources: [mixed], presets: [name], presetFolders: [workshop.folder] });
      // An EDL cannot say at which rate images play, and says so.
      const rateless = published.assets.find(({ warnings }) =>
        /m010.*25 frames a second in a cut at 24/.test(warnings.join()),
      );
      expect(rateless?.resolvedPath).toBe(as === "source" ? "cut/mixed_v001.edl" : undefined);
      for (const { path: document } of published.assets.filter(
        ({ assetType }) => assetType === "distributionPackage",
      )) {
        if (document === rateless?.path) continue;
        const again = await workshop.export({
          sources: [document],
          presets: ["ProRes 422"],
          mediaFolders: [published.destination],
          rate: "24",
        });
        expect([path.basename(document), as, frameNames(await picturesOf(again.asset("movie")))]).toEqual([
          path.basename(document),
          as,
          shown,
        ]);
      }
    }
  });
});
