import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rate } from "../../src/time/rate.ts";
import { readFileFacts } from "./file-facts.ts";
import { frameNames, framesOf, openWorkshop, picturesOf, type Workshop } from "./workshop.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
  const pal = { rate: rate(25), frames: 60 } as const;
  await Promise.all([
    // Two clips of one tape: the timecode tells which one an event means.
    workshop.shoot("A001_early.mov", {
      ...pal,
      codec: "prores_422",
      source: 2,
      startTimecode: "01:00:00:00",
      tapeName: "A001",
    }),
    workshop.shoot("A001_late.mp4", {
      ...pal,
      codec: "h264",
      source: 4,
      startTimecode: "01:10:00:00",
      tapeName: "A001",
      gop: 20,
      bFrames: 2,
    }),
    workshop.shoot("B002_C003.mov", { ...pal, codec: "prores_422", source: 3, startTimecode: "02:00:00:00" }),
  ]);
});
afterAll(() => workshop.close());

async function exportEdl(name: string, lines: readonly string[], presets: string[] = ["ProRes 422"], more = {}) {
  const cut = workshop.in(`${name}.edl`);
  await writeFile(cut, [`TITLE: ${name}`, "FCM: NON-DROP FRAME", "", ...lines, ""].join("\n"));
  return workshop.export({ sources: [cut], presets, mediaFolders: [workshop.in("media")], rate: "25", ...more });
}

describe("an EDL", () => {
  it("finds its media by tape and timecode, by clip name and by tape name; gaps are black", async () => {
    const exported = await exportEdl("conform", [
      "001  A001     V     C        01:00:00:10 01:00:00:16 10:00:00:00 10:00:00:06",
      "002  A001     V     C        01:10:01:00 01:10:01:05 10:00:00:06 10:00:00:11",
      "003  AX       V     C        02:00:00:20 02:00:00:24 10:00:00:13 10:00:00:17",
      "* FROM CLIP NAME: B002_C003.mov",
      "004  B002_C003 V     C        02:00:02:09 02:00:02:10 10:00:00:17 10:00:00:18",
    ]);
    const movie = exported.asset("movie");
    expect(frameNames(await picturesOf(movie))).toEqual([
      ...framesOf(2, 10, 6),
      ...framesOf(4, 25, 5),
      "-",
      "-",
      ...framesOf(3, 20, 4),
      "3:59",
    ]);
    expect((await readFileFacts(movie.path)).timecode).toBe("10:00:00:00");
  });

  it("plays at twice and half the speed, backwards and frozen", async () => {
    const exported = await exportEdl("speeds", [
      "001  A001     V     C        01:00:00:10 01:00:00:20 10:00:00:00 10:00:00:05",
      "M2   A001       050.0                01:00:00:10",
      "002  B002_C003 V     C        02:00:00:20 02:00:00:23 10:00:00:05 10:00:00:11",
      "M2   B002_C003  012.5                02:00:00:20",
      "003  A001     V     C        01:10:01:00 01:10:01:06 10:00:00:11 10:00:00:17",
      "M2   A001      -025.0                01:10:01:00",
      "004  B002_C003 V     C        02:00:01:05 02:00:01:06 10:00:00:17 10:00:00:20",
      "M2   B002_C003  000.0                02:00:01:05",
    ]);
    expect(frameNames(await picturesOf(exported.asset("movie")))).toEqual([
      ...framesOf(2, 10, 5, 2),
      ...framesOf(3, 20, 6, 0.5),
      // Backwards from the last frame of the source range.
      ...framesOf(4, 30, 6, -1),
      ...framesOf(3, 30, 3, 0),
    ]);
  });

  it("dissolves with rising weight, both clips running", async () => {
    const exported = await exportEdl(
      "dissolve",
      [
        "001  A001     V     C        01:00:00:10 01:00:00:15 10:00:00:00 10:00:00:05",
        "002  A001     V     C        01:00:00:15 01:00:00:15 10:00:00:05 10:00:00:05",
        "002  B002_C003 V     D    004 02:00:00:20 02:00:01:00 10:00:00:05 10:00:00:10",
      ],
      ["ProRes 422", "PNG"],
    );
    const shown = [...framesOf(2, 10, 5), ...[0, 1, 2, 3].map((k) => `2:${15 + k}+3:${20 + k}`), "3:24"];
    for (const asset of exported.assets) {
      const read = await picturesOf(asset);
      expect(frameNames(read)).toEqual(shown);
      const full = read.codes[0]![0]!.contrast;
      for (const [k, codes] of read.codes.slice(5, 9).entries()) {
        const [from, to] = codes;
        expect(to!.contrast / full).toBeCloseTo((k + 1) / 5, 1);
        expect(from!.contrast / full).toBeCloseTo(1 - (k + 1) / 5, 1);
      }
    }
  });

  it("wipes: both clips are there at full strength, each on its side", async () => {
    const exported = await exportEdl("wipe", [
      "001  B002_C003 V     C        02:00:00:10 02:00:00:14 10:00:00:00 10:00:00:04",
      "002  B002_C003 V     C        02:00:00:14 02:00:00:14 10:00:00:04 10:00:00:04",
      "002  A001     V     W001 005  01:00:00:20 01:00:01:02 10:00:00:04 10:00:00:11",
    ]);
    const read = await picturesOf(exported.asset("movie"));
    const names = frameNames(read);
    expect(names.slice(0, 4)).toEqual(framesOf(3, 10, 4));
    // W001 opens from the left: in its middle the left half shows clip 2, whose code lies there, the right half clip 3.
    expect(names[6]).toBe("2:22+3:16");
    expect(names.slice(9)).toEqual(framesOf(2, 25, 2));
    const full = read.codes[0]![0]!.contrast;
    for (const { contrast } of read.codes[6]!) expect(contrast).toBeCloseTo(full, 1);
  });

  it("counts drop frame timecode", async () => {
    const ntsc = { rate: rate(30_000, 1001), frames: 40, codec: "prores_422" } as const;
    await workshop.shoot("DF01.mov", { ...ntsc, source: 6, startTimecode: "01:00:59;20", tapeName: "DF01" });
    const cut = workshop.in("drop.edl");
    await writeFile(
      cut,
      [
        "TITLE: drop",
        "FCM: DROP FRAME",
        "001  DF01     V     C        01:00:59;25 01:01:00;07 09:59:59;25 10:00:00;05",
        "",
      ].join("\n"),
    );
    const exported = await workshop.export({
      sources: [cut],
      presets: ["ProRes 422"],
      mediaFolders: [workshop.in("media")],
    });
    const movie = exported.asset("movie");
    // ;28 and ;29 are followed by 01:01:00;02: ten labels on the record side, none of them dropped in the tenth minute.
    expect(frameNames(await picturesOf(movie))).toEqual(framesOf(6, 5, 10));
    expect(await readFileFacts(movie.path)).toMatchObject({ rate: "30000/1001", timecode: "09:59:59;25", frames: 10 });
  });
});
