import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CressetError } from "../../errors.ts";
import { rational } from "../../time/rational.ts";
import type { SubtitleCue } from "../sequence.ts";
import { readSrt, writeSrt } from "./srt.ts";

const cue = (start: number, end: number, text: string): SubtitleCue => ({
  start: rational(start, 1000),
  end: rational(end, 1000),
  text,
});

describe("reading SubRip", () => {
  it("reads numbers, times and texts of several lines, tags kept", () => {
    const text =
      "1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i>\n{\\an8}at\n10:30:15\n\n2\n01:02:03,004 --> 01:02:04,000\nBye\n";
    expect(readSrt(text, "a.srt")).toEqual([
      cue(1000, 2500, "<i>Hello</i>\n{\\an8}at\n10:30:15"),
      cue(3_723_004, 3_724_000, "Bye"),
    ]);
  });

  it("takes a byte order mark, Windows line ends, missing numbers, points, short fractions and positions as meant", () => {
    const text =
      "\uFEFF1\r\n00:00:01.5 --> 00:00:02.25 X1:10 X2:20\r\nOne\r\n\r\n00:03,000 --> 00:04,000\r\nTwo\r\n\r\n\r\n9\r\n00:00:05 --> 00:00:06\r\nThree";
    expect(readSrt(text, "a.srt")).toEqual([cue(1500, 2250, "One"), cue(3000, 4000, "Two"), cue(5000, 6000, "Three")]);
  });

  it("keeps numbers and blank lines that belong to a text", () => {
    const text = "1\n00:00:01,000 --> 00:00:02,000\n42\n\nis the answer\n\n2\n00:00:03,000 --> 00:00:04,000\n43\n";
    expect(readSrt(text, "a.srt").map((each) => each.text)).toEqual(["42\n\nis the answer", "43"]);
  });

  it("reads Windows-1252 bytes and sorts cues by their start", () => {
    const bytes = Buffer.from("00:00:03,000 --> 00:00:04,000\nété\n\n00:00:01,000 --> 00:00:02,000\nhiver\n", "latin1");
    expect(readSrt(bytes, "a.srt").map((each) => each.text)).toEqual(["hiver", "été"]);
  });

  it("reads an empty file as no subtitles", () => {
    expect(readSrt("\n\n", "a.srt")).toEqual([]);
  });

  it.each([
    [
      "Hello\n",
      'a.srt, line 1: Expected a subtitle\'s number or its times, such as 00:00:01,000 --> 00:00:02,500. The line reads: "Hello"',
    ],
    [
      "1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:03,000 -> 00:00:04,000\nB\n",
      'a.srt, line 6: Expected times such as 00:00:01,000 --> 00:00:02,500. The line reads: "00:00:03,000 -> 00:00:04,000"',
    ],
    [
      "1\n00:00:02,000 --> 00:00:01,000\nA\n",
      'a.srt, line 2: Expected the subtitle to end at or after its start. The line reads: "00:00:02,000 --> 00:00:01,000"',
    ],
    [
      "1\n00:61:02,000 --> 00:62:01,000\nA\n",
      'a.srt, line 2: Expected minutes and seconds below 60. The line reads: "00:61:02,000 --> 00:62:01,000"',
    ],
  ])("refuses %j with a sentence", (text, message) => {
    expect(() => readSrt(text, "a.srt")).toThrow(new CressetError("bad-input", message));
  });
});

describe("writing SubRip", () => {
  it("writes numbers, times to the millisecond and texts", () => {
    const cues = [
      { start: rational(1, 3), end: rational(2, 3), text: "One\r\n\r\ntwo" },
      cue(3_600_000, 3_601_000, "a --> b"),
    ];
    expect(writeSrt(cues)).toBe(
      "1\n00:00:00,333 --> 00:00:00,667\nOne\ntwo\n\n2\n01:00:00,000 --> 01:00:01,000\na → b\n",
    );
  });

  it("reads back what it wrote", () => {
    const line = fc.stringMatching(/^[A-Za-zé<>{}\\!?., ]*[a-z!?]$/);
    const cues = fc.array(
      fc.tuple(fc.nat(300_000_000), fc.nat(20_000), fc.array(line, { minLength: 1, maxLength: 3 })),
    );
    fc.assert(
      fc.property(cues, (parts) => {
        const written = parts
          .toSorted(([a], [b]) => a - b)
          .map(([start, length, lines]) => cue(start, start + length, lines.join("\n")));
        expect(readSrt(writeSrt(written), "a.srt")).toEqual(written);
      }),
    );
  });
});
