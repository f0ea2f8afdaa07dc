import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProber } from "../media/probe.ts";
import { writeTestFootage } from "../media/test-footage.ts";
import { rate } from "../time/rate.ts";
import type { ClipDraft } from "./catalogue.ts";
import { isLinked } from "./clip-facts.ts";
import { clipDrafts } from "./import-clips.ts";

const small = { width: 64, height: 48, rate: rate(25) } as const;
const prober = createProber();
let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-import-"));
  await writeTestFootage({
    ...small,
    codec: "mpeg2",
    frames: 30,
    path: at("rushes", "a.mov"),
    startTimecode: "01:00:00:00",
  });
  await writeTestFootage({
    ...small,
    codec: "png",
    frames: 3,
    firstFileNumber: 1001,
    path: at("rushes", "plate.%04d.png"),
  });
  await writeFile(at("rushes", "broken.mov"), "no movie");
  await writeFile(at("rushes", "notes.txt"), "of no concern");
  await mkdir(at("rushes", "day2"));
  await cp(at("rushes", "a.mov"), at("rushes", "day2", "b.mov"));
});
afterAll(async () => {
  await prober.close();
  await rm(folder, { recursive: true, force: true });
});

const importing = (what: string | readonly string[], options: { recursive?: boolean; mediaFolders?: string[] } = {}) =>
  clipDrafts(what, { mediaFolders: [], ...options, probe: (file, probeOptions) => prober.probe(file, probeOptions) });

function mediaOf({ facts: { source } }: ClipDraft): readonly string[] {
  return source.kind === "media"
    ? source.versions.map(({ name, media }) => `${name}=${path.relative(folder, media.path)}`)
    : [];
}

describe("importing a folder", () => {
  it("makes a clip of each movie and image sequence; a bad file is listed and the rest is there", async () => {
    const { drafts, problems } = await importing(at("rushes"));
    expect(drafts.map(({ name, facts }) => [name, facts.duration, facts.startFrame])).toEqual([
      ["a", 30, 90_000],
      ["plate", 3, 1001],
    ]);
    expect(problems.map((problem) => path.basename(problem.path))).toEqual(["broken.mov"]);
  });

  it("goes into the folders in it only when asked", async () => {
    const { drafts } = await importing(at("rushes"), { recursive: true });
    expect(drafts.map(({ name }) => name)).toEqual(["a", "plate", "b"]);
  });

  it("tells of links that lead nowhere, and takes a movie whose name looks like a pattern", async () => {
    await writeTestFootage({ ...small, codec: "prores_422", frames: 2, path: at("odd", "take.mov") });
    await rename(at("odd", "take.mov"), at("odd", "take%04d.mov"));
    await symlink(at("odd", "moved.mov"), at("odd", "gone.mov"));
    const { drafts, notes } = await importing(at("odd"));
    expect(drafts.map(mediaOf)).toEqual([["=odd/take%04d.mov"]]);
    expect(notes).toEqual([`Passed over in ${at("odd")}: gone.mov (a link that leads nowhere).`]);
  });

  it("of one image sequence is that clip, and an empty one is a problem", async () => {
    await writeTestFootage({ ...small, codec: "png", frames: 2, path: at("one", "0001", "%04d.png") });
    expect((await importing(at("one", "0001"))).drafts.map(({ name }) => name)).toEqual(["0001"]);
    const { problems } = await importing(at("one"));
    expect(problems[0]?.message).toMatch(/holds no media; .*--recursive/);
  });
});

it.each(["plate.[1001-1003].png", "plate.%04d.png", "plate.####.png", "plate.1002.png"])(
  "an image sequence is one clip as %s",
  async (spelling) => {
    const { drafts, problems } = await importing(at("rushes", spelling));
    expect(problems).toEqual([]);
    expect(drafts.flatMap(mediaOf)).toEqual(["=rushes/plate.[1001-1003].png"]);
  },
);

it("every image of a sequence, as a shell names them, is one clip", async () => {
  const files = [1001, 1002, 1003].map((number) => at("rushes", `plate.${number}.png`));
  expect((await importing([...files, at("rushes", "a.mov")])).drafts.map(({ name }) => name)).toEqual(["plate", "a"]);
});

describe("a pattern", () => {
  beforeAll(async () => {
    for (const [version, frames] of [
      [1, 2],
      [2, 3],
      [10, 4],
    ] as const) {
      const name = `sh010_comp_v${String(version).padStart(3, "0")}`;
      await writeTestFootage({
        ...small,
        codec: "png",
        frames,
        firstFileNumber: 1001,
        path: at("comp", `v${version}`, `${name}.%04d.png`),
      });
    }
    await writeTestFootage({ ...small, codec: "png", frames: 2, path: at("comp", "v1", "sh020_v001.%04d.png") });
    await writeFile(at("comp", "v2", "sh020_v002.0001.png"), "no picture");
  });

  it("makes one clip of each name, with its versions, showing the highest", async () => {
    const { drafts, problems } = await importing(at("comp", "v1", "{name}_v{version}.{frame}.{extension}"));
    expect(problems).toEqual([]);
    expect(drafts.map(mediaOf)).toEqual([
      ["v001=comp/v1/sh010_comp_v001.[1001-1002].png"],
      ["v001=comp/v1/sh020_v001.[0000-0001].png"],
    ]);
    const all = await importing(at("all", "{name}_v{version}.{frame}.{extension}"));
    expect(all.problems[0]?.message).toMatch(/No file fits the pattern/);
  });

  it("may have tokens in folders; a version that cannot be read is listed", async () => {
    for (const version of [1, 2, 10]) await cp(at("comp", `v${version}`), at("flat"), { recursive: true });
    const { drafts, problems } = await importing(at("flat", "{name}_v{version}.{frame}.{extension}"));
    expect(drafts.map(({ name, facts }) => [name, facts.duration])).toEqual([
      ["sh010_comp", 4],
      ["sh020", 2],
    ]);
    expect(drafts[0]?.facts.source).toMatchObject({
      current: 2,
      versions: [{ number: 1 }, { number: 2 }, { number: 10 }],
    });
    expect(problems.map((problem) => path.basename(problem.path))).toEqual(["sh020_v002.[0001-0001].png"]);
    const inFolders = await importing(at("comp", "v{version}", "{name}.{frame}.{extension}"));
    expect(inFolders.drafts.map(mediaOf)[0]).toEqual(["v1=comp/v1/sh010_comp_v001.[1001-1002].png"]);
  });

  it("says which token there is not", async () => {
    const { problems } = await importing(at("comp", "{name}_v{number}.{extension}"));
    expect(problems[0]?.message).toMatch(/the token \{number\}/);
  });
});

it("a cut becomes its sequences, with its text; media that is missing is noted", async () => {
  const edl = [
    "TITLE: cut",
    "FCM: NON-DROP FRAME",
    "001  A  V  C  01:00:00:00 01:00:00:10 10:00:00:00 10:00:00:10",
    "* FROM CLIP NAME: a.mov",
    "002  Z  V  C  01:00:00:00 01:00:00:10 10:00:00:10 10:00:00:20",
    "* FROM CLIP NAME: z.mov",
  ].join("\n");
  await writeFile(at("cut.edl"), edl);
  const { drafts, notes } = await importing(at("cut.edl"), { mediaFolders: [at("rushes")] });
  expect(drafts).toMatchObject([
    {
      kind: "sequence",
      name: "cut",
      cutText: edl,
      facts: { duration: 20, rate: rate(25), width: 64, source: { kind: "cut", mediaFolders: [at("rushes")] } },
    },
  ]);
  expect(notes).toEqual([expect.stringMatching(/"cut": a segment has no media.*z\.mov/)]);
});

it("what is no media is refused in a sentence each", async () => {
  await writeFile(at("cut.xml"), "");
  const { drafts, problems } = await importing([at("nowhere.mov"), at("cut.xml"), at("rushes", "notes.txt")]);
  expect(drafts).toEqual([]);
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/There is no .*nowhere\.mov/),
    expect.stringMatching(/cut\.xml is a cut that Cresset does not read/),
    expect.stringMatching(/notes\.txt/),
  ]);
});

it("media that went away is unlinked", async () => {
  await mkdir(at("gone"));
  await cp(at("rushes", "a.mov"), at("gone", "a.mov"));
  const [draft] = (await importing(at("gone"))).drafts;
  expect(await isLinked(draft!.facts)).toBe(true);
  await rm(at("gone"), { recursive: true });
  expect(await isLinked(draft!.facts)).toBe(false);
});
