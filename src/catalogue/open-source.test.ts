import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProber } from "../media/probe.ts";
import { writeTestFootage } from "../media/test-footage.ts";
import { rate } from "../time/rate.ts";
import { toNumber } from "../time/rational.ts";
import { openSource, readRate } from "./open-source.ts";

let folder: string;
const prober = createProber();
const media = (name: string) => path.join(folder, "media", name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-open-"));
  await mkdir(path.join(folder, "media"));
  const small = { codec: "mpeg2", width: 64, height: 48 } as const;
  const night = { startTimecode: "23:59:59:00", tapeName: "NIGHT", rate: rate(25), frames: 75 };
  await writeTestFootage({ ...small, ...night, path: media("night.mov") });
  const film = { startTimecode: "01:00:00:00", tapeName: "FILM", rate: rate(24), frames: 48 };
  await writeTestFootage({ ...small, ...film, path: media("film.mov") });
});
afterAll(async () => {
  await prober.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(lines: readonly string[]) {
  const cut = path.join(folder, "cut.edl");
  await writeFile(cut, ["TITLE: cut", "FCM: NON-DROP FRAME", ...lines].join("\n"));
  const [opened] = await openSource(cut, {
    mediaFolders: [path.join(folder, "media")],
    probe: (file) => prober.probe(file),
  });
  return opened!;
}

it("a rate that is none is refused with those that are", () => {
  expect(() => readRate("23.9")).toThrow(
    /one of 12, 15, 23\.976, 24, .* exact fraction such as 24000\/1001, got "23\.9"/,
  );
  expect(readRate("24000/1001")).toEqual(readRate("23.98"));
});

it("one image of a sequence is the sequence, which is said where it is not the first", async () => {
  const images = { codec: "png", width: 64, height: 48, rate: rate(24), frames: 5, firstFileNumber: 1001 } as const;
  await writeTestFootage({ ...images, path: path.join(folder, "im.%04d.png") });
  const told = async (name: string) => {
    const options = { mediaFolders: [], probe: (file: string) => prober.probe(file) };
    const [opened] = await openSource(path.join(folder, name), options);
    const { duration, warnings } = opened!.sequence;
    return [duration, warnings.filter(({ code }) => code === "whole-sequence").map(({ message }) => message)];
  };
  expect(await told("im.1001.png")).toEqual([5, []]);
  expect(await told("im.[1001-1005].png")).toEqual([5, []]);
  expect(await told("im.1003.png")).toEqual([
    5,
    [
      "im.1003.png is one of the 5 images of im.[1001-1005].png, and all of them are taken. im.[1003-1003].png is that one alone.",
    ],
  ]);
  expect(await told("im.[1003-1003].png")).toEqual([1, []]);
});

describe("an EDL that is opened with its media", () => {
  it("finds what was shot after midnight in media that began before", async () => {
    const { conformed } = await open([
      "001  NIGHT  V  C  23:59:59:20 00:00:00:05 01:00:00:00 01:00:00:10",
      "002  NIGHT  V  C  00:00:00:00 00:00:00:10 01:00:00:10 01:00:00:20",
    ]);
    expect(conformed.unlinked).toEqual([]);
    expect([...conformed.links.values()].map(({ sourceFrame }) => toNumber(sourceFrame))).toEqual([20, 25]);
  });

  it("runs at the rate of its media", async () => {
    const { sequence } = await open(["001  NIGHT  V  C  00:00:00:00 00:00:00:10 01:00:00:00 01:00:00:10"]);
    expect(sequence.rate).toEqual(rate(25));
    expect(sequence.warnings.map(({ code }) => code)).toEqual(["inferred-rate"]);
  });

  it("is refused where a timecode does not exist at the rate of its media", async () => {
    await expect(open(["001  FILM  V  C  01:00:00:12 01:00:00:24 01:00:00:00 01:00:00:12"])).rejects.toThrow(
      /cut\.edl, line 3: .*"01:00:00:24".* is 24.*all its media has 24 frames a second.*--rate 25/s,
    );
  });

  it("is read by its own numbers where media is missing", async () => {
    const { sequence, conformed } = await open([
      "001  FILM  V  C  01:00:00:12 01:00:00:24 01:00:00:00 01:00:00:12",
      "002  GONE  V  C  01:00:00:12 01:00:00:24 01:00:00:12 01:00:00:24",
    ]);
    expect(sequence.rate).toEqual(rate(25));
    expect(conformed.unlinked).toHaveLength(1);
  });
});
