import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatRate, parseKnownRate, parseRate, rate, type Rate } from "./rate.ts";
import { floor, fromDecimal, rational } from "./rational.ts";
import { formatTimecode, parseTimecode, TimecodeError } from "./timecode.ts";

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

describe("rates", () => {
  it.each(["23.98", "23.976", "23.97602397", "24000/1001", "23.976 fps"])("reads %s as 24000/1001", (text) => {
    expect(parseRate(text)).toEqual({ num: 24_000, den: 1001 });
  });
  it.each([
    ["29.97", "29.97"],
    ["59.94", "59.94"],
    ["25", "25"],
    ["12.5", "12.5"],
    ["47.952", "47.952"],
  ])("writes %s as %s", (text, written) => {
    expect(formatRate(parseRate(text)!)).toBe(written);
  });
  it.each(["", "0", "-25", "fast", "24/0"])("refuses %j", (text) => {
    expect(parseRate(text)).toBeUndefined();
  });
});

describe("rates that people type", () => {
  it.each(["23.976", "23.98", "24", "29.97", "59.94 fps", "119.88", "24000/1001", "7/2"])("are known: %s", (text) => {
    expect(parseKnownRate(text)).toEqual(parseRate(text));
  });
  it.each(["23.9", "23", "24.5", "29.9", "1000000/1", "fast"])("are none: %s", (text) => {
    expect(parseKnownRate(text)).toBeUndefined();
  });
});

describe("timecode", () => {
  it.each(rates)("survives writing and reading at %j, drop frame %s", (at, drop) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 24 * 3600 * 23 }), (frame) => {
        expect(parseTimecode(formatTimecode(frame, at, drop), at)).toEqual({ frame, dropFrame: drop });
      }),
    );
  });
  it("counts drop frame as the standard does", () => {
    const ntsc = rate(30_000, 1001);
    expect(formatTimecode(1799, ntsc, true)).toBe("00:00:59;29");
    expect(formatTimecode(1800, ntsc, true)).toBe("00:01:00;02");
    expect(formatTimecode(17_982, ntsc, true)).toBe("00:10:00;00");
    expect(parseTimecode("01:00:00;00", ntsc).frame).toBe(107_892);
    expect(parseTimecode("01:00:00:00", rate(60_000, 1001), true).frame).toBe(215_784);
  });
  it.each([
    ["01:00:00:24", rate(24), /below 24/],
    ["01:61:00:00", rate(24), /below 60/],
    ["00:01:00;00", rate(30_000, 1001), /does not exist/],
    ["00:01:00;00", rate(25), /drop frame/],
    ["hello", rate(25), /Expected a timecode/],
  ])("refuses %s at %j", (text, at, reason) => {
    expect(() => parseTimecode(text, at)).toThrow(TimecodeError);
    expect(() => parseTimecode(text, at)).toThrow(reason);
  });
});

describe("rational", () => {
  it("reads decimals exactly", () => {
    expect(fromDecimal(0.1)).toEqual(rational(1, 10));
    expect(fromDecimal(-86_400.25)).toEqual(rational(-345_601, 4));
    expect(fromDecimal(1e-7)).toEqual(rational(1, 10_000_000));
  });
  it("floors below zero downwards", () => {
    expect(floor(rational(-1, 3))).toBe(-1);
    expect(floor(rational(-3, 3))).toBe(-1);
    expect(floor(rational(7, 2))).toBe(3);
  });
});
