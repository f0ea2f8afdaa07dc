import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandLine, openCommandLine, tree } from "../faults/command-line.ts";

let shell: CommandLine;
beforeAll(async () => {
  shell = await openCommandLine();
  await shell.shoot("A001.mov", { codec: "prores_422", frames: 12, startTimecode: "01:00:00:00" });
  await shell.shoot("B002.mov", { codec: "prores_422", frames: 12 });
  shell.file(
    "cuts/offline.edl",
    `TITLE: Offline
001  A001 V     C        01:00:00:00 01:00:00:06 10:00:00:00 10:00:00:06
* FROM CLIP NAME: A001.mov
002  LOST V     C        01:00:00:00 01:00:00:06 10:00:00:06 10:00:00:12
* FROM CLIP NAME: LOST.mov
`,
  );
  await ok(["import", "media/A001.mov", "--to", "/Desktop/Reel 2"]);
  await ok(["archive", "format", "Cat", "--to", "."]);
  await ok(["archive", "add", "Cat", "/"]);
  await ok(["import", "media/B002.mov", "--to", "/Desktop/Reel 2"]);
  await ok(["archive", "add", "Cat", "/Desktop/Reel 2", "--no-media"]);
});
afterAll(() => shell.close());

async function ok(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
  const { code, stdout, stderr } = await shell.run(args, env);
  if (code !== 0) throw new Error(`cresset ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

test("a session without media hides none that the archive holds, and says of which clips it holds none", async () => {
  const home = { CRESSET_HOME: shell.in("elsewhere/home"), CRESSET_PROJECT: "" };
  shell.file("elsewhere/cresset.yaml", "project: { name: Other }\n");
  fs.renameSync(shell.in("media"), shell.in("media-away"));
  try {
    const config = ["--config", "elsewhere/cresset.yaml"];
    const said = await ok(["archive", "restore", shell.in("Cat"), ...config], home);
    expect(said).toContain(`/Desktop/Reels/Reel 2/B002: the archive holds none of its media`);
    expect(said).not.toContain("A001: the archive");
    // The reel lies where it lay, although it was archived by itself later.
    const shown = await ok(["clip", "show", "/Cat/Desktop/Reels/Reel 2/A001", "--project", "Other", "--json"], home);
    expect(shown).toContain(shell.in("elsewhere/restored/Cat/media/A001"));
    const clip = await ok(["archive", "restore", shell.in("Cat"), "/Desktop/Reel 2/A001", "--to", "one"], home);
    expect(clip).toContain("1 file,");
  } finally {
    fs.renameSync(shell.in("media-away"), shell.in("media"));
  }
});

test("entries are restored by the paths that are typed elsewhere, and twice onto the Desktop under names of their own", async () => {
  await ok(["archive", "restore", "Cat", "/Desktop/Reel 2/A001", "--to", "short"]);
  expect(Object.keys(tree(shell.in("short"))).filter((file) => file.endsWith("A001.mov"))).toHaveLength(1);
  for (const group of ["Cat", "Cat 2"]) {
    const said = await ok(["archive", "restore", "Cat", "/Desktop/Reel 2/A001", "--as", "Desktop"]);
    expect(said).toContain(`clip /Desktop/${group}/Cat/A001`);
  }
});

test("plain files never go out of the folder that --to names", async () => {
  for (const outside of ["../escaped", "../../escaped", "/tmp/escaped", "a/../../escaped"]) {
    const { code, stderr } = await shell.run(["archive", "restore", "Cat", "--to", "within/it", "--as", outside]);
    expect(code).toBe(2);
    expect(stderr).toContain("Expected a folder in within/it after --as");
  }
  expect(fs.existsSync(shell.in("within"))).toBe(false);
  await ok(["archive", "restore", "Cat", "/Desktop/Reel 2/A001", "--to", "within/it", "--as", "deeper/still"]);
  expect(fs.existsSync(shell.in("within/it/deeper/still"))).toBe(true);
});

test("a cut whose media was not found is archived, and is a problem of the session", async () => {
  await ok(["import", "cuts/offline.edl", "--media", "media", "--to", "/Desktop/Reel 3"]);
  const { code, stdout } = await shell.run(["archive", "add", "Cat", "/Desktop/Reel 3"]);
  expect(code).toBe(10);
  expect(stdout).toMatch(/problem {2}Offline: the media of the segment "LOST.mov" was not found/);
});

test("what was a file is a folder in the newer session, or the other way round: the newest counts, without a word", async () => {
  await ok(["archive", "format", "Kinds", "--to", ".", "--segment-size", "1MiB"]);
  const steps: readonly Readonly<Record<string, string>>[] = [
    { a: "a file", "b/x": "in a folder" },
    { "a/y": "in a new folder", b: "a file now" },
    { a: "a file again", "b/z": "in a folder again" },
  ];
  for (const [index, files] of steps.entries()) {
    fs.rmSync(shell.in("kinds"), { recursive: true, force: true });
    for (const [name, text] of Object.entries(files)) shell.file(`kinds/${name}`, text);
    fs.utimesSync(shell.in("kinds"), 1000 + index, 1000 + index);
    await ok(["archive", "add", "Kinds", "kinds"]);
    await ok(["archive", "restore", "Kinds", "--to", `kinds-${index}`]);
    const restored = path.join(shell.in(`kinds-${index}`), "files", shell.in("kinds"));
    expect(tree(restored)).toMatchObject(tree(shell.in("kinds")));
    expect(fs.statSync(restored).mtimeMs).toBe((1000 + index) * 1000);
  }
});
