import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProber } from "../media/probe.ts";
import { writeTestFootage } from "../media/test-footage.ts";
import { rate } from "../time/rate.ts";
import { readCut } from "../timeline/read-cut.ts";
import { conform } from "./conform.ts";

let folder: string;
const prober = createProber();
const at = (...parts: readonly string[]) => path.join(folder, ...parts);
const film = rate(24);

/** Cards of cameras: each begins with clip.mov, and at the same timecode. */
const cards: readonly (readonly [file: string, tapeName?: string])[] = [
  ["cards/A001/clip.mov"],
  ["cards/A002/clip.mov"],
  ["inside/x/clip.mov", "B001"],
  ["inside/y/clip.mov", "B002"],
  ["mixed/one/clip.mov", "A009"],
  ["mixed/two/clip.mov"],
];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-ties-"));
  for (const [file, tapeName] of cards) {
    await mkdir(path.dirname(at(file)), { recursive: true });
    const picture = { codec: "mpeg2", width: 64, height: 48, rate: film, frames: 48 } as const;
    await writeTestFootage({
      ...picture,
      path: at(file),
      startTimecode: "01:00:00:00",
      ...(tapeName === undefined ? {} : { tapeName }),
    });
  }
});
afterAll(async () => {
  await prober.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the events of an EDL play, each of another tape and all called `clip.mov`. */
async function played(tapes: readonly string[], mediaFolders: readonly string[]) {
  const events = tapes.map((tape, index) => {
    const second = (number: number) => `01:00:${String(number).padStart(2, "0")}:00`;
    return `00${index + 1}  ${tape} V C 01:00:00:10 01:00:01:10 ${second(index)} ${second(index + 1)}\n* FROM CLIP NAME: clip.mov`;
  });
  const [sequence] = readCut("cut.edl", ["TITLE: cut", ...events].join("\n"), { rate: film });
  const { links, warnings } = await conform(sequence!, {
    mediaFolders: mediaFolders.map((name) => at(name)),
    cutFolder: folder,
    probe: (file) => prober.probe(file),
  });
  return {
    files: [...links.values()].map(({ media }) => path.relative(folder, media.path)),
    codes: warnings.map(({ code }) => code),
  };
}

describe("files of one name and one timecode", () => {
  it("are told apart by the tape's folder", async () => {
    const expected = { files: ["cards/A002/clip.mov", "cards/A001/clip.mov"], codes: [] };
    expect(await played(["A002", "a001"], ["cards"])).toEqual(expected);
    expect(await played(["A002", "A001"], ["cards/A001", "cards/A002"])).toEqual(expected);
  });

  it("are told apart by the tape that they carry, or that another of them carries", async () => {
    expect(await played(["B002", "B001"], ["inside"])).toEqual({
      files: ["inside/y/clip.mov", "inside/x/clip.mov"],
      codes: [],
    });
    expect(await played(["A003", "A009"], ["mixed"])).toEqual({
      files: ["mixed/two/clip.mov", "mixed/one/clip.mov"],
      codes: [],
    });
  });

  it("are taken from the media folder that was named first, with a warning, where nothing tells them apart", async () => {
    const codes = ["ambiguous-media"];
    expect(await played(["AX"], ["cards", "inside"])).toEqual({ files: ["cards/A001/clip.mov"], codes });
    expect(await played(["AX"], ["inside", "cards"])).toEqual({ files: ["inside/x/clip.mov"], codes });
    expect(await played(["AX"], ["cards/A002", "cards"])).toEqual({ files: ["cards/A002/clip.mov"], codes });
  });
});
