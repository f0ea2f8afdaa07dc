import { expect, it } from "vitest";
import { parseSrt } from "./srt-cues.ts";

it("reads cues with markup, byte order mark and either line ending, in order of their start", () => {
  const text =
    "\u{FEFF}2\r\n00:00:05,500 --> 00:00:06,000\r\n{\\an8}Later\r\n\r\n1\r\n00:00:01.5 --> 00:00:03,250\r\n<i>First</i>\r\nline two\r\n";
  expect(parseSrt(text, "a.srt")).toEqual([
    { start: 1500, end: 3250, lines: ["First", "line two"] },
    { start: 5500, end: 6000, lines: ["Later"] },
  ]);
});

it("takes an empty file for no subtitles, and refuses what holds none", () => {
  expect(parseSrt("\n", "a.srt")).toEqual([]);
  expect(() => parseSrt("Hello\n", "a.srt")).toThrow(/a\.srt holds no subtitle/);
});

it("names the line of a subtitle that ends before it starts", () => {
  expect(() => parseSrt("1\n00:00:02,000 --> 00:00:01,000\nx\n", "a.srt")).toThrow(/a\.srt, line 2/);
});
