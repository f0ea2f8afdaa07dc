import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rational, rational, zero } from "../time/rational.ts";
import type { SoundPiece } from "./render-job.ts";
import { type SampleSource, SampleWindow } from "./sample-window.ts";
import { SoundMix } from "./sound-mix.ts";

/** A stream whose sample `n` of channel `c` is `value(n, c)`. */
const stream = (sampleRate: number, channels: number, value: (n: number, c: number) => number): SampleSource => ({
  sampleRate,
  channels,
  read: (start, count) =>
    Array.from({ length: channels }, (_, c) => Float32Array.from({ length: count }, (_, i) => value(start + i, c))),
});

const piece = (over: Partial<SoundPiece> & { start: Rational; duration: Rational }): SoundPiece => ({
  sourceId: "a",
  stream: 0,
  sourceStart: zero,
  speed: rational(1),
  gain: 1,
  fadeIn: zero,
  fadeOut: zero,
  ...over,
});

/** Mixes the whole of it in blocks of the given size. */
function mixed(source: SampleSource, pieces: SoundPiece[], total: number, block: number, rate = 48_000, channels = 1) {
  const window = new SampleWindow(source);
  const mix = new SoundMix([{ name: "", pieces }], rate, channels, () => window);
  const planes = Array.from({ length: channels }, () => new Float32Array(total));
  for (let at = 0; at < total; at += block)
    for (const [c, plane] of mix.mix(at, Math.min(block, total - at)).entries()) planes[c]!.set(plane, at);
  return planes;
}

const ramp = stream(48_000, 1, (n) => (n < 0 ? 0 : n) / 65_536);

describe("sound mix", () => {
  it("plays a piece from its exact sample, and silence around it", () => {
    const [plane] = mixed(
      ramp,
      [piece({ start: rational(1, 100), duration: rational(1, 50), sourceStart: rational(1, 10) })],
      2000,
      333,
    );
    const expected = Float32Array.from({ length: 2000 }, (_, n) =>
      n >= 480 && n < 1440 ? (n - 480 + 4800) / 65_536 : 0,
    );
    expect(plane).toEqual(expected);
  });
  it("joins pieces that meet at times between samples without a gap or an overlap", () => {
    const one = stream(48_000, 1, () => 1);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 400 }), (a, b) => {
        const [x, y] = [rational(a * 1001, 240_000), rational(b * 1001, 240_000)];
        const whole = rational((a + b) * 1001, 240_000);
        const total = Math.floor(((a + b) * 1001) / 5);
        const parts = [piece({ start: zero, duration: x }), piece({ start: x, duration: y })];
        expect(mixed(one, parts, total, 1024)).toEqual(
          mixed(one, [piece({ start: zero, duration: whole })], total, 1024),
        );
      }),
      { numRuns: 30 },
    );
  });
  it("plays backwards from the sample that ends at the source position", () => {
    const [plane] = mixed(
      ramp,
      [piece({ start: zero, duration: rational(1, 10), sourceStart: rational(1, 10), speed: rational(-1) })],
      4800,
      1000,
    );
    expect(plane).toEqual(Float32Array.from({ length: 4800 }, (_, n) => (4799 - n) / 65_536));
  });
  it("cross-fades two pieces to a constant level", () => {
    const one = stream(48_000, 1, () => 1);
    const fade = rational(1, 25);
    const [plane] = mixed(
      one,
      [
        piece({ start: zero, duration: rational(1, 10), fadeOut: fade }),
        piece({ start: rational(6, 100), duration: rational(1, 10), fadeIn: fade }),
      ],
      7680,
      700,
    );
    for (const value of plane!) expect(value).toBeCloseTo(1, 6);
  });
  it("puts a click where it belongs after a change of rate, whatever the blocks", () => {
    const click = stream(44_100, 1, (n) => (n === 4410 ? 1 : 0));
    const pieces = [piece({ start: rational(1, 10), duration: rational(1, 2) })];
    const [plane] = mixed(click, pieces, 24_000, 1024);
    expect(plane!.indexOf(Math.max(...plane!))).toBe(9600);
    expect(mixed(click, pieces, 24_000, 777)[0]).toEqual(plane);
  });
  it("keeps tone and level of a sine from 44.1 to 48 kHz", () => {
    const sine = stream(44_100, 1, (n) => Math.sin((2 * Math.PI * 1000 * n) / 44_100));
    const [plane] = mixed(
      sine,
      [piece({ start: zero, duration: rational(1, 4), sourceStart: rational(1) })],
      12_000,
      4096,
    );
    plane!.forEach((value, n) => expect(value).toBeCloseTo(Math.sin((2 * Math.PI * 1000 * n) / 48_000), 3));
  });
  it("plays at double and at half speed", () => {
    const click = stream(48_000, 1, (n) => (n === 9600 ? 1 : 0));
    const peak = (speed: Rational) => {
      const [plane] = mixed(click, [piece({ start: zero, duration: rational(1, 2), speed })], 24_000, 500);
      return plane!.indexOf(Math.max(...plane!));
    };
    expect(peak(rational(2))).toBe(4800);
    expect(peak(rational(1, 2))).toBe(19_200);
  });
  it.each([
    [1, 2, [0.1, 0.1]],
    [2, 1, [0.15]],
    [1, 6, [0, 0, 0.1, 0, 0, 0]],
    [2, 6, [0.1, 0.2, 0, 0, 0, 0]],
  ])("maps %i channels to %i", (from, to, expected) => {
    const source = stream(48_000, from, (_, c) => (c + 1) / 10);
    const planes = mixed(source, [piece({ start: zero, duration: rational(1, 100) })], 480, 480, 48_000, to);
    expect(planes.map((plane) => Number(plane[100]!.toFixed(5)))).toEqual(expected);
  });
  it.each([rational(1), rational(-1), rational(2, 3)])(
    "keeps each half of a pair on its side, at speed %o",
    (speed) => {
      const source = stream(48_000, 2, (_, c) => (c + 1) / 10);
      const half = (channels: readonly (number | "silent")[]) =>
        piece({ start: zero, duration: rational(1, 100), sourceStart: rational(1), speed, channels });
      const levels = (pieces: SoundPiece[], channels: number) =>
        mixed(source, pieces, 480, 480, 48_000, channels).map((plane) => Number(plane[100]!.toFixed(5)));
      expect(levels([half([0, "silent"])], 2)).toEqual([0.1, 0]);
      expect(levels([half([0, "silent"]), half(["silent", 1])], 2)).toEqual([0.1, 0.2]);
      expect(levels([half([0, "silent"]), half(["silent", 1])], 1)).toEqual([0.15]);
      // A channel that the source does not have.
      expect(levels([half([5, 1])], 2)).toEqual([0, 0.2]);
    },
  );
  it("takes chosen channels only", () => {
    const source = stream(48_000, 4, (_, c) => (c + 1) / 10);
    const [left, right] = mixed(
      source,
      [piece({ start: zero, duration: rational(1, 100), channels: [3, 1] })],
      480,
      480,
      48_000,
      2,
    );
    expect([left![5], right![5]].map((value) => Number(value!.toFixed(5)))).toEqual([0.4, 0.2]);
  });
});
