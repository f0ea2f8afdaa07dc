import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseRate } from "../../src/time/rate.ts";
import { readFileFacts } from "./file-facts.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { frameNames, framesOf, openWorkshop, picturesOf, type Workshop } from "./workshop.ts";

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

/** Rate, media timecode, record start as a frame, and the timecode that the exported file must carry. */
const rates: readonly (readonly [string, string, string, number, string])[] = [
  ["23.976", "24000/1001", "01:00:00:00", 86_400, "01:00:00:00"],
  ["24", "24/1", "01:00:00:00", 86_405, "01:00:00:05"],
  ["25", "25/1", "10:00:00:00", 90_000, "01:00:00:00"],
  ["29.97", "30000/1001", "01:00:00:00", 108_000, "01:00:00:00"],
  // 29.97 drop frame: 107,892 frames are one hour; the first label after 01:00:59;29 is 01:01:00;02.
  ["29.97", "30000/1001", "01:00:59;20", 107_892, "01:00:00;00"],
  ["30", "30/1", "01:00:00:00", 108_000, "01:00:00:00"],
  ["50", "50/1", "01:00:00:00", 180_000, "01:00:00:00"],
  ["59.94", "60000/1001", "01:00:00:00", 216_000, "01:00:00:00"],
  ["59.94", "60000/1001", "01:00:59;40", 215_784, "01:00:00;00"],
  ["60", "60/1", "01:00:00:00", 216_000, "01:00:00:00"],
];

describe("a cut of several sources", () => {
  it.each(rates)("at %s (%s, media from %s) to the frame", async (name, exact, mediaStart, start, timecode) => {
    const rate = parseRate(name)!;
    const dropFrame = timecode.includes(";");
    const label = `${exact.replace("/", "_")}${dropFrame ? "df" : ""}`;
    const common = { rate, frames: 30, startTimecode: mediaStart };
    const [long, intra] = await Promise.all([
      workshop.shoot(`${label}_a.mp4`, { ...common, codec: "h264", source: 2, gop: 12, bFrames: 2 }),
      workshop.shoot(`${label}_b.mov`, { ...common, codec: "prores_422", source: 3 }),
    ]);
    const decimal = rate.num / rate.den;
    const { clip, gap } = otioItems(decimal);
    const [a, b] = [long, intra].map((path) => ({ path, available: [0, 30] as const }));
    const cut = await writeOtioCut(workshop.in(`${label}.otio`), {
      name: label,
      rate: decimal,
      start,
      // OTIO counts frames; that they are shown as drop frame is a note of the program that wrote it.
      metadata: { dropFrame },
      tracks: [{ items: [clip(a!, 7, 6), clip(b!, 2, 4), gap(2), clip(a!, 20, 5), clip(b!, 29, 1)] }],
    });
    const expected = [...framesOf(2, 7, 6), ...framesOf(3, 2, 4), "-", "-", ...framesOf(2, 20, 5), "3:29"];

    const exported = await workshop.export({ sources: [cut], presets: ["ProRes 422 HQ", "H.264", "PNG"] });

    const [prores, h264, png] = exported.assets;
    for (const movie of [prores!, h264!]) {
      expect([movie.path, frameNames(await picturesOf(movie))]).toEqual([movie.path, expected]);
      const facts = await readFileFacts(movie.path);
      expect(facts).toMatchObject({ rate: exact, frames: 18, timecode });
      expect(facts.videoDuration).toBeCloseTo((18 * rate.den) / rate.num, 6);
    }
    expect(frameNames(await picturesOf(png!))).toEqual(expected);
    expect(png!.files.map(({ path }) => /(\d+)\.png$/.exec(path)?.[1])).toEqual(
      Array.from({ length: 18 }, (_, index) => String(1001 + index)),
    );
  });

  it("on several video tracks: the top-most picture is shown, through gaps what lies below", async () => {
    const common = { rate: parseRate("25")!, frames: 30, codec: "prores_422" } as const;
    const [below, above] = await Promise.all([
      workshop.shoot("below.mov", { ...common, source: 2 }),
      workshop.shoot("above.mov", { ...common, source: 3 }),
    ]);
    const { clip, gap, freeze } = otioItems(25);
    const [a, b] = [below, above].map((path) => ({ path, available: [0, 30] as const }));
    const cut = await writeOtioCut(workshop.in("tracks.otio"), {
      name: "tracks",
      rate: 25,
      start: 0,
      tracks: [
        { items: [clip(a!, 0, 12), gap(2), clip(a!, 20, 4, freeze())] },
        { items: [gap(3), clip(b!, 10, 3), clip(b!, 20, 2, { enabled: false }), gap(4), clip(b!, 5, 1), gap(2)] },
        { items: [gap(4), clip(a!, 25, 1), gap(3), clip(a!, 2, 1)] },
      ],
    });
    const exported = await workshop.export({ sources: [cut], presets: ["ProRes 422"] });
    expect(frameNames(await picturesOf(exported.asset("movie")))).toEqual([
      ...framesOf(2, 0, 3),
      "3:10",
      "2:25",
      "3:12",
      // The disabled segment lets the track below through.
      ...framesOf(2, 6, 2),
      "2:2",
      ...framesOf(2, 9, 3),
      "3:5",
      "-",
      ...framesOf(2, 20, 4, 0),
    ]);
    const top = await workshop.export({ sources: [cut], presets: ["ProRes 422"], useTopVideoTrack: true });
    expect(frameNames(await picturesOf(top.asset("movie")))).toEqual(
      Array.from({ length: 18 }, (_, frame) => (frame === 4 ? "2:25" : frame === 8 ? "2:2" : "-")),
    );
  });
});
