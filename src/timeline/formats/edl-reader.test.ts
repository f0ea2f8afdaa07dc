import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CressetError } from "../../errors.ts";
import { formatRate, parseRate, rate } from "../../time/rate.ts";
import { add, multiply, rational, toNumber } from "../../time/rational.ts";
import { formatTimecode } from "../../time/timecode.ts";
import type { Segment, Sequence, Track } from "../sequence.ts";
import { readEdl } from "./edl-reader.ts";
import { writeEdl } from "./edl-writer.ts";

const samples = fileURLToPath(new URL("../../../test/samples/edl/", import.meta.url));
const edlsIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".edl"));

/** Rates of the samples that need one to be read as they were meant. */
const rates: Record<string, string> = {
  "drop-frame-at-25": "25",
  "dropped-frame-number": "29.97",
  "frame-beyond-rate": "24",
  "tape-suite": "25",
};

/** A sequence in words, so that a sample's whole expected result can be read beside it. */
function inWords(sequence: Sequence): string {
  const { name, rate, dropFrame, startFrame, duration, markers, warnings } = sequence;
  const counting = `${formatRate(rate)}${dropFrame ? " drop frame" : ""}`;
  const start = formatTimecode(startFrame, rate, dropFrame);
  return [
    `"${name}" at ${counting}, from ${start}, ${duration} frames`,
    ...[...sequence.videoTracks, ...sequence.audioTracks].flatMap(trackInWords),
    ...markers.map(({ frame, colour, comment }) => `marker at ${frame}: ${[colour, comment].join(" ")}`.trimEnd()),
    ...warnings.map(({ place, code, message }) => `warning, ${place}, ${code}: ${message}`),
    "",
  ].join("\n");
}

const trackInWords = ({ id, segments, transitions }: Track): string[] => [
  id,
  ...segments.map(segmentInWords),
  ...transitions.map(({ kind, wipeCode, record, fromSegmentId = "black", toSegmentId = "black", place }) => {
    const code = wipeCode === undefined ? "" : ` ${wipeCode}`;
    return `  ${kind}${code} ${record.start}-${record.end} from ${fromSegmentId} to ${toSegmentId} (${place})`;
  }),
];

function segmentInWords(segment: Segment): string {
  const { id, name, record, source, sourceIn, sourceRate, speed, shotName, comment, place } = segment;
  const first = toNumber(sourceIn);
  const from = `${first} = ${formatTimecode(Math.floor(first), sourceRate, source.dropFrame)}`;
  return [
    `  ${id} ${record.start}-${record.end} "${name}" from ${from} x ${toNumber(speed)}`,
    source.generator === undefined ? `clip "${source.clipName}", tape "${source.tapeName}"` : source.generator,
    ...(source.path === undefined ? [] : [`path ${source.path}`]),
    ...(source.audioChannels === undefined ? [] : [`channel ${source.audioChannels.join()}`]),
    ...(shotName === "" ? [] : [`shot ${shotName}`]),
    ...(comment === "" ? [] : [`comment ${JSON.stringify(comment)}`]),
    place,
  ].join(", ");
}

function readSample(folder: string, fileName: string): Sequence {
  const given = rates[basename(fileName, ".edl")];
  const options = given === undefined ? {} : { rate: parseRate(given)! };
  return readEdl(readFileSync(`${folder}/${fileName}`), fileName, options);
}

describe("reading EDLs of many systems", () => {
  it.each(edlsIn(samples))("reads %s", async (fileName) => {
    await expect(inWords(readSample(samples, fileName))).toMatchFileSnapshot(
      `${samples}${basename(fileName, ".edl")}.txt`,
    );
  });

  it("reads a long cut whose events are numbered past 999, in no time", () => {
    const events = Array.from({ length: 1_548 }, (_, index) => {
      const [sourceIn, sourceOut] = [index * 7, index * 7 + 31].map((frame) =>
        formatTimecode(frame + 90_000, rate(25)),
      );
      const [recordIn, recordOut] = [index * 31, index * 31 + 31].map((frame) =>
        formatTimecode(frame + 90_000, rate(25)),
      );
      return `${String(index + 1).padStart(6, "0")}  TAPE${index % 40} V C ${sourceIn} ${sourceOut} ${recordIn} ${recordOut}\n* FROM CLIP NAME: clip ${index}`;
    });
    const started = performance.now();
    const sequence = readEdl(events.join("\n"), "long.edl", { rate: rate(25) });
    expect(performance.now() - started).toBeLessThan(3000);
    const { segments } = sequence.videoTracks[0]!;
    expect(segments).toHaveLength(1_548);
    expect(segments.at(-1)).toMatchObject({ name: "clip 1547", record: { start: 1547 * 31, end: 1548 * 31 } });
    expect(sequence).toMatchObject({ duration: 1548 * 31, startFrame: 90_000, warnings: [] });
  });
});

describe("an event that is played backwards", () => {
  const shown = ({ segments: [segment] }: Track) => {
    const { record, sourceIn, speed } = segment!;
    const at = (frame: number) => Math.floor(toNumber(add(sourceIn, multiply(speed, rational(frame)))));
    return Array.from({ length: record.end - record.start }, (_, frame) => at(frame) - 90_000);
  };
  it.each([
    ["-025.0", "01:00:00:04", "00:00:00:04", [3, 2, 1, 0]],
    ["-050.0", "01:00:00:08", "00:00:00:04", [7, 5, 3, 1]],
    ["-012.5", "01:00:00:04", "00:00:00:08", [3, 3, 2, 2, 1, 1, 0, 0]],
    ["-005.0", "01:00:00:02", "00:00:00:10", [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]],
    ["-020.0", "01:00:00:04", "00:00:00:05", [3, 2, 1, 0, 0]],
  ])("at %s shows every frame of its range, and no other", (speed, sourceOut, recordOut, expected) => {
    const text = `001  A001  V  C  01:00:00:00 ${sourceOut} 00:00:00:00 ${recordOut}\nM2   A001  ${speed}  01:00:00:00`;
    const sequence = readEdl(text, "cut.edl", { rate: rate(25) });
    expect(shown(sequence.videoTracks[0]!)).toEqual(expected);
    const written = writeEdl(sequence);
    expect(written.warnings).toEqual([]);
    expect(written.text).toContain(` 01:00:00:00 ${sourceOut} 00:00:00:00 ${recordOut}\n`);
  });
});

describe("drop frame", () => {
  const segmentsOf = (text: string) =>
    readEdl(text, "cut.edl", { rate: rate(30_000, 1001) }).videoTracks[0]!.segments.map(
      ({ source, sourceIn }) => `${source.dropFrame} ${sourceIn.num}`,
    );
  it("of each source is what its timecode or the FCM before it says, whatever the record's is", () => {
    const lines = [
      "FCM: NON-DROP FRAME",
      "001  A001  V  C  01:00:00;00 01:00:01;00 01:00:00:00 01:00:01:00",
      "FCM: DROP FRAME",
      "002  A001  V  C  01:00:00:00 01:00:01:00 01:00:01:00 01:00:02:00",
      "FCM: NON-DROP FRAME",
      "003  A001  V  C  01:00:00:00 01:00:01:00 01:00:02:00 01:00:03:00",
    ];
    expect(segmentsOf(lines.join("\n"))).toEqual(["true 107892", "true 107892", "false 108000"]);
  });
  it("of the record is the mode that the file begins with, also where the first source has another", () => {
    const event = "001  A001  V  C  01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00";
    const text = `FCM: NON-DROP FRAME\n\nFCM: DROP FRAME\n${event}`;
    expect(segmentsOf(text)).toEqual(["true 107892"]);
    const read = readEdl(text, "cut.edl", { rate: rate(30_000, 1001) });
    expect(read).toMatchObject({ dropFrame: false, startFrame: 108_000 });
  });
  it("is not said at rates that have none", () => {
    const event = "001  A001  B  C  01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00";
    const { videoTracks, audioTracks } = readEdl(event, "cut.edl", { rate: rate(25) });
    expect(videoTracks[0]!.segments[0]!.source).toEqual({ clipName: "", tapeName: "A001" });
    expect(audioTracks[0]!.segments[0]!.source).toEqual({ clipName: "", tapeName: "A001", audioChannels: [0] });
  });
});

describe("the rate, which is not in the file", () => {
  const event = (frames: string, separator = ":") =>
    `001  A001  V  C  01:00:00:00 01:00:01:00 01:00:00${separator}00 01:00:01${separator}${frames}`;
  it.each([
    ["23", ":", "24"],
    ["24", ":", "25"],
    ["29", ":", "30"],
    ["49", ":", "50"],
    ["59", ":", "60"],
    ["29", ";", "29.97"],
    ["59", ";", "59.94"],
  ])("is inferred from frame number %s after %s as %s", (frames, separator, expected) => {
    const sequence = readEdl(event(frames, separator), "cut.edl");
    expect(formatRate(sequence.rate)).toBe(expected);
    expect(sequence.dropFrame).toBe(separator === ";");
    expect(sequence.warnings.map(({ code }) => code)).toContain("rate-inferred");
  });

  it("is what the caller says, without a warning", () => {
    const sequence = readEdl(event("00"), "cut.edl", { rate: rate(24_000, 1001) });
    expect(sequence).toMatchObject({ rate: { num: 24_000, den: 1001 }, duration: 24, warnings: [] });
  });

  it("wins over a frame code mode that does not exist at it, which is said", () => {
    const sequence = readEdl(`FCM: DROP FRAME\n${event("00")}`, "cut.edl", { rate: rate(24) });
    expect(sequence.dropFrame).toBe(false);
    expect(sequence.warnings.map(({ message }) => message)).toEqual([
      "The cut says drop frame, which exists at 29.97 and 59.94 only; at 24 its timecode is read as non-drop.",
    ]);
  });
});

describe("an EDL that says something wrong", () => {
  const folder = `${samples}refused`;
  const messages = edlsIn(folder).map((fileName) => {
    try {
      readSample(folder, fileName);
      return `${fileName} was read`;
    } catch (error) {
      return error instanceof CressetError && error.code === "bad-input" ? error.message : String(error);
    }
  });

  it("is refused with the file, the line, its text and what was expected", async () => {
    await expect(`${messages.join("\n")}\n`).toMatchFileSnapshot(`${folder}/messages.txt`);
    expect(messages).toHaveLength(edlsIn(folder).length);
  });
});

describe("a cut that runs past midnight", () => {
  const read = (text: string) => readEdl(text, "night.edl", { rate: rate(25) });

  it("goes on, in an event and after it, with its locators", () => {
    const { startFrame, duration, videoTracks, markers, warnings } = read(
      [
        "001  A  V  C  01:00:00:00 01:00:01:00 23:59:59:00 00:00:00:00",
        "002  B  V  C  01:00:00:00 01:00:02:00 00:00:00:00 00:00:02:00",
        "003  C  V  C  01:00:00:00 01:00:02:00 00:00:02:00 00:00:04:00",
        "* LOC: 00:00:02:05 RED here",
      ].join("\n"),
    );
    expect([startFrame, duration, warnings]).toEqual([24 * 3600 * 25 - 25, 125, []]);
    expect(videoTracks[0]!.segments.map(({ record }) => record)).toEqual([
      { start: 0, end: 25 },
      { start: 25, end: 75 },
      { start: 75, end: 125 },
    ]);
    expect(markers).toMatchObject([{ frame: 80 }]);
    const [crossing] = read("001  A  V  C  01:00:00:00 01:00:02:00 23:59:59:00 00:00:01:00").videoTracks[0]!.segments;
    expect(crossing!.record).toEqual({ start: 0, end: 50 });
  });

  it("may end with the hour 24, which no timecode goes beyond", () => {
    const [last] = read("001  A  V  C  23:59:59:00 24:00:00:00 23:59:59:00 24:00:00:00").videoTracks[0]!.segments;
    expect([last!.record, last!.sourceIn]).toEqual([{ start: 0, end: 25 }, rational(24 * 3600 * 25 - 25)]);
    for (const text of [
      "001  A  V  C  25:00:00:10 25:00:01:10 01:00:00:00 01:00:01:00",
      "001  A  V  C  01:00:00:00 01:00:01:00 24:00:01:00 24:00:02:00",
    ])
      expect(() => read(text)).toThrow(/line 1: .*Expected hours below 24 in the timecode "2\d:00:0\d/s);
  });

  it("is a mistake where the record out lies most of a day behind", () => {
    expect(() => read("001  A  V  C  01:00:00:00 01:00:01:00 01:00:02:00 01:00:01:00")).toThrow(
      "Expected record out at or after record in",
    );
  });
});
