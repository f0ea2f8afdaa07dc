import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rate, type Rate } from "../../time/rate.ts";
import { fromDecimal, type Rational, rational } from "../../time/rational.ts";
import { parseTimecode } from "../../time/timecode.ts";
import { readCut } from "../../timeline/read-cut.ts";
import type { Segment, SourceReference } from "../../timeline/sequence.ts";
import { type MediaClock, sourcePosition } from "./source-position.ts";

const film = rate(24);
const ntscFilm = rate(24_000, 1001);
const pal = rate(25);
const ntsc = rate(30_000, 1001);

/** A segment of `length` record frames, as a cut names it. */
function segment(
  sourceIn: number | Rational,
  sourceRate: Rate,
  length: number,
  more: { readonly speed?: Rational; readonly source?: Partial<SourceReference> } = {},
): Segment {
  return {
    id: "V1.1",
    name: "sh010",
    shotName: "sh010",
    comment: "",
    record: { start: 100, end: 100 + length },
    source: { clipName: "A001", tapeName: "", ...more.source },
    sourceIn: typeof sourceIn === "number" ? rational(sourceIn) : sourceIn,
    sourceRate,
    speed: more.speed ?? rational(1),
    enabled: true,
    markers: [],
    place: "line 1",
  };
}

const media = (at: Rate, frameCount: number, more: Partial<MediaClock> = {}): MediaClock => ({
  rate: at,
  frameCount,
  timecodeRate: at,
  dropFrame: false,
  isStill: false,
  ...more,
});

const startsAt = (label: string, at: Rate) => ({
  timecode: rational(parseTimecode(label, at).frame),
  dropFrame: label.includes(";"),
});
const frame = (label: string, at: Rate, drop?: boolean) => parseTimecode(label, at, drop).frame;

const position = (cut: Segment, clock: MediaClock) => {
  const { start, basis, fit } = sourcePosition(cut, clock, cut.sourceRate);
  return [basis, start.den === 1n ? Number(start.num) : start, fit];
};

describe("where a segment begins in its media", () => {
  it("is counted from the media's timecode", () => {
    const clock = media(film, 240, startsAt("01:00:00:00", film));
    expect(position(segment(frame("01:00:04:12", film), film, 24), clock)).toEqual(["timecode", 108, "whole"]);
  });

  it.each([
    ["non-drop", "23:59:59:00", "00:00:00:10", pal, 35],
    ["drop frame", "23:59:59;00", "00:00:00;10", ntsc, 40],
    ["non-drop", "23:59:59:00", "00:00:00:10", ntsc, 40],
  ])("is found past midnight, %s from %s", (_, begin, label, at, expected) => {
    const clock = media(at, 200, startsAt(begin, at));
    const source = at === ntsc ? { dropFrame: label.includes(";") } : {};
    expect(position(segment(frame(label, at), at, 10, { source }), clock)).toEqual(["timecode", expected, "whole"]);
    // The same media, entered before it was relabelled at midnight.
    const counted = frame(begin, at) + expected;
    expect(position(segment(counted, at, 10, { source }), clock)).toEqual(["timecode", expected, "whole"]);
  });

  it("keeps frames, not seconds, between 24 and 23.976", () => {
    const clock = media(ntscFilm, 9000, startsAt("01:00:00:00", ntscFilm));
    expect(position(segment(frame("01:05:00:00", film), film, 24), clock)).toEqual(["timecode", 7200, "whole"]);
    const cut = segment(7200, film, 24, { source: { available: { start: 0, end: 9000 } } });
    expect(position(cut, clock)).toEqual(["offset", 7200, "whole"]);
  });

  it("follows the label where cut and media count at different rates", () => {
    const clock = media(rate(50), 1000, startsAt("10:00:00:00", rate(50)));
    expect(position(segment(frame("10:00:02:10", pal), pal, 25), clock)).toEqual(["timecode", 120, "whole"]);
    const drop = media(ntsc, 1000, startsAt("10:00:00;00", ntsc));
    expect(position(segment(frame("10:00:02:00", pal), pal, 25), drop)).toMatchObject(["timecode", {}, "whole"]);
  });

  it("understands a label that the cut counts without drop frame and the media with it", () => {
    const clock = media(ntsc, 300, startsAt("01:00:00;00", ntsc));
    const cut = (label: string, dropFrame: boolean) =>
      segment(frame(label, ntsc, dropFrame), ntsc, 30, { source: { dropFrame } });
    expect(position(cut("01:00:02:00", false), clock)).toEqual(["timecode", 60, "whole"]);
    expect(position(cut("01:00:02;00", true), clock)).toEqual(["timecode", 60, "whole"]);
    const available = { start: 107_892, end: 108_192 };
    const counted = segment(107_952, ntsc, 30, { source: { available } });
    expect(position(counted, clock)).toEqual(["offset", 60, "whole"]);
  });

  it("is the frame that an EDL labels, whichever of the two counts drop frame", () => {
    const read = (mode: string, label: string) => {
      const event = `001  A001  V  C  ${label}:10 ${label}:20 01:00:00:00 01:00:00:10`;
      const [cut] = readCut("cut.edl", `FCM: ${mode}\n${event}`, { rate: ntsc });
      return cut!.videoTracks[0]!.segments[0]!;
    };
    const hour = (separator: string) => media(ntsc, 60 * 60 * 30, startsAt(`01:00:00${separator}00`, ntsc));
    expect(position(read("NON-DROP FRAME", "01:09:30"), hour(":"))).toEqual(["timecode", 17_110, "whole"]);
    expect(position(read("DROP FRAME", "01:09:30"), hour(";"))).toEqual(["timecode", 17_092, "whole"]);
    // An hour of material, so 108 frames off would be inside of it too.
    expect(position(read("NON-DROP FRAME", "01:00:30"), hour(";"))).toEqual(["timecode", 910, "whole"]);
    expect(position(read("DROP FRAME", "01:00:30"), hour(":"))).toEqual(["timecode", 910, "whole"]);
  });

  it("is counted from 0 in a file without timecode, and where the timecode does not fit", () => {
    expect(position(segment(30, pal, 20), media(pal, 50))).toEqual(["zero", 30, "whole"]);
    const clock = media(pal, 50, startsAt("01:00:00:00", pal));
    expect(position(segment(30, pal, 20), clock)).toEqual(["zero", 30, "whole"]);
  });

  it("is counted in seconds at other rates", () => {
    expect(position(segment(50, pal, 20), media(rate(30), 600))).toEqual(["zero", 60, "whole"]);
    expect(position(segment(1, pal, 20), media(rate(30), 600))).toEqual(["zero", rational(6, 5), "whole"]);
  });

  it("does not fall one frame short by the decimals of a cut", () => {
    const decimal = fromDecimal(107.999_999_7);
    expect(position(segment(decimal, film, 24), media(film, 240))).toEqual(["zero", 108, "whole"]);
  });

  it("is the offset from where the cut says that the media begins", () => {
    const available = { start: frame("01:00:00:00", film), end: frame("01:00:10:00", film) };
    const cut = segment(available.start + 48, film, 24, { source: { available } });
    expect(position(cut, media(film, 240))).toEqual(["offset", 48, "whole"]);
    expect(position(cut, media(film, 240, startsAt("01:00:00:00", film)))).toEqual(["offset", 48, "whole"]);
    expect(position(cut, media(film, 240, startsAt("05:00:00:00", film)))).toEqual(["offset", 48, "whole"]);
  });

  it("is the offset where the cut counts its media from 0, whatever timecode the media has", () => {
    const cut = segment(100, film, 24, { source: { available: { start: 0, end: 240 } } });
    expect(position(cut, media(film, 240, startsAt("00:00:02:00", film)))).toEqual(["offset", 100, "whole"]);
  });

  it("is found by timecode in a longer or shorter copy than the cut was made with", () => {
    const available = { start: frame("01:00:00:00", film), end: frame("01:10:00:00", film) };
    const cut = segment(frame("01:05:10:00", film), film, 24, { source: { available } });
    const trimmed = media(film, 20 * 24, startsAt("01:05:00:00", film));
    expect(position(cut, trimmed)).toEqual(["timecode", 240, "whole"]);
  });

  it("is a file's number in an image sequence", () => {
    expect(position(segment(1010, film, 20), media(film, 100, { firstNumber: 1001 }))).toEqual(["number", 9, "whole"]);
    expect(position(segment(10, film, 20), media(film, 100, { firstNumber: 1001 }))).toEqual(["zero", 10, "whole"]);
  });

  it("stays with the same image when a sequence was rendered again with other handles", () => {
    const source = { available: { start: 0, end: 100 }, frames: { first: 1001, last: 1100, padding: 4 } };
    const cut = segment(10, film, 20, { source });
    expect(position(cut, media(film, 116, { firstNumber: 993 }))).toEqual(["offset", 18, "whole"]);
  });

  it("takes the label in image files, whatever rate was guessed for them", () => {
    const label = "01:00:00:12";
    const clock = media(film, 100, {
      firstNumber: 1001,
      timecode: rational(frame(label, pal)),
      timecodeRate: pal,
    });
    expect(position(segment(frame(label, film) + 7, film, 20), clock)).toEqual(["timecode", 7, "whole"]);
  });

  it("knows which frames speed asks for", () => {
    const clock = media(film, 100);
    const asked = (sourceIn: number, length: number, speed: Rational) => {
      const found = sourcePosition(segment(sourceIn, film, length, { speed }), clock, film);
      return [found.asked.first, found.asked.last, found.fit];
    };
    expect(asked(10, 20, rational(2))).toEqual([10, 48, "whole"]);
    expect(asked(99, 100, rational(-1))).toEqual([0, 99, "whole"]);
    expect(asked(99, 101, rational(-1))).toEqual([-1, 99, "partly"]);
    expect(asked(99, 500, rational(0))).toEqual([99, 99, "whole"]);
    expect(asked(10, 20, rational(1, 2))).toEqual([10, 19, "whole"]);
    expect(asked(90, 11, rational(1))).toEqual([90, 100, "partly"]);
    expect(asked(100, 1, rational(1))).toEqual([100, 100, "outside"]);
  });

  it("always is what timecode says, at every rate, drop frame or not", () => {
    const rates = [ntscFilm, film, pal, ntsc, rate(30), rate(50), rate(60_000, 1001), rate(60)];
    fc.assert(
      fc.property(
        fc.constantFrom(...rates),
        fc.integer({ min: 3600 * 24, max: 80_000 * 24 }),
        fc.integer({ min: 0, max: 199 }),
        (at, start, offset) => {
          const clock = media(at, 200, { timecode: rational(start) });
          expect(position(segment(start + offset, at, 200 - offset), clock)).toEqual(["timecode", offset, "whole"]);
        },
      ),
    );
  });
});
