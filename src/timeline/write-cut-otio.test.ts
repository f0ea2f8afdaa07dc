import { describe, expect, it } from "vitest";
import { rate } from "../time/rate.ts";
import { rational } from "../time/rational.ts";
import { readCut } from "./read-cut.ts";
import type { Segment, Sequence } from "./sequence.ts";
import { type ExportedMedia, writeCut } from "./write-cut.ts";

const time = (value: number, at = 25) => ({ OTIO_SCHEMA: "RationalTime.1", rate: at, value });
const range = (start: number, length: number) => ({
  OTIO_SCHEMA: "TimeRange.1",
  start_time: time(start),
  duration: time(length),
});
const external = (url: string, more = {}) => ({
  OTIO_SCHEMA: "ExternalReference.1",
  target_url: url,
  available_range: range(1000, 200),
  name: "plate",
  metadata: { camera: { iso: "@big" } },
  ...more,
});
const clip = (name: string, more = {}) => ({
  OTIO_SCHEMA: "Clip.2",
  name,
  source_range: range(1010, 50),
  media_references: { DEFAULT_MEDIA: external(`m/${name}.mov`), proxy: external(`proxy/${name}.mov`) },
  active_media_reference_key: "DEFAULT_MEDIA",
  metadata: { vendor: { id: "@big", gain: "@nan" } },
  vendor_field: [1, 2],
  markers: [{ OTIO_SCHEMA: "Marker.3", marked_range: range(1020, 1), name: "look", stamp: { x: 1 }, metadata: {} }],
  effects: [{ OTIO_SCHEMA: "MyFx.2", knobs: [1.5] }],
  ...more,
});
const track = (kind: string, children: unknown[]) => ({ OTIO_SCHEMA: "Track.1", kind, name: kind, children });
const timeline = (...tracks: unknown[]) => ({
  OTIO_SCHEMA: "Timeline.1",
  name: "reel",
  metadata: { uid: "@huge" },
  tracks: { OTIO_SCHEMA: "Stack.1", children: tracks },
});

/** Numbers that no JavaScript number holds. */
const textOf = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('"@big"', "9007199254740993")
    .replaceAll('"@huge"', "340282366920938463463374607431768211455")
    .replaceAll('"@nan"', "NaN");
const read = (value: unknown): readonly Sequence[] => readCut("/show/cut.otio", textOf(value));
/** Every line but those of keys, sorted, so that two files can be compared word for word. */
const wordsOf = (otio: string): readonly string[] => (otio.match(/"[^"]*"|-?[\d.]+|\w+/g) ?? []).toSorted();

const exported = (more: Partial<ExportedMedia> = {}): ExportedMedia => ({
  path: "/publish/sh010.mov",
  availableStart: 1000,
  availableDuration: 70,
  rate: rate(25),
  ...more,
});
const withSegment = (sequence: Sequence, id: string, changes: Partial<Segment>): Sequence => ({
  ...sequence,
  videoTracks: sequence.videoTracks.map((each) => ({
    ...each,
    segments: each.segments.map((segment) => (segment.id === id ? { ...segment, ...changes } : segment)),
  })),
});
const clipsOf = (otio: string) =>
  (
    JSON.parse(otio.replaceAll(/\bNaN\b/g, "null")) as {
      tracks: { children: { children: Record<string, unknown>[] }[] };
    }
  ).tracks.children.flatMap(({ children }) => children);

const unknowns = timeline(
  track("Video", [clip("a"), { OTIO_SCHEMA: "Weird.7", secret: "@huge" }, clip("b")]),
  track("Smell", [clip("nose")]),
  track("Audio", [clip("s")]),
);

describe("a cut from OTIO, written as OTIO", () => {
  it("is the same file, word for word, where nothing was exported", () => {
    const [sequence] = read(unknowns);
    const { text, warnings } = writeCut(sequence!, "otio");
    expect(warnings).toEqual([]);
    expect(wordsOf(text)).toEqual(wordsOf(textOf(unknowns)));
  });

  it("changes the active media of exported clips, and nothing else", () => {
    const [sequence] = read(unknowns);
    const { text } = writeCut({ ...sequence! }, "otio", new Map([["V1.1", exported()]]));
    const [first, ...others] = clipsOf(text);
    const [was, ...were] = clipsOf(writeCut(sequence!, "otio").text);
    expect(others).toEqual(were);
    expect(first).toEqual({
      ...was,
      media_references: {
        ...(was!["media_references"] as object),
        DEFAULT_MEDIA: {
          ...external("file:///publish/sh010.mov"),
          available_image_bounds: null,
          available_range: range(1000, 70),
          metadata: { camera: { iso: Number("9007199254740993") } },
        },
      },
    });
    expect(text.match(/9007199254740993|340282366920938463463374607431768211455|NaN/g)).toHaveLength(18);
  });

  it("moves range and markers where the exported file counts otherwise, and keeps lengths", () => {
    const [sequence] = read(unknowns);
    const moved = withSegment(sequence!, "V1.1", { sourceIn: rational(10) });
    const { text } = writeCut(moved, "otio", new Map([["V1.1", exported({ availableStart: 0 })]]));
    const [first] = clipsOf(text);
    expect(first).toMatchObject({
      source_range: range(10, 50),
      markers: [{ marked_range: range(20, 1), stamp: { x: 1 } }],
      metadata: { vendor: { gain: null }, cresset: { sourceIn: "10", sourceRate: "25" } },
    });
  });

  it("takes out a speed that is in the exported file, and leaves other effects", () => {
    const warp = { OTIO_SCHEMA: "LinearTimeWarp.1", time_scalar: 2 };
    const [sequence] = read(timeline(track("Video", [clip("a", { effects: [warp, { OTIO_SCHEMA: "MyFx.2" }] })])));
    const files = new Map([["V1.1", exported()]]);
    const baked = withSegment(sequence!, "V1.1", { sourceIn: rational(1005), speed: rational(1) });
    const [played] = readCut("p.otio", writeCut(baked, "otio", files).text);
    expect(played!.videoTracks[0]!.segments[0]).toMatchObject({ sourceIn: rational(1005), speed: rational(1) });
    expect(clipsOf(writeCut(baked, "otio", files).text)[0]!["effects"]).toEqual([{ OTIO_SCHEMA: "MyFx.2" }]);
    // A file at the source's own speed leaves the retime to the cut.
    expect(clipsOf(writeCut(sequence!, "otio", files).text)[0]!["effects"]).toHaveLength(2);
  });

  it("keeps the media of a nested clip that no one file can stand for, and says so", () => {
    const nested = {
      OTIO_SCHEMA: "Stack.1",
      children: [
        track("Video", [clip("below")]),
        track("Video", [
          { OTIO_SCHEMA: "Gap.1", source_range: range(0, 20) },
          clip("above", { source_range: range(1010, 10) }),
        ]),
      ],
    };
    const [sequence] = read(timeline(track("Video", [nested])));
    expect(sequence!.videoTracks[0]!.segments.map(({ name }) => name)).toEqual(["below", "above", "below"]);
    const files = new Map([1, 2, 3].map((n) => [`V1.${n}`, exported({ path: `/publish/${n}.mov` })]));
    const { text, warnings } = writeCut(sequence!, "otio", files);
    expect(text).toContain("file:///publish/2.mov");
    expect(text).not.toContain("file:///publish/1.mov");
    expect(warnings.map(({ message }) => message)).toEqual([
      '"below" is seen in 2 pieces: in the written OTIO it plays its own media, not /publish/1.mov',
    ]);
  });

  it("names unexported media so that it is found from another folder", () => {
    const [sequence] = read(
      timeline(
        track("Video", [
          clip("a", { media_references: { DEFAULT_MEDIA: external("m/im.0001.png") } }),
          clip("b", { media_references: { DEFAULT_MEDIA: { OTIO_SCHEMA: "MissingReference.1", name: "b" } } }),
        ]),
        track("Audio", [clip("s")]),
      ),
    );
    const links = new Map([
      ["V1.1", "/show/m/im.[0001-0020].png"],
      ["V1.2", "/found/b.mov"],
      ["A1.1", "/show/m/s.mov"],
    ]);
    const again = readCut("/elsewhere/p.otio", writeCut(sequence!, "otio", new Map(), links).text)[0]!;
    const paths = [...again.videoTracks, ...again.audioTracks].flatMap(({ segments }) =>
      segments.map(({ source }) => source.path),
    );
    expect(paths).toEqual(["/show/m/im.0001.png", "/found/b.mov", "/show/m/s.mov"]);
    const edl = readCut("/elsewhere/p.edl", writeCut(sequence!, "edl", new Map(), links).text, { rate: rate(25) })[0]!;
    expect(edl.videoTracks[0]!.segments.map(({ source }) => source.path)).toEqual(paths.slice(0, 2));
    expect(edl.audioTracks[0]!.segments[0]!.source.path).toBe("/show/m/s.mov");
  });

  it("is one timeline of a collection, with what it refers to elsewhere in the file", () => {
    const shared = external("/m/shared.mov", { OTIO_REF_ID: "m1" });
    const reference = { OTIO_SCHEMA: "SerializableObjectRef.1", id: "m1" };
    const using = (name: string, media: unknown) =>
      timeline(track("Video", [clip(name, { media_references: { DEFAULT_MEDIA: media } })]));
    const both = read({
      OTIO_SCHEMA: "SerializableCollection.1",
      children: [using("a", shared), using("b", reference)],
    });
    const [again, ...none] = readCut("p.otio", writeCut(both[1]!, "otio").text);
    expect(none).toEqual([]);
    expect(again!.videoTracks[0]!.segments[0]).toMatchObject({ name: "b", source: { path: "/m/shared.mov" } });
  });

  it("has the names, shots and comments that segments were given since", () => {
    const [sequence] = read(timeline(track("Video", [clip("a"), clip("b")])));
    const renamed = withSegment(sequence!, "V1.1", { name: "opening", shotName: "sh010", comment: "seen" });
    const { text } = writeCut(renamed, "otio");
    const [first, second] = readCut("/show/again.otio", text)[0]!.videoTracks[0]!.segments;
    expect(first).toMatchObject({ name: "opening", shotName: "sh010", comment: "seen" });
    expect(second).toMatchObject({ name: "b", shotName: "", comment: "" });
    expect(text).toContain('"camera"');
  });

  it("gains subtitles that were added", () => {
    const [sequence] = read(unknowns);
    const cue = { start: rational(0), end: rational(1), text: "Hallo" };
    const added = { ...sequence!, subtitleTracks: [{ id: "S1", name: "de", cues: [cue] }] };
    const { text } = writeCut(added, "otio");
    expect(readCut("p.otio", text)[0]!.subtitleTracks).toEqual(added.subtitleTracks);
    expect(text).toContain("340282366920938463463374607431768211455");
  });
});
