import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rate } from "../time/rate.ts";
import { rational } from "../time/rational.ts";
import { flattenVideo } from "./flatten.ts";
import type { Segment, Sequence, Track, Transition } from "./sequence.ts";

const segment = (id: string, start: number, end: number, enabled = true): Segment => ({
  id,
  name: id,
  shotName: "",
  comment: "",
  record: { start, end },
  source: { clipName: id, tapeName: "" },
  sourceIn: rational(0),
  sourceRate: rate(24),
  speed: rational(1),
  enabled,
  markers: [],
  place: id,
});
const track = (id: string, segments: readonly Segment[], transitions: readonly Transition[] = []): Track => ({
  id,
  name: id,
  segments,
  transitions,
});
const sequence = (duration: number, videoTracks: readonly Track[]): Sequence => ({
  name: "cut",
  rate: rate(24),
  startFrame: 0,
  dropFrame: false,
  duration,
  videoTracks,
  audioTracks: [],
  subtitleTracks: [],
  markers: [],
  warnings: [],
});
const dissolve = (start: number, end: number, from?: string, to?: string): Transition => ({
  kind: "dissolve",
  record: { start, end },
  ...(from === undefined ? {} : { fromSegmentId: from }),
  ...(to === undefined ? {} : { toSegmentId: to }),
  place: "",
});
const shown = (input: Sequence) =>
  flattenVideo(input).map(({ record, trackId, segment, transition }) => [
    record.start,
    record.end,
    trackId,
    segment?.id ?? (transition && `${transition.fromSegmentId ?? "black"} → ${transition.toSegmentId ?? "black"}`),
  ]);

describe("what a sequence shows from above", () => {
  it("shows the top-most segment, what lies below through gaps and disabled segments, black where nothing lies", () => {
    const bottom = track("V1", [segment("a", 0, 50), segment("b", 50, 80)]);
    const top = track("V2", [segment("title", 10, 20), segment("off", 40, 60, false), segment("end", 75, 90)]);
    expect(shown(sequence(100, [bottom, top]))).toEqual([
      [0, 10, "V1", "a"],
      [10, 20, "V2", "title"],
      [20, 50, "V1", "a"],
      [50, 75, "V1", "b"],
      [75, 90, "V2", "end"],
      [90, 100, undefined, undefined],
    ]);
  });

  it("keeps a dissolve with its track: above it hides, below it is hidden, a gap's side is black", () => {
    const bottom = track("V1", [segment("a", 0, 50), segment("b", 50, 100)], [dissolve(40, 60, "a", "b")]);
    const top = track("V2", [segment("c", 55, 80)], [dissolve(50, 60, undefined, "c"), dissolve(75, 85, "c")]);
    expect(shown(sequence(100, [bottom, top]))).toEqual([
      [0, 40, "V1", "a"],
      [40, 50, "V1", "a → b"],
      [50, 60, "V2", "black → c"],
      [60, 75, "V2", "c"],
      [75, 85, "V2", "c → black"],
      [85, 100, "V1", "b"],
    ]);
  });

  it("gives the whole transition with each part of it that is seen", () => {
    const whole = dissolve(10, 30, "a", "b");
    const bottom = track("V1", [segment("a", 0, 20), segment("b", 20, 40)], [whole]);
    const pieces = flattenVideo(sequence(40, [bottom, track("V2", [segment("flash", 18, 20)])]));
    expect(pieces.map(({ record, transition }) => [record.start, record.end, transition?.record])).toEqual([
      [0, 10, undefined],
      [10, 18, whole.record],
      [18, 20, undefined],
      [20, 30, whole.record],
      [30, 40, undefined],
    ]);
  });

  it("treats a disabled side of a dissolve as black, and a dissolve of two disabled sides as a gap", () => {
    const half = track("V1", [segment("a", 0, 20), segment("b", 20, 40, false)], [dissolve(10, 30, "a", "b")]);
    expect(shown(sequence(40, [half]))).toEqual([
      [0, 10, "V1", "a"],
      [10, 30, "V1", "a → black"],
      [30, 40, undefined, undefined],
    ]);
    const none = track("V1", [segment("a", 0, 20, false), segment("b", 20, 40, false)], [dissolve(10, 30, "a", "b")]);
    expect(shown(sequence(40, [none]))).toEqual([[0, 40, undefined, undefined]]);
  });

  it("shows on every frame what looking at that frame alone shows, without holes, in order", () => {
    const anyTrack = fc
      .array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 12 }), fc.boolean(), fc.nat(4), fc.nat(4)), { maxLength: 8 })
      .map((parts) => {
        let at = 0;
        const segments: Segment[] = [];
        const transitions: Transition[] = [];
        for (const [gap, length, enabled, before, after] of parts) {
          const previous = segments.at(-1);
          const start = at + gap;
          segments.push(segment(`s${start}-${length}`, start, start + length, enabled));
          at = start + length;
          if (before + after > 0)
            transitions.push(
              dissolve(
                Math.max(0, start - before),
                start + Math.min(after, length),
                gap === 0 ? previous?.id : undefined,
                segments.at(-1)!.id,
              ),
            );
        }
        return { segments, transitions: transitions.filter(({ record }) => record.end > record.start) };
      });
    fc.assert(
      fc.property(fc.array(anyTrack, { maxLength: 4 }), fc.nat(60), (tracks, duration) => {
        const input = sequence(
          duration,
          tracks.map(({ segments, transitions }, index) => track(`V${index + 1}`, segments, transitions)),
        );
        const pieces = flattenVideo(input);
        expect(pieces.map(({ record }) => record.start)).toEqual(
          pieces.map((_, index) => (index === 0 ? 0 : pieces[index - 1]!.record.end)),
        );
        expect(pieces.at(-1)?.record.end ?? 0).toBe(duration);
        for (let frame = 0; frame < duration; frame += 1) {
          const piece = pieces.find(({ record }) => record.start <= frame && frame < record.end)!;
          expect([piece.trackId, piece.segment?.id ?? piece.transition?.record]).toEqual(lookAt(input, frame));
        }
      }),
    );
  });
});

/** The rule, told once more without any cleverness: frame by frame, from the top track down. */
function lookAt({ videoTracks }: Sequence, frame: number): readonly unknown[] {
  for (const { id, segments, transitions } of videoTracks.toReversed()) {
    const enabled = segments.filter((candidate) => candidate.enabled);
    const covers = ({ record }: Segment | Transition) => record.start <= frame && frame < record.end;
    const mixed = transitions
      .toSorted((a, b) => a.record.start - b.record.start)
      .filter(({ fromSegmentId, toSegmentId }) => enabled.some((one) => [fromSegmentId, toSegmentId].includes(one.id)))
      .find(covers);
    const found = mixed?.record ?? enabled.find(covers)?.id;
    if (found !== undefined) return [id, found];
  }
  return [undefined, undefined];
}
