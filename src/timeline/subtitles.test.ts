import { describe, expect, it } from "vitest";
import { rational } from "../time/rational.ts";
import { cutSubtitles, readSubtitles, writeSubtitles } from "./subtitles.ts";

const cues = readSubtitles(
  [
    "00:00:00,000 --> 00:00:02,000\nfirst",
    "00:00:03,000 --> 00:00:05,000\nsecond",
    "00:00:06,000 --> 00:00:08,000\nthird",
  ].join("\n\n"),
  "cut.srt",
);

describe("subtitles beside an asset", () => {
  it("start at the asset's start and are clipped to it", () => {
    expect(writeSubtitles(cutSubtitles(cues, rational(1), rational(4)))).toBe(
      "1\n00:00:00,000 --> 00:00:01,000\nfirst\n\n2\n00:00:02,000 --> 00:00:03,000\nsecond\n",
    );
  });

  it("leave out what only touches the asset", () => {
    expect(cutSubtitles(cues, rational(2), rational(3))).toEqual([]);
  });

  it("are exact where a frame is no whole number of milliseconds", () => {
    const [second] = cutSubtitles(cues, rational(1001 * 60, 24_000), rational(10));
    expect(second).toEqual({
      start: rational(12_000 * 6 - 1001 * 60, 24_000),
      end: rational(5 * 24_000 - 60_060, 24_000),
      text: "second",
    });
  });

  it("are refused in a format that is not known", () => {
    expect(() => readSubtitles("", "cut.vtt")).toThrow("cut.vtt: Expected a subtitle file whose name ends in .srt.");
  });
});
