import { describe, expect, it } from "vitest";
import { rate } from "../../time/rate.ts";
import { rational } from "../../time/rational.ts";
import { parseTimecode } from "../../time/timecode.ts";
import type { Segment, Sequence, SourceReference, Track } from "../sequence.ts";
import { readEdl } from "./edl-reader.ts";
import { writeEdl } from "./edl-writer.ts";

describe("writing an EDL", () => {
  it("puts a dissolve at its start, links picture and sound, and notes what a line has no room for", () => {
    const { text, warnings } = writeEdl(cut);
    expect(warnings).toEqual([]);
    expect(text).toBe(`TITLE: Reel 1
FCM: NON-DROP FRAME

001  A001C001 B     C        10:00:00:00 10:00:01:21 01:00:00:00 01:00:01:21
* FROM CLIP NAME: kitchen
* SHOT: sh010
* clean the window
* LOC: 01:00:01:00 RED     dust: top left
002  A001C001 V     C        10:00:01:21 10:00:01:21 01:00:01:21 01:00:01:21
002  a_tape_with_a_name_longer_than_t V     D    010 20:00:00:20 20:00:02:04 01:00:01:21 01:00:04:14
M2   a_tape_with_a_name_longer_than_t    012.5                20:00:00:20
* FROM CLIP NAME: kitchen
* TO CLIP NAME: garden
* SOURCE FILE: /media/garden.mov
* FINAL CUT PRO REEL: a tape with a name longer than thirty-two letters REPLACED BY: a_tape_with_a_name_longer_than_t
003  a_tape_with_a_name_longer_than_t V     C        20:00:02:04 20:00:02:04 01:00:04:14 01:00:04:14
003  BL       V     W003 010 00:00:00:00 00:00:00:10 01:00:04:14 01:00:04:24
M2   a_tape_with_a_name_longer_than_t    012.5                20:00:02:04
* FROM CLIP NAME: garden
* FINAL CUT PRO REEL: a tape with a name longer than thirty-two letters REPLACED BY: a_tape_with_a_name_longer_than_t
`);
  });

  it("holds to eight letters of a tape name for machines that need it, each tape its own", () => {
    const tapes = ["TAPE_LONG_1", "tape_long_2", "TAPE_LON", "BL"];
    const segments = tapes.map((tapeName, index) => ({
      ...kitchen,
      id: tapeName,
      record: { start: index, end: index + 1 },
      source: { clipName: "", tapeName },
    }));
    const { text } = writeEdl(
      { ...cut, videoTracks: [{ ...picture, segments, transitions: [] }], audioTracks: [] },
      { tapeNameLength: 8 },
    );
    expect(text.match(/(?<=^\d{3} {2})\S+/gm)).toEqual(["TAPE_LO2", "tape_lo3", "TAPE_LON", "BL_"]);
    const read = readEdl(text, "cut.edl", { rate: rate(25) });
    expect(read.videoTracks[0]!.segments.map(({ source }) => source.tapeName)).toEqual(tapes);
  });

  it("lists what it leaves out or holds only nearly", () => {
    const { text, warnings } = writeEdl({
      ...cut,
      videoTracks: [
        {
          ...picture,
          segments: [
            { ...kitchen, sourceIn: rational(21, 2) },
            { ...garden, enabled: false },
          ],
          transitions: [],
        },
        { id: "V2", name: "titles", segments: [kitchen], transitions: [] },
      ],
      subtitleTracks: [{ id: "S1", name: "en", cues: [] }],
      audioTracks: [
        {
          id: "A1",
          name: "A1",
          segments: [{ ...kitchen, id: "A1.1", speed: rational(1, 7), sourceRate: rate(24) }],
          transitions: [],
        },
      ],
    });
    expect(text.match(/^\d{3}.*$/gm)).toEqual([
      "001  A001C001 V     C        00:00:00:10 00:00:02:10 01:00:00:00 01:00:02:00",
      "002  A001C001 A     C        10:25:00:00 10:25:00:07 01:00:00:00 01:00:02:00",
    ]);
    expect(warnings.map(({ code, place }) => `${code}, ${place}`)).toEqual([
      "track-left-out, track V2",
      "track-left-out, track S1",
      "segment-left-out, track V1, item 2",
      "source-rounded, track V1, item 1",
      "mixed-rate, track V1, item 1",
      "speed-rounded, track V1, item 1",
    ]);
  });

  it("writes each source's timecode in its own frame code mode, and says where that changes", () => {
    const ntsc = rate(30_000, 1001);
    const play = (start: number, label: string, source: Partial<SourceReference>, more: Partial<Segment> = {}) => ({
      ...kitchen,
      id: label,
      comment: "",
      shotName: "",
      record: { start, end: start + 30 },
      source: { clipName: "", tapeName: "A001", ...source },
      sourceIn: rational(parseTimecode(label, more.sourceRate ?? ntsc).frame),
      sourceRate: ntsc,
      ...more,
    });
    const segments = [
      play(0, "01:00:00:00", { dropFrame: false }),
      play(30, "01:00:10;00", { dropFrame: true }),
      play(60, "01:00:20;00", {}),
      // A source at a rate that has no drop frame keeps its label.
      play(90, "01:00:30:00", {}, { sourceRate: rate(24) }),
    ];
    const start = parseTimecode("01:00:00;00", ntsc).frame;
    const written = (dropFrame: boolean) =>
      writeEdl({
        ...cut,
        rate: ntsc,
        startFrame: start,
        dropFrame,
        videoTracks: [{ ...picture, segments, transitions: [] }],
        audioTracks: [],
        markers: [],
      }).text.match(/^(?:FCM|\d{3}).*$/gm);
    expect(written(true)).toEqual([
      "FCM: DROP FRAME",
      "FCM: NON-DROP FRAME",
      "001  A001     V     C        01:00:00:00 01:00:01:00 01:00:00;00 01:00:01;00",
      "FCM: DROP FRAME",
      "002  A001     V     C        01:00:10;00 01:00:11;00 01:00:01;00 01:00:02;00",
      "003  A001     V     C        01:00:20;00 01:00:21;00 01:00:02;00 01:00:03;00",
      "FCM: NON-DROP FRAME",
      "004  A001     V     C        01:00:30:00 01:00:31:00 01:00:03;00 01:00:04;00",
    ]);
    expect(written(false)?.slice(0, 4)).toEqual([
      "FCM: NON-DROP FRAME",
      "001  A001     V     C        01:00:00:00 01:00:01:00 00:59:56:12 00:59:57:12",
      "FCM: DROP FRAME",
      "002  A001     V     C        01:00:10;00 01:00:11;00 00:59:57:12 00:59:58:12",
    ]);
  });

  it("says where sound plays other channels of its source than the track's number means", () => {
    const sound = (id: string, audioChannels: readonly number[]): Track => ({
      id,
      name: id,
      segments: [{ ...kitchen, id: `${id}.1`, source: { ...kitchen.source, audioChannels } }],
      transitions: [],
    });
    const { warnings } = writeEdl({ ...cut, audioTracks: [sound("A1", [0]), sound("A2", [0]), sound("A3", [2, 3])] });
    expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'sound-channels: "kitchen" plays other channels of its source on A2 than the one of that number, which is what an EDL means.',
      'sound-channels: "kitchen" plays other channels of its source on A3 than the one of that number, which is what an EDL means.',
    ]);
  });

  it("writes the track that is asked for", () => {
    const titles = { id: "V2", name: "titles", segments: [garden], transitions: [] };
    const layered = { ...cut, videoTracks: [picture, titles] };
    expect(writeEdl(layered, { trackId: "V2", audio: false, title: "Titles" }).text).toContain("TITLE: Titles");
    expect(writeEdl(layered, { trackId: "V2", audio: false }).text.match(/^\d{3}/gm)).toHaveLength(1);
    expect(() => writeEdl(layered, { trackId: "V9" })).toThrow(
      'Expected one of the video tracks V1, V2 for the EDL, got "V9".',
    );
  });
});

const kitchen: Segment = {
  id: "V1.1",
  name: "kitchen",
  shotName: "sh010",
  comment: "clean the window",
  record: { start: 0, end: 50 },
  source: { clipName: "kitchen", tapeName: "A001C001" },
  sourceIn: rational(900_000),
  sourceRate: rate(25),
  speed: rational(1),
  enabled: true,
  markers: [],
  place: "track V1, item 1",
};
const garden: Segment = {
  ...kitchen,
  id: "V1.2",
  name: "garden",
  shotName: "",
  comment: "",
  record: { start: 50, end: 119 },
  source: {
    clipName: "garden",
    tapeName: "a tape with a name longer than thirty-two letters",
    path: "/media/garden.mov",
  },
  sourceIn: rational(1_800_022, 1),
  speed: rational(1, 2),
  place: "track V1, item 2",
};
/** A dissolve over its cut, as OTIO has it, and a wipe to black. */
const picture: Track = {
  id: "V1",
  name: "picture",
  segments: [kitchen, garden],
  transitions: [
    { kind: "dissolve", record: { start: 46, end: 56 }, fromSegmentId: "V1.1", toSegmentId: "V1.2", place: "" },
    { kind: "wipe", wipeCode: 3, record: { start: 114, end: 124 }, fromSegmentId: "V1.2", place: "" },
  ],
};
const cut: Sequence = {
  name: "Reel 1",
  rate: rate(25),
  startFrame: 90_000,
  dropFrame: false,
  duration: 124,
  videoTracks: [picture],
  audioTracks: [
    { id: "A1", name: "sound", segments: [{ ...kitchen, id: "A1.1", record: { start: 0, end: 46 } }], transitions: [] },
  ],
  subtitleTracks: [],
  markers: [{ name: "dust", frame: 25, duration: 1, colour: "red", comment: "top left" }],
  warnings: [],
};
