import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProber } from "../media/probe.ts";
import { type TestFootage, writeTestFootage } from "../media/test-footage.ts";
import { rate } from "../time/rate.ts";
import { toNumber } from "../time/rational.ts";
import { readCut } from "../timeline/read-cut.ts";
import type { Sequence } from "../timeline/sequence.ts";
import { conform } from "./conform.ts";

let folder: string;
const prober = createProber();
const media = (...parts: readonly string[]) => path.join(folder, "media", ...parts);
const film = rate(24);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-conform-"));
  const small = { codec: "mpeg2", width: 64, height: 48, rate: film, frames: 48 } as const;
  const footage: readonly TestFootage[] = [
    { ...small, path: media("day1", "A001.mov"), startTimecode: "01:00:00:00", tapeName: "A001" },
    { ...small, path: media("day2", "A001.mov"), startTimecode: "02:00:00:00" },
    { ...small, path: media("A002C003_261121_R1AB.mov"), startTimecode: "03:00:00:00" },
    { ...small, path: media("copies", "one", "twin.mov"), startTimecode: "04:00:00:00" },
    { ...small, path: media("copies", "two", "twin.mov"), startTimecode: "04:00:00:00" },
    { ...small, path: media("inside.mov"), startTimecode: "05:00:00:00", tapeName: "Reel 7" },
    { ...small, path: media("plain.mov") },
    { ...small, path: media("plates", "sh010.%04d.png"), codec: "png", frames: 10, firstFileNumber: 1001 },
    {
      path: media("sound", "boom.wav"),
      codec: "none",
      rate: film,
      frames: 48,
      startTimecode: "06:00:00:00",
      audio: { sampleRate: 48_000, channels: 1 },
    },
  ];
  for (const file of footage) await writeTestFootage(file);
  await writeFile(media("broken.mov"), "no movie at all");
});
afterAll(async () => {
  await prober.close();
  await rm(folder, { recursive: true, force: true });
});

interface Event {
  readonly tape?: string;
  readonly channel?: "V" | "A";
  readonly sourceIn: string;
  readonly frames?: number;
  readonly notes?: readonly string[];
}

/** An EDL of events one after the other. */
function edl(...events: readonly Event[]): Sequence {
  let record = 0;
  const label = (frame: number) =>
    `00:00:${String(Math.floor(frame / 24)).padStart(2, "0")}:${String(frame % 24).padStart(2, "0")}`;
  const lines = events.map(({ tape = "AX", channel = "V", sourceIn, frames = 24, notes = [] }, index) => {
    const [hours = "", minutes = "", seconds = "", frame = ""] = sourceIn.split(":");
    const end = Number(seconds) * 24 + Number(frame) + frames;
    const sourceOut = `${hours}:${minutes}:${label(end).slice(6)}`;
    const times = `${sourceIn} ${sourceOut} ${label(record)} ${label(record + frames)}`;
    record += frames;
    return [
      `${String(index + 1).padStart(3, "0")}  ${tape} ${channel} C ${times}`,
      ...notes.map((note) => `* ${note}`),
    ];
  });
  return readCut("reel1.edl", ["TITLE: reel 1", "FCM: NON-DROP FRAME", ...lines.flat()].join("\n"), { rate: film })[0]!;
}

const fromClip = (name: string) => [`FROM CLIP NAME: ${name}`];

async function conformed(sequence: Sequence, mediaFolders: readonly string[] = [media()]) {
  const probed: string[] = [];
  const result = await conform(sequence, {
    mediaFolders,
    cutFolder: folder,
    probe: (file) => {
      probed.push(file);
      return prober.probe(file);
    },
  });
  const links = [...result.links].map(([id, link]) => [
    id,
    path.relative(media(), link.media.path),
    toNumber(link.sourceFrame),
  ]);
  return { ...result, links, probed, codes: result.warnings.map(({ code }) => code) };
}

describe("the media of a cut", () => {
  it("is found by file name, clip name and tape name, from the right frame", async () => {
    const { links, unlinked, warnings } = await conformed(
      edl(
        { sourceIn: "02:00:00:12", notes: ["FROM CLIP NAME: shot", "SOURCE FILE: V:\\rushes\\day2\\A001.mov"] },
        { sourceIn: "03:00:01:00", notes: fromClip("A002C003_261121_R1AB") },
        { sourceIn: "03:00:00:00", notes: fromClip("A002C003_261121_R1AB.mov") },
        { tape: "A002C003", sourceIn: "03:00:00:06" },
        { sourceIn: "00:00:00:10", notes: fromClip("PLAIN") },
      ),
    );
    expect(links).toEqual([
      ["V1.1", "day2/A001.mov", 12],
      ["V1.2", "A002C003_261121_R1AB.mov", 24],
      ["V1.3", "A002C003_261121_R1AB.mov", 0],
      ["V1.4", "A002C003_261121_R1AB.mov", 6],
      ["V1.5", "plain.mov", 10],
    ]);
    expect([unlinked, warnings]).toEqual([[], []]);
  });

  it("is found by a relative URL with percent signs, beside the cut and by its name", async () => {
    await mkdir(media("sp ace"));
    await copyFile(media("plain.mov"), media("sp ace", "ä b.mov"));
    await copyFile(media("plain.mov"), media("sp ace", "100%25.mov"));
    const urls = ["media/sp%20ace/%C3%A4%20b.mov", "gone/%C3%A4%20b.mov", "media/sp ace/100%25.mov"];
    const clips = urls.map((url) => ({
      OTIO_SCHEMA: "Clip.1",
      name: "shot",
      source_range: {
        OTIO_SCHEMA: "TimeRange.1",
        start_time: { OTIO_SCHEMA: "RationalTime.1", rate: 24, value: 6 },
        duration: { OTIO_SCHEMA: "RationalTime.1", rate: 24, value: 12 },
      },
      media_reference: { OTIO_SCHEMA: "ExternalReference.1", target_url: url },
    }));
    const track = { OTIO_SCHEMA: "Track.1", kind: "Video", children: clips };
    const cut = { OTIO_SCHEMA: "Timeline.1", name: "cut", tracks: { OTIO_SCHEMA: "Stack.1", children: [track] } };
    const { links, unlinked } = await conformed(readCut("cut.otio", JSON.stringify(cut))[0]!);
    expect(unlinked).toEqual([]);
    expect(links.map(([, file]) => file)).toEqual(["sp ace/ä b.mov", "sp ace/ä b.mov", "sp ace/100%25.mov"]);
  });

  it("of two files with one name is the one whose timecode covers the segment", async () => {
    const { links, warnings } = await conformed(
      edl(
        { sourceIn: "02:00:01:00", notes: fromClip("A001.mov") },
        { tape: "A001", sourceIn: "01:00:01:00" },
        { sourceIn: "02:00:00:00", notes: ["SOURCE FILE: /elsewhere/day1/A001.mov"] },
      ),
    );
    expect(links).toEqual([
      ["V1.1", "day2/A001.mov", 24],
      ["V1.2", "day1/A001.mov", 24],
      ["V1.3", "day2/A001.mov", 0],
    ]);
    expect(warnings).toEqual([]);
  });

  it("of two files that cannot be told apart is the nearest to the written path, else one with a warning", async () => {
    const near = await conformed(edl({ sourceIn: "04:00:00:00", notes: ["SOURCE FILE: /mnt/x/two/twin.mov"] }));
    expect([near.links, near.codes]).toEqual([[["V1.1", "copies/two/twin.mov", 0]], []]);
    const twice = { sourceIn: "04:00:00:00", notes: fromClip("twin") };
    const { links, warnings } = await conformed(edl(twice, twice));
    expect(links).toEqual([
      ["V1.1", "copies/one/twin.mov", 0],
      ["V1.2", "copies/one/twin.mov", 0],
    ]);
    expect(warnings).toEqual([
      {
        code: "ambiguous-media",
        message: `"twin" could play ${media("copies", "one", "twin.mov")} or ${media("copies", "two", "twin.mov")}: the first is taken. Give a narrower media folder, or name the one that is meant first.`,
        place: expect.stringContaining("line"),
      },
    ]);
  });

  it("is found by the tape name that the file itself carries", async () => {
    const { links, unlinked } = await conformed(
      edl({ tape: "Reel 7", sourceIn: "05:00:00:12" }, { tape: "Reel 7", sourceIn: "09:00:00:00" }),
    );
    expect(links).toEqual([["V1.1", "inside.mov", 12]]);
    expect(unlinked).toMatchObject([
      { trackId: "V1", segment: { id: "V1.2" }, tried: expect.stringContaining('carries the tape name "Reel 7"') },
    ]);
  });

  it("is looked for in full before all that is missing is listed", async () => {
    const { links, unlinked } = await conformed(
      edl(
        { sourceIn: "00:00:00:00", notes: fromClip("nowhere") },
        { sourceIn: "00:00:00:00", notes: fromClip("plain") },
        { sourceIn: "00:00:00:00", notes: ["FROM CLIP NAME: broken.mov"] },
        { sourceIn: "00:00:00:00", notes: ["SOURCE FILE: /gone/there.mov"] },
        { sourceIn: "00:00:00:00", notes: fromClip("boom") },
        { tape: "BL", sourceIn: "00:00:00:00" },
      ),
    );
    expect(links).toEqual([["V1.2", "plain.mov", 0]]);
    expect(unlinked.map(({ segment, tried }) => [segment.id, tried])).toEqual([
      ["V1.1", expect.stringMatching(/none of \d+ items in .* is with the clip name "nowhere"/)],
      ["V1.3", expect.stringMatching(/broken\.mov cannot be read/)],
      ["V1.4", expect.stringMatching(/there is no \/gone\/there\.mov; .* named "there\.mov"/)],
      ["V1.5", expect.stringMatching(/boom\.wav has no picture/)],
    ]);
  });

  it("is read once for each file, and only where a name points at it", async () => {
    const event = { sourceIn: "03:00:00:00", notes: fromClip("A002C003_261121_R1AB") };
    const { probed } = await conformed(edl(event, event, event));
    expect(probed.map((file) => path.relative(media(), file))).toEqual(["A002C003_261121_R1AB.mov"]);
  });

  it("is warned of where it is shorter than the cut asks", async () => {
    const { links, warnings } = await conformed(
      edl(
        { sourceIn: "03:00:01:12", notes: fromClip("A002C003_261121_R1AB") },
        { sourceIn: "00:00:01:12", frames: 18, notes: fromClip("plain") },
        { sourceIn: "08:00:00:00", notes: fromClip("plain") },
      ),
    );
    expect(links).toHaveLength(3);
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      [
        "source-too-short",
        '"A002C003_261121_R1AB" asks for 03:00:01:12 to 03:00:02:11 of A002C003_261121_R1AB.mov, which has 03:00:00:00 to 03:00:01:23: 12 of them show the nearest frame, held.',
      ],
      [
        "source-too-short",
        '"plain" asks for frames 36 to 53 of plain.mov, which has frames 0 to 47: 6 of them show the nearest frame, held.',
      ],
      ["source-too-short", expect.stringMatching(/24 of them/)],
    ]);
  });

  it("is warned of where a dissolve needs more of it than the cut", async () => {
    const text = `TITLE: reel 1
001  AX V C        03:00:01:00 03:00:02:00 00:00:00:00 00:00:01:00
* FROM CLIP NAME: A002C003_261121_R1AB
002  AX V C        03:00:02:00 03:00:02:00 00:00:01:00 00:00:01:00
002  AX V D    012 00:00:00:00 00:00:01:00 00:00:01:00 00:00:02:00
* FROM CLIP NAME: A002C003_261121_R1AB
* TO CLIP NAME: plain`;
    const { links, warnings } = await conformed(readCut("reel1.edl", text, { rate: film })[0]!);
    expect(links).toEqual([
      ["V1.1", "A002C003_261121_R1AB.mov", 24],
      ["V1.2", "plain.mov", 0],
    ]);
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringMatching(/: 12 of them show/)]);
  });

  it("is found for sound by samples since midnight, and silence is said", async () => {
    const { links, codes } = await conformed(
      edl(
        { channel: "A", sourceIn: "06:00:00:12", notes: fromClip("boom") },
        { channel: "A", sourceIn: "00:00:00:00", notes: fromClip("plain") },
      ),
    );
    expect(links).toEqual([
      ["A1.1", "sound/boom.wav", 12],
      ["A1.2", "plain.mov", 0],
    ]);
    expect(codes).toEqual(["no-sound"]);
  });

  it("must be looked for in folders that are there", async () => {
    const gone = path.join(folder, "gone");
    await expect(conformed(edl({ sourceIn: "00:00:00:00" }), [gone])).rejects.toThrow(
      `The media folder ${gone} does not exist. Check --media.`,
    );
  });

  it("stops being looked for when the user says so", async () => {
    const stopped = conform(edl({ sourceIn: "00:00:00:00", notes: fromClip("plain") }), {
      mediaFolders: [media()],
      cutFolder: folder,
      probe: (file) => prober.probe(file),
      signal: AbortSignal.abort(new Error("Ctrl-C")),
    });
    await expect(stopped).rejects.toThrow("Ctrl-C");
  });
});

describe("the media of an OTIO cut", () => {
  const clip = (start: number, length: number, reference: Readonly<Record<string, unknown>>, enabled = true) => ({
    OTIO_SCHEMA: "Clip.2",
    name: "sh010",
    enabled,
    source_range: range(start, length),
    active_media_reference_key: "DEFAULT_MEDIA",
    media_references: { DEFAULT_MEDIA: reference },
  });
  const range = (start: number, length: number) => ({
    OTIO_SCHEMA: "TimeRange.1",
    start_time: { OTIO_SCHEMA: "RationalTime.1", rate: 24, value: start },
    duration: { OTIO_SCHEMA: "RationalTime.1", rate: 24, value: length },
  });
  const external = (url: string, available?: readonly [number, number]) => ({
    OTIO_SCHEMA: "ExternalReference.1",
    target_url: url,
    ...(available === undefined ? {} : { available_range: range(...available) }),
  });
  const images = (first: number, available: readonly [number, number]) => ({
    OTIO_SCHEMA: "ImageSequenceReference.1",
    target_url_base: "media/plates",
    name_prefix: "sh010.",
    name_suffix: ".png",
    start_frame: first,
    frame_step: 1,
    frame_zero_padding: 4,
    rate: 24,
    available_range: range(...available),
  });
  const cut = (...children: readonly unknown[]): Sequence => {
    const track = { OTIO_SCHEMA: "Track.1", kind: "Video", name: "V1", children };
    const tracks = { OTIO_SCHEMA: "Stack.1", children: [track] };
    const text = JSON.stringify({ OTIO_SCHEMA: "Timeline.1", name: "reel 1", tracks });
    return readCut("reel1.otio", text)[0]!;
  };

  it("lies where the cut says, absolute or beside it, and needs no media folder", async () => {
    const hour = 24 * 3600;
    const { links, unlinked, codes } = await conformed(
      cut(
        clip(12, 12, external("media/plain.mov", [0, 48])),
        clip(hour + 12, 12, external(`file://${media("day1", "A001.mov")}`, [hour, 48])),
        clip(3, 5, images(1001, [0, 10])),
        clip(1003, 5, external("media/plates/sh010.%04d.png", [1001, 10])),
        clip(0, 12, external("media/gone.mov"), false),
      ),
      [],
    );
    expect(links.map(([, file, frame]) => [file, frame])).toEqual([
      ["plain.mov", 12],
      ["day1/A001.mov", 12],
      ["plates/sh010.[1001-1010].png", 3],
      ["plates/sh010.[1001-1010].png", 2],
    ]);
    expect([unlinked, codes]).toEqual([[], []]);
  });

  it("may be one image of a sequence, held, or the sequence by one of its images", async () => {
    const { links, warnings } = await conformed(
      cut(
        clip(0, 100, external("media/plates/sh010.1004.png", [0, 1])),
        clip(1004, 5, external("media/plates/sh010.1001.png", [1001, 10])),
        clip(0, 100, external("/elsewhere/sh010.1004.png")),
      ),
    );
    expect(links.map(([, file, frame]) => [file, frame])).toEqual([
      ["plates/sh010.[1004-1004].png", 0],
      ["plates/sh010.[1001-1010].png", 3],
      ["plates/sh010.[1004-1004].png", 0],
    ]);
    expect(warnings).toEqual([]);
  });

  it("keeps the image that the cut means when the files begin elsewhere", async () => {
    const { links } = await conformed(cut(clip(6, 4, images(999, [0, 12]))), []);
    expect(links.map(([, file, frame]) => [file, frame])).toEqual([["plates/sh010.[1001-1010].png", 4]]);
  });
});
