import { describe, expect, it } from "vitest";
import { CressetError } from "../../errors.ts";
import { rate } from "../../time/rate.ts";
import { rational } from "../../time/rational.ts";
import type { Sequence } from "../sequence.ts";
import { readOtio } from "./otio-reader.ts";

type Json = Record<string, unknown>;
const time = (value: number, at: number): Json => ({ OTIO_SCHEMA: "RationalTime.1", rate: at, value });
const range = (start: number, duration: number, at: number): Json => ({
  OTIO_SCHEMA: "TimeRange.1",
  duration: time(duration, at),
  start_time: time(start, at),
});
const clip = (source_range: Json | null, more: Json = {}): Json => ({
  OTIO_SCHEMA: "Clip.1",
  name: "plate",
  source_range,
  ...more,
});
const media = (available_range: Json | null): Json => ({
  OTIO_SCHEMA: "ExternalReference.1",
  target_url: "/mnt/plate.mov",
  available_range,
});
const track = (children: readonly Json[], more: Json = {}): Json => ({
  OTIO_SCHEMA: "Track.1",
  kind: "Video",
  name: "V",
  children,
  ...more,
});
const stack = (children: readonly Json[], more: Json = {}): Json => ({ OTIO_SCHEMA: "Stack.1", children, ...more });
const timeline = (tracks: readonly Json[], more: Json = {}): Json => ({
  OTIO_SCHEMA: "Timeline.1",
  name: "cut",
  tracks: stack(tracks),
  ...more,
});
const read = (otio: Json) => readOtio(JSON.stringify(otio, null, 1), "cut.otio");
const sequenceOf = (otio: Json): Sequence => read(otio).sequences[0]!;
const segmentsOf = (otio: Json) => sequenceOf(otio).videoTracks[0]!.segments;
const codesOf = (otio: Json) => sequenceOf(otio).warnings.map(({ code }) => code);

describe("record times", () => {
  it("do not drift: each of 1,800 cuts lies on the frame nearest to its exact time, at rates that never meet", () => {
    const lengths = Array.from({ length: 1800 }, (_, index) => 2 + ((index * 7) % 90));
    const cut = timeline([track(lengths.map((length) => clip(range(0, length, 29.97))))], {
      global_start_time: time(0, 25),
    });
    let frames = 0;
    const wanted = lengths.map((length) => {
      const start = frames;
      frames += length;
      return [start, frames].map((at) => Math.floor((at * 1001 * 25 * 2 + 30_000) / 60_000));
    });
    expect(segmentsOf(cut).map(({ record }) => [record.start, record.end])).toEqual(wanted);
    expect(sequenceOf(cut).duration).toBe(wanted.at(-1)![1]);
  });

  it.each([23.976, 23.98, 23.97602397602398, 23.976023976])("counts one frame per frame at %f, hours long", (at) => {
    const day = timeline([track([clip(range(0, 86_400, at)), clip(range(86_400, 1, at))])], {
      global_start_time: time(86_400, at),
    });
    expect(sequenceOf(day)).toMatchObject({
      rate: rate(24_000, 1001),
      startFrame: 86_400,
      duration: 86_401,
      warnings: [],
    });
    expect(segmentsOf(day)[1]).toMatchObject({ record: { start: 86_400, end: 86_401 }, sourceIn: rational(86_400) });
  });

  it("takes frames that another program computed in floats as the frames they are", () => {
    const [segment] = segmentsOf(timeline([track([clip(range(1000.000_000_000_1, 47.999_999_999, 24))])]));
    expect(segment).toMatchObject({ record: { start: 0, end: 48 }, sourceIn: rational(1000) });
  });

  it("keeps a start time that is counted at 24 as timecode over items at 23.976, and says so", () => {
    const cut = timeline([track([clip(range(0, 1000, 23.976))])], { global_start_time: time(86_400, 24) });
    expect(sequenceOf(cut)).toMatchObject({ rate: rate(24_000, 1001), startFrame: 86_400, duration: 1000 });
    expect(codesOf(cut)).toEqual(["rate-mismatch"]);
  });

  it("converts a start time that is counted in seconds", () => {
    const cut = timeline([track([clip(range(0, 10, 25))])], { global_start_time: time(3600, 1) });
    expect(sequenceOf(cut)).toMatchObject({ rate: rate(25), startFrame: 90_000 });
  });

  it("shows what the range of the tracks' stack shows, and no frame more", () => {
    const cut = {
      ...timeline([]),
      tracks: stack([track([clip(range(0, 50, 24))])], { source_range: range(10, 20, 24) }),
    };
    expect(sequenceOf(cut)).toMatchObject({ duration: 20 });
    expect(segmentsOf(cut)[0]).toMatchObject({ record: { start: 0, end: 20 }, sourceIn: rational(10) });
  });

  it("is 24 where nothing says a rate, and says so", () => {
    expect(sequenceOf(timeline([track([])]))).toMatchObject({ rate: rate(24), duration: 0 });
    expect(codesOf(timeline([track([])]))).toEqual(["unknown-rate"]);
  });
});

describe("source times", () => {
  it("are the whole available range where the cut names none", () => {
    const cut = timeline([track([clip(null, { media_reference: media(range(86_400, 120, 24)) })])]);
    expect(segmentsOf(cut)[0]).toMatchObject({
      record: { start: 0, end: 120 },
      sourceIn: rational(86_400),
      source: { available: { start: 86_400, end: 86_520 } },
    });
  });

  it("are counted at the media's rate, converted exactly", () => {
    const cut = timeline([track([clip(range(1, 25, 25), { media_reference: media(range(0, 240, 24)) })])]);
    expect(segmentsOf(cut)[0]).toMatchObject({ sourceIn: rational(24, 25), sourceRate: rate(24) });
  });

  it("follow a clip that is played backwards inside a trimmed and retimed stack to the frame", () => {
    const backwards = clip(range(100, 40, 24), { effects: [{ OTIO_SCHEMA: "LinearTimeWarp.1", time_scalar: -1 }] });
    const twice = [{ OTIO_SCHEMA: "LinearTimeWarp.1", time_scalar: 2 }];
    const nested = stack([track([backwards])], { source_range: range(10, 10, 24), effects: twice });
    // Backwards from 139; ten frames in, 129; then every second frame.
    expect(segmentsOf(timeline([track([nested])]))[0]).toMatchObject({
      record: { start: 0, end: 10 },
      sourceIn: rational(129),
      speed: rational(-2),
    });
  });

  it("hold the frame that a frozen stack shows, also one that is played backwards in it", () => {
    const backwards = clip(range(100, 40, 24), { effects: [{ OTIO_SCHEMA: "LinearTimeWarp.1", time_scalar: -1 }] });
    const held = stack([track([backwards])], {
      source_range: range(5, 20, 24),
      effects: [{ OTIO_SCHEMA: "FreezeFrame.1" }],
    });
    expect(segmentsOf(timeline([track([held])]))[0]).toMatchObject({ sourceIn: rational(134), speed: rational(0) });
  });
});

describe("what an OTIO file may hold", () => {
  const one = clip(range(0, 24, 24));
  it.each<[string, Json, number]>([
    ["a timeline", timeline([track([one])]), 1],
    ["a stack", stack([track([one])]), 1],
    ["a track", track([one]), 1],
    ["a clip", one, 1],
    ["clips in a collection", { OTIO_SCHEMA: "SerializableCollection.1", children: [one, one] }, 2],
    [
      "timelines beside a bin",
      { OTIO_SCHEMA: "SerializableCollection.1", children: [timeline([]), one, timeline([])] },
      2,
    ],
    [
      "collections in a collection",
      {
        OTIO_SCHEMA: "SerializableCollection.1",
        children: [{ OTIO_SCHEMA: "SerializableCollection.1", children: [timeline([])] }],
      },
      1,
    ],
    ["clips beside a gap", { OTIO_SCHEMA: "SerializableCollection.1", children: [one, { OTIO_SCHEMA: "Gap.1" }] }, 1],
    ["something unknown", { OTIO_SCHEMA: "Storyboard.1" }, 0],
    ["a gap", { OTIO_SCHEMA: "Gap.1" }, 0],
  ])("%s", (_, otio, count) => {
    const { sequences } = read(otio);
    expect(sequences).toHaveLength(count);
    for (const sequence of sequences.filter(({ videoTracks }) => videoTracks.length > 0))
      expect(sequence).toMatchObject({
        duration: 24,
        videoTracks: [{ segments: [{ name: "plate", record: { start: 0, end: 24 } }] }],
      });
  });

  it("a name, or none that a file could be called by", () => {
    const names = ["reel 1", "", "   "].map((name) => read(timeline([], { name })).sequences[0]!.name);
    expect(names).toEqual(["reel 1", "cut", "cut"]);
  });

  it("an object that stands elsewhere in the file", () => {
    const cut = timeline([
      track([
        { ...one, OTIO_REF_ID: "Clip-1" },
        { OTIO_SCHEMA: "SerializableObjectRef.1", id: "Clip-1" },
      ]),
    ]);
    expect(segmentsOf(cut).map(({ id, record }) => [id, record.start])).toEqual([
      ["V1.1", 0],
      ["V1.2", 24],
    ]);
  });

  it("tracks that are switched off: their segments are kept, disabled", () => {
    expect(segmentsOf(timeline([track([one], { enabled: false })]))).toMatchObject([{ enabled: false }]);
  });

  it("the same id twice: the second gets one of its own, and no made id takes a written one", () => {
    const named = { ...one, metadata: { cresset: { id: "V1.1" } } };
    expect(segmentsOf(timeline([track([one, named, named])])).map(({ id }) => id)).toEqual(["V1.1b", "V1.1", "V1.3"]);
  });

  it.each<[string, Json]>([
    ["ours", { cresset: { shotName: "sh010" }, other: { shot: "sh999" } }],
    ["shot", { shot: "sh010" }],
    ["a tool's shot_name", { colour: { lut: "x" }, ftrack: { shot_name: "sh010" } }],
    ["a tool's Shot Name", { tool: { "Shot Name": " sh010 " } }],
  ])("a shot name: %s", (_, metadata) => {
    expect(segmentsOf(timeline([track([{ ...one, metadata }])]))[0]!.shotName).toBe("sh010");
  });
  it("no shot name, though the clip has a name", () => {
    expect(
      segmentsOf(timeline([track([{ ...one, metadata: { tool: { deep: { shot: "sh010" } } } }])]))[0]!.shotName,
    ).toBe("");
  });
  it.each<[string, Json]>([
    ["the clip's cmx_3600.reel", { metadata: { cmx_3600: { reel: "A001" } } }],
    ["the clip's Tape ID", { metadata: { "Tape ID": "A001" } }],
    ["the media's tape", { media_reference: { ...media(null), metadata: { tool: { tape: "A001" } } } }],
  ])("a tape name: %s", (_, more) => {
    expect(segmentsOf(timeline([track([{ ...one, ...more }])]))[0]!.source.tapeName).toBe("A001");
  });
});

describe("a source range with parts of frames", () => {
  it("is said, for pictures and where Cresset has not noted the exact frame", () => {
    const cut = (kind: string, more: Json = {}) => timeline([track([clip(range(10.25, 24.5, 24), more)], { kind })]);
    const [warning, ...others] = sequenceOf(cut("Video")).warnings;
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: "fractional-range", place: "track V1, item 1" });
    expect(warning!.message).toContain('"plate" begins at frame 10.25 and is 24.5 frames long');
    // Sound is cut finer than pictures.
    expect(codesOf(cut("Audio"))).toEqual([]);
    const noted = timeline([
      track([
        clip(range(10.25, 24, 24), { metadata: { cresset: { version: 1, sourceIn: "41/4", sourceRate: "24" } } }),
      ]),
    ]);
    expect(codesOf(noted)).toEqual([]);
  });
});

describe("bad OTIO", () => {
  it.each<[string, string, RegExp]>([
    ["nothing", "", /^cut\.otio is empty/],
    ["no JSON", "TITLE: cut\n001 AX V C", /^cut\.otio, line 1, column 1: expected a JSON value, got "TITLE"/],
    ["a file that ends too early", '{"OTIO_SCHEMA": "Timeline.1",\n', /line 2, column 1: expected a key in quotes/],
    ["JSON that is no OTIO", '{"a": 1}', /is JSON but not OTIO: expected a top object with an "OTIO_SCHEMA"/],
    ["a list", "[1]", /is JSON but not OTIO/],
    [
      "a clip of unknown length",
      JSON.stringify(timeline([track([clip(null, { name: "sh010" })])]), null, 1),
      /line \d+: expected the clip "sh010" \(track V1, item 1\) to have a "source_range"/,
    ],
    [
      "a time that is none",
      JSON.stringify(timeline([track([clip(range(0, 7, 24))])])["tracks"], null, 1).replace(
        '"value": 7',
        '"value": NaN',
      ),
      /line \d+: expected "value" to be a finite number, got NaN/,
    ],
    ["a rate of 0", JSON.stringify(clip(range(0, 7, 0))), /expected "rate" to be a number above 0, got 0/],
    [
      "a length below 0",
      JSON.stringify(clip(range(0, -7, 24))),
      /expected "value" to be 0 or more \(the "duration" of "source_range"\), got -7/,
    ],
    ["children that are none", JSON.stringify(stack([])).replace("[]", "7"), /expected "children" to be a list, got 7/],
    ["a child that is none", JSON.stringify(track([{ a: 1 }])), /expected "children" to be a list of objects with an/],
    [
      "a speed that is none",
      JSON.stringify(clip(range(0, 1, 24), { effects: [{ OTIO_SCHEMA: "LinearTimeWarp.1", time_scalar: "x" }] })),
      /expected "time_scalar" to be a finite number, got "x"/,
    ],
    [
      "an object that is nowhere",
      JSON.stringify(track([{ OTIO_SCHEMA: "SerializableObjectRef.1", id: "Clip-9" }])),
      /expected "id" to be the OTIO_REF_ID of an object of this file, got "Clip-9"/,
    ],
    [
      "a stack that holds itself",
      JSON.stringify({ ...stack([{ OTIO_SCHEMA: "SerializableObjectRef.1", id: "S" }]), OTIO_REF_ID: "S" }),
      /expected at most 100 items inside each other/,
    ],
  ])("%s is refused with the file, the place and what was expected", (_, text, message) => {
    const error = refusalOf(text);
    expect(error).toBeInstanceOf(CressetError);
    expect(error).toMatchObject({ code: "bad-input", message: expect.stringMatching(message) as string });
    expect(error).toMatchObject({ message: expect.stringMatching(/^cut\.otio/) as string });
  });
});

describe("a collection of timelines", () => {
  it("tells each of the warnings that are about it, and of those that are about none", () => {
    const strange = (version: number): Json => ({ OTIO_SCHEMA: `Hologram.${version}`, name: "odd" });
    const shared = { OTIO_SCHEMA: "Hologram.3", OTIO_REF_ID: "H", name: "shared" };
    const refers: Json = { OTIO_SCHEMA: "SerializableObjectRef.1", id: "H" };
    const cut = (name: string, ...more: Json[]) => timeline([track([clip(range(0, 7, 24)), ...more])], { name });
    const collection = (...children: Json[]): Json => ({ OTIO_SCHEMA: "SerializableCollection.1", children });
    const told = (...children: Json[]) =>
      read(collection(...children)).sequences.map(({ warnings }) =>
        warnings.flatMap(({ message }) => /Hologram\.\d/.exec(message)?.[0] ?? []),
      );
    expect(told(cut("sound"), cut("odd", strange(7)))).toEqual([[], ["Hologram.7"]]);
    expect(told(cut("a", shared), cut("b", refers), cut("c"))).toEqual([["Hologram.3"], ["Hologram.3"], []]);
    expect(told(cut("a"), strange(9), cut("b"))).toEqual([["Hologram.9"], ["Hologram.9"]]);
  });

  it("tells what else it holds, which becomes no sequence", () => {
    const children: Json[] = [
      timeline([]),
      clip(range(0, 7, 24), { name: "l1" }),
      track([], { name: "tk" }),
      { OTIO_SCHEMA: "SerializableCollection.1", children: [timeline([]), { OTIO_SCHEMA: "Gap.1" }] },
    ];
    const { sequences } = read({ OTIO_SCHEMA: "SerializableCollection.1", children });
    expect(sequences.map(({ warnings }) => warnings[0])).toMatchObject(
      [1, 2].map(() => ({
        code: "left-out",
        message: expect.stringMatching(/Left out: Clip "l1", Track "tk", Gap ""$/) as string,
      })),
    );
  });
});

function refusalOf(text: string): unknown {
  try {
    return readOtio(text, "cut.otio");
  } catch (error) {
    return error;
  }
}
