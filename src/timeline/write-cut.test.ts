import { describe, expect, it } from "vitest";
import { rate } from "../time/rate.ts";
import { readCut } from "./read-cut.ts";
import { writeCut } from "./write-cut.ts";

describe("a cut that was published", () => {
  const [cut] = readCut(
    "cut.edl",
    "001  A001  V  C  10:00:00:00 10:00:02:00 01:00:00:00 01:00:02:00\n* FROM CLIP NAME: plate\n* SOURCE FILE: /raid/plate.mov\n002  A002  V  C  11:00:00:00 11:00:02:00 01:00:02:00 01:00:04:00\n",
    { rate: rate(25) },
  );
  const sequence = cut!;
  const [first, second] = sequence.videoTracks[0]!.segments;
  const exported = { path: "/publish/sh010.mov", availableStart: 900_000, availableDuration: 50, rate: rate(25) };

  it.each(["otio", "edl"] as const)("plays the files that were published, as %s, and keeps the others", (format) => {
    const { text, warnings } = writeCut(sequence, format, new Map([[second!.id, exported]]));
    expect(warnings).toEqual([]);
    const [read] = readCut(`published.${format}`, text, { rate: rate(25) });
    const [kept, replaced] = read!.videoTracks[0]!.segments;
    expect(kept).toMatchObject({ record: first!.record, source: { path: "/raid/plate.mov", clipName: "plate" } });
    expect(replaced).toMatchObject({ record: second!.record, source: { path: "/publish/sh010.mov" } });
  });

  it("tells what an EDL has no place for", () => {
    const subtitleTracks = [{ id: "S1", name: "en", cues: [] }];
    expect(writeCut({ ...sequence, subtitleTracks }, "edl").warnings).toEqual([
      { code: "track-left-out", message: "An EDL has no place for the track S1: it is left out.", place: "track S1" },
    ]);
    expect(writeCut({ ...sequence, subtitleTracks }, "otio").warnings).toEqual([]);
  });
});
