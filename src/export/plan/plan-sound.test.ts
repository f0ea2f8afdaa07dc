import { describe, expect, it } from "vitest";
import type { SegmentLink } from "../../catalogue/conform.ts";
import type { AudioStream, MediaInfo } from "../../media/media-info.ts";
import type { AudioEncoding } from "../../media/render-job.ts";
import { rate } from "../../time/rate.ts";
import { rational, toNumber } from "../../time/rational.ts";
import { readCut } from "../../timeline/read-cut.ts";
import type { Segment, Sequence, Track } from "../../timeline/sequence.ts";
import { planSound } from "./plan-sound.ts";

const pal = rate(25);

/** A file whose streams have so many channels each. */
const media = (...channels: readonly number[]): MediaInfo => ({
  path: "/media/A001.mov",
  format: "mov",
  duration: rational(600),
  video: [],
  audio: channels.map((count, index): AudioStream => ({
    index,
    codec: "pcm_s24le",
    sampleRate: 48_000,
    channels: count,
    layout: "",
    bitsPerSample: 24,
    sampleCount: 600 * 48_000,
  })),
  tapeName: "A001",
  metadata: {},
  warnings: [],
});

/** The sound of an EDL over one file, whose timecode begins at 00:00:00:00. */
function planned(cut: Sequence, file: MediaInfo, written: AudioEncoding["tracks"] = "mix") {
  const segments = cut.audioTracks.flatMap(({ segments: each }) => each);
  const link = ({ sourceIn }: Segment): SegmentLink => ({ media: file, sourceFrame: sourceIn, mediaRate: pal });
  const links = new Map(segments.map((segment) => [segment.id, link(segment)]));
  const tracks = planSound(
    { tracks: cut.audioTracks, links, recordRate: pal, assetRate: pal, written },
    { start: 0, end: cut.duration },
  );
  return tracks.map(({ name, pieces }) =>
    [name, ...pieces.map(({ stream, channels }) => `${stream}:${channels?.join() ?? "all"}`)].join(" "),
  );
}

const edl = (...lines: readonly string[]) => readCut("cut.edl", lines.join("\n"), { rate: pal })[0]!;
const event = (channels: string, sourceIn = "00:00:10:00", sourceOut = "00:00:14:00") =>
  edl(`001  A001  ${channels}  C  ${sourceIn} ${sourceOut} 01:00:00:00 01:00:04:00`);

describe("the channels that an EDL's sound plays", () => {
  it("are left and right where A1 and A2 play the pair of a stereo source", () => {
    expect(planned(event("AA"), media(2))).toEqual(["A1 0:0,silent", "A2 0:silent,1"]);
  });

  it("stay single where each track is written as a stream of its own", () => {
    expect(planned(event("AA"), media(2), "keep")).toEqual(["A1 0:0", "A2 0:1"]);
  });

  it("are heard on both sides where a track plays alone", () => {
    expect(planned(event("A"), media(2))).toEqual(["A1 0:0"]);
    expect(planned(event("A2"), media(2))).toEqual(["A2 0:1"]);
  });

  it("are those of the streams where a file holds several", () => {
    expect(planned(event("A2"), media(1, 1, 1, 1))).toEqual(["A2 1:0"]);
    expect(planned(event("A4"), media(2, 2))).toEqual(["A4 1:1"]);
    expect(planned(event("AA"), media(1, 1))).toEqual(["A1 0:0,silent", "A2 1:silent,0"]);
  });

  it("begin again where the source has fewer, so that all of it is heard", () => {
    expect(planned(event("A2"), media(1))).toEqual(["A2 0:0"]);
    expect(planned(event("A3"), media(2))).toEqual(["A3 0:0"]);
    expect(planned(event("A4"), media(1))).toEqual(["A4 0:0"]);
  });

  it("are no louder where a mono file is cut to A1 and A2: each is a side", () => {
    expect(planned(event("AA"), media(1))).toEqual(["A1 0:0,silent", "A2 0:silent,0"]);
  });

  it("are not played twice where A3 and A4 have the stereo file of A1 and A2 once more", () => {
    const four = edl("001  A001  AA  C  00:00:10:00 00:00:14:00 01:00:00:00 01:00:04:00", "AUD  3    4");
    expect(planned(four, media(2))).toEqual(["A1 0:0,silent", "A2 0:silent,1", "A3", "A4"]);
    expect(planned(four, media(2), "keep")).toEqual(["A1 0:0", "A2 0:1", "A3 0:0", "A4 0:1"]);
    expect(planned(four, media(1, 1, 1, 1))).toEqual([
      "A1 0:0,silent",
      "A2 1:silent,0",
      "A3 2:0,silent",
      "A4 3:silent,0",
    ]);
  });

  it("are a pair while both sides run in step, wherever they are cut", () => {
    const trimmed = edl(
      "001  A001  A   C  00:00:10:00 00:00:14:00 01:00:00:00 01:00:04:00",
      "002  A001  A2  C  00:00:11:00 00:00:12:00 01:00:01:00 01:00:02:00",
    );
    expect(planned(trimmed, media(2))).toEqual(["A1 0:0,silent", "A2 0:silent,1"]);
    const slipped = edl(
      "001  A001  A   C  00:00:10:00 00:00:14:00 01:00:00:00 01:00:04:00",
      "002  A001  A2  C  00:00:11:01 00:00:12:01 01:00:01:00 01:00:02:00",
    );
    expect(planned(slipped, media(2))).toEqual(["A1 0:0", "A2 0:1"]);
  });
});

describe("the channels that a cut names with their stream", () => {
  const playing = (source: Partial<Segment["source"]>): Sequence => {
    const cut = event("A");
    const withSource = (track: Track): Track => ({
      ...track,
      segments: track.segments.map((segment) => ({ ...segment, source: { clipName: "", tapeName: "", ...source } })),
    });
    return { ...cut, audioTracks: cut.audioTracks.map(withSource) };
  };
  it("are all where it names none", () => {
    expect(planned(playing({}), media(6))).toEqual(["A1 0:all"]);
    expect(planned(playing({ audioStream: 1 }), media(2, 2))).toEqual(["A1 1:all"]);
  });
  it("are those of that stream that exist", () => {
    expect(planned(playing({ audioStream: 1, audioChannels: [0, 1] }), media(2, 2))).toEqual(["A1 1:0,1"]);
    expect(planned(playing({ audioStream: 1, audioChannels: [0, 1] }), media(2, 1))).toEqual(["A1 1:0"]);
    expect(planned(playing({ audioChannels: [2, 3] }), media(2, 2))).toEqual(["A1 1:0,1"]);
    expect(planned(playing({ audioChannels: [4, 5] }), media(6))).toEqual(["A1 0:4,5"]);
  });
});

describe("sound that is played backwards", () => {
  it.each([
    ["-025.0", "00:00:14:00"],
    ["-012.5", "00:00:12:00"],
  ])("at %s begins where its range ends, to the sample", (speed, sourceOut) => {
    const cut = edl(
      `001  A001  A  C  00:00:10:00 ${sourceOut} 01:00:00:00 01:00:04:00`,
      `M2   A001  ${speed}  00:00:10:00`,
    );
    const [segment] = cut.audioTracks[0]!.segments;
    const link = { media: media(1), sourceFrame: segment!.sourceIn, mediaRate: pal };
    const [track] = planSound(
      {
        tracks: cut.audioTracks,
        links: new Map([[segment!.id, link]]),
        recordRate: pal,
        assetRate: pal,
        written: "mix",
      },
      { start: 0, end: 100 },
    );
    const [{ sourceStart, speed: perSecond, duration }] = [track!.pieces[0]!];
    expect(toNumber(sourceStart)).toBe(Number(sourceOut.slice(6, 8)));
    expect(toNumber(sourceStart) + toNumber(perSecond) * toNumber(duration)).toBe(10);
  });
});
