import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allowsDropFrame, rate } from "../../time/rate.ts";
import { formatTimecode } from "../../time/timecode.ts";
import { timecodeFrameAt } from "./timecode-frame.ts";

const rates = [
  rate(24_000, 1001),
  rate(24),
  rate(25),
  rate(30_000, 1001),
  rate(30),
  rate(50),
  rate(60_000, 1001),
  rate(60),
];
const count = fc.record({ rate: fc.constantFrom(...rates), dropFrame: fc.boolean() });

describe("timecode counted another way", () => {
  it("is the same hour, minute and second", () => {
    fc.assert(
      fc.property(fc.nat({ max: 23 * 3600 * 24 }), count, count, (frame, from, to) => {
        const label = (at: number, { rate: of, dropFrame }: typeof from) =>
          formatTimecode(at, of, dropFrame).slice(0, 8);
        expect(label(timecodeFrameAt(frame, from, to), to)).toBe(label(frame, from));
      }),
    );
  });

  it("is the same frame where nothing changes", () => {
    fc.assert(
      fc.property(fc.nat({ max: 5_000_000 }), count, (frame, as) => {
        expect(timecodeFrameAt(frame, as, { ...as, dropFrame: as.dropFrame && allowsDropFrame(as.rate) })).toBe(frame);
      }),
    );
  });

  it("knows an hour at 29.97 drop frame and at 30, and the frames that drop frame skips", () => {
    const [drop, whole] = [
      { rate: rate(30_000, 1001), dropFrame: true },
      { rate: rate(30), dropFrame: false },
    ];
    expect(timecodeFrameAt(107_892, drop, whole)).toBe(108_000);
    expect(timecodeFrameAt(1800, whole, drop)).toBe(1800);
    expect(formatTimecode(1800, drop.rate, true)).toBe("00:01:00;02");
  });
});
