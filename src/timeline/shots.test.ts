import { describe, expect, it } from "vitest";
import { rate } from "../time/rate.ts";
import { rational } from "../time/rational.ts";
import type { Segment, Sequence } from "./sequence.ts";
import { shotNames, shotsOf } from "./shots.ts";

const segment = (id: string, shotName: string, start: number, end: number, enabled = true): Segment => ({
  id,
  name: id,
  shotName,
  comment: "",
  record: { start, end },
  source: { clipName: id, tapeName: "" },
  sourceIn: rational(0),
  sourceRate: rate(25),
  speed: rational(1),
  enabled,
  markers: [],
  place: id,
});
const sequence = (...tracks: readonly (readonly Segment[])[]): Sequence => ({
  name: "cut",
  rate: rate(25),
  startFrame: 0,
  dropFrame: false,
  duration: 100,
  videoTracks: tracks.map((segments, index) => ({ id: `V${index + 1}`, name: "", segments, transitions: [] })),
  audioTracks: [{ id: "A1", name: "", segments: [segment("sound", "sh010", 0, 100)], transitions: [] }],
  subtitleTracks: [],
  markers: [],
  warnings: [],
});

describe("shots", () => {
  it("are all picture segments of one name, timed by the bottom-most, left-most of them", () => {
    const cut = sequence(
      [segment("bg", "sh020", 40, 60), segment("bg late", "sh020", 70, 80), segment("a", "sh010", 80, 90)],
      [segment("fg", "sh020", 10, 50), segment("b", "sh030", 50, 55)],
    );
    expect(
      shotsOf(cut).map(({ name, primary, record, segments }) => [
        name,
        primary.track.id,
        record,
        segments.map(({ track, segment }) => `${track.id} ${segment.id}`),
      ]),
    ).toEqual([
      ["sh020", "V1", { start: 40, end: 60 }, ["V1 bg", "V1 bg late", "V2 fg"]],
      ["sh030", "V2", { start: 50, end: 55 }, ["V2 b"]],
      ["sh010", "V1", { start: 80, end: 90 }, ["V1 a"]],
    ]);
    expect(shotNames(cut)).toEqual(["sh020", "sh030", "sh010"]);
  });

  it("leaves out disabled segments and those without a shot name", () => {
    const cut = sequence([
      segment("off", "sh010", 0, 10, false),
      segment("on", "sh010", 10, 20),
      segment("x", "", 20, 30),
    ]);
    expect(shotsOf(cut).map(({ name, record }) => [name, record.start])).toEqual([["sh010", 10]]);
    expect(shotsOf(sequence([segment("x", "", 0, 10)]))).toEqual([]);
  });
});
