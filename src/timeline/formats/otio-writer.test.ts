import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rate, rate, sameRate } from "../../time/rate.ts";
import { type Rational, rational } from "../../time/rational.ts";
import type { Marker, Segment, Sequence, Track, Transition } from "../sequence.ts";
import { readOtio } from "./otio-reader.ts";
import { writeOtio } from "./otio-writer.ts";

const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 12 }), fc.constantFrom("", "sh010", "Küste 02"));
const anyRate = fc.constantFrom<Rate>(
  rate(24_000, 1001),
  rate(24),
  rate(25),
  rate(30_000, 1001),
  rate(30),
  rate(50),
  rate(60_000, 1001),
  rate(60),
  rate(12_500, 1000),
  rate(100, 3),
);
const speed = fc.oneof(
  fc.constantFrom(
    rational(1),
    rational(-1),
    rational(0),
    rational(2),
    rational(-1, 2),
    rational(1, 3),
    rational(-7, 3),
  ),
  fc.tuple(fc.integer({ min: -400, max: 400 }), fc.integer({ min: 1, max: 100 })).map(([n, d]) => rational(n, d)),
);
const marker: fc.Arbitrary<Marker> = fc.record({
  name: text,
  frame: fc.nat(100_000),
  duration: fc.nat(100),
  colour: fc.constantFrom("RED", "GREEN", ""),
  comment: text,
});
const frames = fc
  .record({ first: fc.nat(2000), last: fc.nat(2000), padding: fc.nat(6) })
  .map(({ first, last, padding }) => ({
    first: Math.min(first, last),
    last: Math.max(first, last),
    padding,
  }));
const path = fc.constantFrom(
  "/mnt/a b/c#1 100%.mov",
  "relative/ä.mov",
  "C:/x/y.mxf",
  "//server/share/z.mov",
  "s3://b/k.mov",
);
const source = fc
  .record({
    clipName: text,
    tapeName: text,
    media: fc.oneof(
      fc.constant({}),
      path.map((file) => ({ path: file })),
      frames.map((range) => ({ path: `/seq/a b/sh_%0${range.padding}d.exr`.replace("%00d", "%d"), frames: range })),
      frames.map((range) => ({ path: "/seq/all.mov", frames: range })),
      fc.constant({ generator: "black" as const }),
    ),
    available: fc.option(fc.tuple(fc.nat(100_000), fc.nat(5000)), { nil: undefined }),
  })
  .map(({ clipName, tapeName, media, available }) => ({
    clipName,
    tapeName,
    ...media,
    ...(available === undefined ? {} : { available: { start: available[0], end: available[0] + available[1] } }),
  }));
const part = fc.record({
  gap: fc.constantFrom(0, 0, 0, 1, 10),
  length: fc.integer({ min: 1, max: 300 }),
  before: fc.nat(8),
  after: fc.nat(8),
  wipe: fc.option(fc.integer({ min: 0, max: 999 }), { nil: undefined }),
  segment: fc.record({
    name: text,
    shotName: text,
    comment: text,
    source,
    sourceIn: fc
      .tuple(fc.integer({ min: 0, max: 2_000_000 }), fc.constantFrom(1, 1, 1, 2, 3, 1001))
      .map(([n, d]) => rational(n, d)),
    sourceRate: anyRate,
    speed,
    enabled: fc.boolean(),
    markers: fc.array(marker, { maxLength: 2 }),
  }),
});

/** Segments in order with gaps, and dissolves and wipes where there is room for them. */
function trackOf(id: string, parts: readonly (typeof part extends fc.Arbitrary<infer P> ? P : never)[]): Track {
  const segments: Segment[] = [];
  const transitions: Transition[] = [];
  let at = 0;
  let room = 0;
  for (const [index, { gap, length, before, after, wipe, segment }] of parts.entries()) {
    const start = at + gap;
    const fromId = gap === 0 ? segments.at(-1)?.id : undefined;
    const free = gap === 0 ? room : gap;
    segments.push({ ...segment, id: `${id}-${index}`, record: { start, end: start + length }, place: "" });
    const record = { start: start - Math.min(before, free), end: start + Math.min(after, length) };
    room = length;
    if (record.end > record.start) {
      transitions.push({
        ...(wipe === undefined ? { kind: "dissolve" as const } : { kind: "wipe" as const, wipeCode: wipe }),
        record,
        ...(fromId === undefined ? {} : { fromSegmentId: fromId }),
        toSegmentId: `${id}-${index}`,
        place: "",
      });
      room = start + length - record.end;
    }
    at = start + length;
  }
  return { id, name: `track ${id}`, segments, transitions };
}

const anySequence: fc.Arbitrary<Sequence> = fc
  .record({
    // A name of blanks is none: what is read takes the file's.
    name: fc.string({ minLength: 1, maxLength: 10 }).filter((name) => name.trim() !== ""),
    rate: anyRate,
    startFrame: fc.nat(2_000_000),
    dropFrame: fc.boolean(),
    video: fc.array(fc.array(part, { maxLength: 5 }), { maxLength: 3 }),
    audio: fc.array(fc.array(part, { maxLength: 3 }), { maxLength: 2 }),
    tail: fc.nat(20),
    markers: fc.array(marker, { maxLength: 2 }),
    size: fc.option(fc.constant({ width: 1920, height: 1080 }), { nil: undefined }),
    cue: fc.option(fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), text), { nil: undefined }),
  })
  .map(({ video, audio, tail, dropFrame, size, cue, ...rest }) => {
    const videoTracks = video.map((parts, index) => trackOf(`V${index + 1}`, parts));
    const audioTracks = audio.map((parts, index) => trackOf(`A${index + 1}`, parts));
    const ends = [...videoTracks, ...audioTracks].map(({ segments }) => segments.at(-1)?.record.end ?? 0);
    const drops = sameRate(rest.rate, rate(30_000, 1001)) || sameRate(rest.rate, rate(60_000, 1001));
    return {
      ...rest,
      dropFrame: dropFrame && drops,
      duration: ends.length === 0 ? 0 : Math.max(...ends) + tail,
      videoTracks,
      audioTracks,
      subtitleTracks:
        cue === undefined
          ? []
          : [
              {
                id: "S1",
                name: "English",
                cues: [{ start: rational(cue[0], 3), end: rational(cue[0] + cue[1], 3), text: cue[2] }],
              },
            ],
      warnings: [],
      ...(size === undefined ? {} : { size }),
    };
  });

const comparable = (sequence: Sequence): unknown =>
  JSON.parse(
    JSON.stringify({ ...sequence, warnings: [], origin: undefined }, (key, value: unknown) =>
      key === "place" ? "" : typeof value === "bigint" ? String(value) : value,
    ),
  );
const readBack = (otio: string): Sequence => readOtio(otio, "back.otio").sequences[0]!;
const segmentOf = (sequence: Sequence): Segment => sequence.videoTracks[0]!.segments[0]!;

const one = (changes: Partial<Segment> & { readonly frames?: number }, at: Rate = rate(24)): Sequence => ({
  name: "one",
  rate: at,
  startFrame: 86_400,
  dropFrame: false,
  duration: changes.frames ?? 48,
  videoTracks: [
    {
      id: "V1",
      name: "V1",
      segments: [
        {
          id: "seg",
          name: "plate",
          shotName: "sh010",
          comment: "",
          record: { start: 0, end: changes.frames ?? 48 },
          source: {
            clipName: "plate",
            tapeName: "A001",
            path: "/mnt/plate.mov",
            available: { start: 1000, end: 2000 },
          },
          sourceIn: rational(1100),
          sourceRate: rate(24),
          speed: rational(1),
          enabled: true,
          markers: [{ name: "look", frame: 1110, duration: 1, colour: "RED", comment: "" }],
          place: "",
          ...changes,
        },
      ],
      transitions: [],
    },
  ],
  audioTracks: [],
  subtitleTracks: [],
  markers: [],
  warnings: [],
});
const rangeOf = (otio: string) => {
  const { tracks } = JSON.parse(otio) as { tracks: { children: { children: { source_range: unknown }[] }[] } };
  const range = tracks.children[0]!.children[0]!.source_range as Record<
    "start_time" | "duration",
    { value: number; rate: number }
  >;
  return [range.start_time.value, range.start_time.rate, range.duration.value, range.duration.rate];
};

describe("writing OTIO", () => {
  it("reads back as an equal sequence: exact positions, speeds, dissolves, gaps, media, markers, subtitles", () => {
    fc.assert(
      fc.property(anySequence, (sequence) => {
        const back = readBack(writeOtio(sequence));
        expect(comparable(back)).toEqual(comparable(sequence));
        expect(writeOtio(back)).toBe(writeOtio(sequence));
      }),
      { numRuns: 150 },
    );
  });

  it.each<[string, Rational, number]>([
    ["forwards", rational(1), 1100],
    ["backwards: OTIO's range starts at its earliest frame", rational(-1), 1053],
    ["twice as fast", rational(2), 1100],
    ["twice as fast backwards", rational(-2), 1005],
    ["held", rational(0), 1100],
  ])("says what other programs expect of a clip that plays %s", (_, speed, start) => {
    expect(rangeOf(writeOtio(one({ speed })))).toEqual([start, 24, 48, 24]);
  });

  it("counts the start at the source's rate and the length at the sequence's, so that both are whole", () => {
    expect(rangeOf(writeOtio(one({ sourceRate: rate(30_000, 1001) })))).toEqual([1100, 30_000 / 1001, 48, 24]);
  });

  it("points to exported files instead of the source: a movie with the retime in it, a file sequence", () => {
    const movie = readBack(
      writeOtio(one({ speed: rational(2) }), {
        media: new Map([
          [
            "seg",
            {
              path: "/out/sh010_v001.mov",
              availableStart: 1092,
              availableDuration: 64,
              rate: rate(24),
              sourceIn: 1100,
            },
          ],
        ]),
      }),
    );
    expect(segmentOf(movie)).toMatchObject({
      source: { path: "/out/sh010_v001.mov", tapeName: "A001", available: { start: 1092, end: 1156 } },
      sourceIn: rational(1100),
      speed: rational(1),
      shotName: "sh010",
    });
    const otio = writeOtio(one({}), {
      media: new Map([
        [
          "seg",
          {
            path: "/out/sh010/sh010.%04d.exr",
            frames: { first: 993, last: 1056, padding: 4 },
            availableStart: 1092,
            availableDuration: 64,
            rate: rate(24),
          },
        ],
      ]),
    });
    expect(otio).toContain('"OTIO_SCHEMA": "ImageSequenceReference.1"');
    expect(otio).toContain('"target_url_base": "file:///out/sh010/"');
    expect(segmentOf(readBack(otio))).toMatchObject({
      source: { path: "/out/sh010/sh010.%04d.exr", frames: { first: 993, last: 1056, padding: 4 } },
      sourceIn: rational(1100),
      markers: [{ frame: 1110 }],
    });
  });

  it("believes a change that another program made more than its own notes", () => {
    const otio = writeOtio(one({ speed: rational(1, 3), sourceIn: rational(3301, 3) }));
    expect(segmentOf(readBack(otio))).toMatchObject({ speed: rational(1, 3), sourceIn: rational(3301, 3) });
    const changed = otio.replace(/"time_scalar": [\d.]+/, '"time_scalar": 0.5').replace(/1100\.3+\d*/, "1200.0");
    expect(segmentOf(readBack(changed))).toMatchObject({ speed: rational(1, 2), sourceIn: rational(1200) });
  });
});
