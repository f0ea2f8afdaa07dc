import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CressetError } from "../../errors.ts";
import { allowsDropFrame, rate, type Rate } from "../../time/rate.ts";
import { compare, type Rational, rational } from "../../time/rational.ts";
import type { Segment, Sequence, SourceReference, Track, Transition } from "../sequence.ts";
import { readEdl } from "./edl-reader.ts";
import { writeEdl } from "./edl-writer.ts";

const rates: readonly (readonly [Rate, boolean])[] = [
  [rate(24_000, 1001), false],
  [rate(24), false],
  [rate(25), false],
  [rate(30_000, 1001), false],
  [rate(30_000, 1001), true],
  [rate(30), false],
  [rate(50), false],
  [rate(60_000, 1001), false],
  [rate(60_000, 1001), true],
  [rate(60), false],
];

/** Names as artists give them, without what a line of text cannot hold. */
const word = fc.stringMatching(/^[A-Za-z0-9é_.()-][A-Za-z0-9é_.() -]{0,40}[A-Za-z0-9é_)-]$/);
const tape = fc.oneof(
  fc.constantFrom("", "A001C001", "a001c001x", "A001_C001_0123AB_XXXXXXXXXXXXXXXXXXXXXXXXXXXX", "TAPE 7", "BL", "AX"),
  word.filter((text) => !text.includes("  ")),
);
const source = fc.record({
  clipName: fc.oneof(fc.constant(""), word),
  tapeName: tape,
  file: fc.oneof(fc.constant(""), word),
  dropFrame: fc.boolean(),
});
type SourceParts = typeof source extends fc.Arbitrary<infer T> ? T : never;

const item = fc.record({
  gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
  length: fc.integer({ min: 1, max: 200 }),
  sourceIn: fc.integer({ min: 3000, max: 2_000_000 }),
  source: fc.option(source, { nil: undefined, freq: 8 }),
  speed: fc.oneof(
    fc.constant(rational(1)),
    fc.integer({ min: -60, max: 120 }).map((tenths) => rational(tenths, 10)),
  ),
  shotName: fc.oneof(fc.constant(""), word),
  comment: fc.oneof(
    fc.constant(""),
    word.map((text) => `note ${text}`),
  ),
  transition: fc.option(
    fc.record({
      kind: fc.constantFrom("dissolve" as const, "wipe" as const),
      duration: fc.integer({ min: 1, max: 200 }),
      leaves: fc.constantFrom("before" as const, "black" as const, "another" as const),
      another: source,
    }),
    { nil: undefined },
  ),
});
type Item = typeof item extends fc.Arbitrary<infer T> ? T : never;

/** What plays on a track: the channel of its source is that of the track's number. */
const reference = (
  { clipName, tapeName, file, dropFrame }: SourceParts,
  trackId: string,
  at: Rate,
): SourceReference => ({
  clipName,
  tapeName,
  ...(file === "" ? {} : { path: `/media/${file}.mov` }),
  ...(allowsDropFrame(at) ? { dropFrame } : {}),
  ...(trackId === "V1" ? {} : { audioChannels: [Number(trackId.slice(1)) - 1] }),
});

/** Backwards from the end of a frame: by the whole frame, in slow motion by what a record frame plays of it. */
function firstShown(frame: number, speed: Rational): Rational {
  if (speed.num >= 0n || compare(speed, rational(-1)) <= 0) return rational(frame);
  return rational(BigInt(frame + 1) * speed.den + speed.num, speed.den);
}
const black: SourceReference = { clipName: "", tapeName: "", generator: "black" };

/** The track that a reader makes of events: the incoming segment starts with its transition. */
function trackOf(id: string, items: readonly Item[], at: Rate): Track {
  const segments: Segment[] = [];
  const transitions: Transition[] = [];
  let end = 0;
  const place = (each: Item, played: SourceReference, start: number, length: number, sourceIn: number) => {
    const isBlack = played.generator === "black";
    segments.push({
      id: `${id}.${segments.length + 1}`,
      name: isBlack ? "black" : played.clipName || played.tapeName || "AX",
      shotName: length === 0 ? "" : each.shotName,
      comment: length === 0 ? "" : each.comment,
      record: { start, end: start + length },
      source: played,
      sourceIn: isBlack ? rational(0) : firstShown(sourceIn, length === 0 ? rational(1) : each.speed),
      sourceRate: at,
      speed: isBlack || length === 0 ? rational(1) : each.speed,
      enabled: true,
      markers: [],
      place: "",
    });
    return segments.at(-1)!;
  };
  for (const [index, each] of items.entries()) {
    const start = index === 0 ? 0 : end + each.gap;
    const before = index > 0 && each.gap === 0 ? segments.at(-1) : undefined;
    const { transition } = each;
    let from: Segment | undefined;
    if (transition !== undefined) {
      if (transition.leaves === "before") from = before;
      if (transition.leaves === "another") {
        const another = { ...transition.another, tapeName: `OTHER${index}` };
        from = place(each, reference(another, id, at), start, 0, each.sourceIn + 77);
      }
      // Black that is left is a gap, unless the event before it was black itself.
      if (from === undefined && before?.source.generator === "black") from = before;
      transitions.push({
        kind: transition.kind,
        ...(transition.kind === "wipe" ? { wipeCode: 1 } : {}),
        record: { start, end: start + Math.min(transition.duration, each.length) },
        ...(from === undefined ? {} : { fromSegmentId: from.id }),
        toSegmentId: `${id}.${segments.length + 1}`,
        place: "",
      });
    }
    place(each, each.source === undefined ? black : reference(each.source, id, at), start, each.length, each.sourceIn);
    end = start + each.length;
  }
  return { id, name: id, segments, transitions };
}

const sequence = fc
  .record({
    counting: fc.constantFrom(...rates),
    name: word,
    startFrame: fc.integer({ min: 0, max: 2_000_000 }),
    video: fc.array(item, { minLength: 1, maxLength: 6 }),
    sound: fc.array(fc.array(item, { minLength: 1, maxLength: 4 }), { maxLength: 4 }),
  })
  .map(({ counting: [at, dropFrame], name, startFrame, video, sound }): Sequence => {
    const picture = trackOf("V1", video, at);
    const audioTracks = sound.map((each, index) => trackOf(`A${index + 1}`, each, at));
    const lengths = [picture, ...audioTracks].map(({ segments }) => segments.at(-1)!.record.end);
    return {
      name,
      rate: at,
      startFrame,
      dropFrame,
      duration: Math.max(...lengths),
      videoTracks: [picture],
      audioTracks,
      subtitleTracks: [],
      markers: [{ name: "", frame: 0, duration: 1, colour: "RED", comment: "look here" }],
      warnings: [],
    };
  });

/** Where things stand in a file is not part of the cut. */
const withoutPlaces = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, each) => (key === "place" ? undefined : typeof each === "bigint" ? `${each}` : each)),
  );

/** The sentence that an EDL is refused with; empty when it is read. */
function refusalOf(text: string, at: Rate): string {
  try {
    readEdl(text, "cut.edl", { rate: at });
    return "";
  } catch (error) {
    return error instanceof CressetError && error.code === "bad-input" ? error.message : `a fault: ${String(error)}`;
  }
}

describe("EDLs, written and read", () => {
  it("come back as the same cut, for all that an EDL can hold", () => {
    fc.assert(
      fc.property(sequence, fc.constantFrom(8, 32), (cut, tapeNameLength) => {
        const { text, warnings } = writeEdl(cut, { tapeNameLength });
        expect(warnings).toEqual([]);
        const read = readEdl(text, "cut.edl", { rate: cut.rate });
        expect(read.warnings.filter(({ code }) => code !== "duration-mismatch")).toEqual([]);
        expect(withoutPlaces({ ...read, warnings: [] })).toEqual(withoutPlaces(cut));
      }),
      { numRuns: 300 },
    );
  });

  it("are read, or refused in one sentence that names the line, however a file was damaged", () => {
    const damage = fc.record({
      at: fc.nat(),
      length: fc.nat(12),
      by: fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("\n", "\t", ":", ";", "M2 ", "D 010 ", "V", "99")),
    });
    fc.assert(
      fc.property(sequence, fc.array(damage, { minLength: 1, maxLength: 4 }), (cut, damages) => {
        const damaged = damages.reduce((text, { at, length, by }) => {
          const start = at % text.length;
          return text.slice(0, start) + by + text.slice(start + length);
        }, writeEdl(cut).text);
        expect(refusalOf(damaged, cut.rate)).toMatch(/^$|^cut\.edl, line \d+: |^cut\.edl: Expected at least one event/);
      }),
      { numRuns: 300 },
    );
  });
});
