import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCatalogue } from "../src/catalogue/open-catalogue.ts";
import { testClip } from "../src/catalogue/project/test-clips.ts";
import { type CommandLine, openCommandLine } from "./faults/command-line.ts";

let commands: CommandLine;
beforeAll(async () => {
  commands = await openCommandLine();
});
afterAll(() => commands.close());

const inProject = (...words: string[]) => commands.run([...words, "--project", "Bigger Buck"]);

describe("the catalogue at the command line", () => {
  it("makes a project, fills the Desktop, and shows it as a tree", async () => {
    const early = await inProject("desktop", "show");
    expect(early).toMatchObject({
      code: 13,
      stderr: expect.stringMatching(/no project "Bigger Buck".*project new NAME/),
    });
    const made = await commands.run(["project", "new", "Bigger Buck", "--nickname", "bbk", "--folder", "job"]);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/Made the project Bigger Buck/) });
    await inProject("reel-group", "new", "Plates");
    const reel = await inProject("reel", "new", "VFX in", "--group", "Plates", "--json");
    expect(JSON.parse(reel.stdout)).toMatchObject([{ kind: "reel", path: "/Desktop/Plates/VFX in" }]);
    const catalogue = await openCatalogue(commands.in("home", "cresset.db"));
    const { id, folder } = await catalogue.project("Bigger Buck");
    expect(folder).toBe(path.join(commands.folder, "job"));
    await catalogue.addClips(
      id,
      (await catalogue.firstReel(id)).id,
      ["sh010", "sh020", "sh030"].map((name) => testClip(name)),
    );
    await catalogue.close();
    expect((await inProject("desktop", "show", "--limit", "2")).stdout).toBe(`Bigger Buck
Desktop
├─ Reels
│  ├─ Reel 1
│  │  ├─ sh010  01:00:00:00, 100 frames, 24 fps, 1920x1080  UNLINKED
│  │  ├─ sh020  01:00:00:00, 100 frames, 24 fps, 1920x1080  UNLINKED
│  │  └─ … and 1 more (--limit)
│  ├─ Reel 2
│  ├─ Reel 3
│  └─ Reel 4
└─ Plates
   └─ VFX in
Default Library
`);
  });

  it("knows the project in an export and a snapshot, and says which one it missed", async () => {
    const clip = "/Desktop/Plates/VFX in/sh010";
    const wishes = [
      ["export", clip, "--preset", "JPEG", "--to", "out", "--dry-run"],
      ["snapshot", clip, "--frame", "3", "--dry-run"],
    ];
    for (const wish of wishes) {
      // It is found, and its media is not.
      expect((await inProject(...wish)).stderr).toMatch(/sh010/);
      expect((await inProject(...wish)).stderr).not.toMatch(/no project|does not exist/);
      expect(await commands.run(wish)).toMatchObject({ code: 13, stderr: expect.stringMatching(/no project "/) });
    }
  });

  it("finds, renames, moves, copies, deletes and brings back", async () => {
    expect((await inProject("move", "/Desktop/Reel 1/sh010", "/Desktop/Reel 1/sh020", "/Desktop/VFX in")).stdout).toBe(
      "clip /Desktop/Plates/VFX in/sh010\nclip /Desktop/Plates/VFX in/sh020\n",
    );
    await inProject("copy", "/Desktop/Plates", "/Default Library");
    await inProject("rename", "/Desktop/VFX in/sh010", "sh010 comp");
    const found = await inProject("search", "SH010", "--json");
    expect(JSON.parse(found.stdout)).toMatchObject([
      { path: "/Desktop/Plates/VFX in/sh010 comp" },
      { path: "/Default Library/Plates/VFX in/sh010" },
    ]);
    await inProject("delete", "/Desktop/Plates", "/Desktop/Reel 4");
    expect((await inProject("bin")).stdout).toMatch(/reel group Plates, reel Reel 4/);
    expect(await inProject("undelete")).toMatchObject({
      code: 0,
      stdout: "reel group /Desktop/Plates\nreel /Desktop/Reels/Reel 4\n",
    });
    const shown = await commands.run(["project", "show", "Bigger Buck", "--json"]);
    expect(JSON.parse(shown.stdout)).toMatchObject({
      nickname: "bbk",
      reelGroups: 3,
      reels: 6,
      clips: 5,
      deletions: 0,
    });
  });

  it("says what cannot be done and what there is", async () => {
    expect(await inProject("move", "/Desktop/Reel 1")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/what to move and where to/),
    });
    expect(await inProject("rename", "/Desktop", "Bench")).toMatchObject({ code: 2 });
    expect(await inProject("delete", "/Desktop/Reel 1/nothing")).toMatchObject({
      code: 13,
      stderr: expect.stringMatching(/no "nothing" in \/Desktop\/Reels\/Reel 1 \(a reel\). It holds "sh030"/),
    });
  });

  it("makes a reel where a path says, as everywhere", async () => {
    const placed = await inProject("reel", "new", "/Desktop/Reels/Selects", "--json");
    expect(JSON.parse(placed.stdout)).toMatchObject([{ kind: "reel", path: "/Desktop/Reels/Selects" }]);
    expect((await inProject("reel", "new", "/Desktop/Nowhere/Selects")).stderr).toContain('no "Nowhere" in /Desktop');
    const group = await inProject("reel-group", "new", "/Default Library/Scans");
    expect(group.stdout).toBe("reel group /Default Library/Scans\n");
  });
});
