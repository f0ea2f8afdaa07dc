import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandLine, eventsOf, openCommandLine, tree } from "./command-line.ts";

let shell: CommandLine;
let movie = "";

beforeAll(async () => {
  shell = await openCommandLine();
  movie = await shell.shoot("A001.mov", {
    codec: "prores_422",
    frames: 48,
    startTimecode: "10:00:00:00",
    tapeName: "A001",
  });
  const bytes = readFileSync(movie);
  writeFileSync(shell.in("media", "cut-off.mov"), bytes.subarray(0, bytes.length / 2));
});
afterAll(() => shell.close());

/** One scenario: files to write, the arguments, and what must be said with which exit code. */
interface Bad {
  readonly what: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly says: RegExp;
  readonly code: number;
}

const edl = (...lines: string[]) => ["TITLE: E", "FCM: NON-DROP FRAME", "", ...lines, ""].join("\n");
const renaming = (to: string) =>
  `export const preExportAsset = (info) => { info.resolvedPath = ${JSON.stringify(to)}; };`;
const png = ["--preset", "PNG"];

/** `OUT` stands for a destination that does not exist. */
const scenarios: readonly Bad[] = [
  { what: "a cut that is not there", args: ["gone.otio", ...png], says: /gone\.otio.* does not exist/, code: 3 },
  { what: "media that is not there", args: ["gone.mov", ...png], says: /gone\.mov.* does not exist/, code: 3 },
  {
    what: "a movie that was cut off",
    args: ["media/cut-off.mov", ...png],
    says: /cut-off\.mov" is cut off: .*Copy it again/,
    code: 3,
  },
  { what: "a file that is no media", files: { "a.mov": "hello" }, args: ["a.mov", ...png], says: /a\.mov/, code: 3 },
  {
    what: "OTIO without clips",
    files: { "empty.otio": '{"OTIO_SCHEMA":"Timeline.1","name":"E","tracks":{"OTIO_SCHEMA":"Stack.1","children":[]}}' },
    args: ["empty.otio", ...png],
    says: /"E" of .*empty\.otio is empty/,
    code: 3,
  },
  {
    what: "an EDL without events",
    files: { "empty.edl": edl() },
    args: ["empty.edl", "--rate", "24", ...png],
    says: /empty\.edl: Expected at least one event/,
    code: 3,
  },
  {
    what: "broken OTIO",
    files: { "broken.otio": '{\n  "OTIO_SCHEMA": "Timeline.1",\n  "name": oops\n}' },
    args: ["broken.otio", ...png],
    says: /broken\.otio, line 3, column 11: expected a value for the key "name"/,
    code: 3,
  },
  {
    what: "an EDL with a bad timecode",
    files: { "tc.edl": edl("001  A001 V C 10:00:00:00 10:00:99:00 01:00:00:00 01:00:01:00") },
    args: ["tc.edl", "--rate", "24", ...png],
    says: /tc\.edl, line 4: .*"10:00:99:00"/,
    code: 3,
  },
  {
    what: "media that is not found, all of it at once",
    files: {
      "unlinked.edl": edl(
        "001  A001 V C 10:00:00:00 10:00:01:00 01:00:00:00 01:00:01:00",
        "002  X900 V C 10:00:00:00 10:00:01:00 01:00:01:00 01:00:02:00",
        "003  X901 V C 10:00:00:00 10:00:01:00 01:00:02:00 01:00:03:00",
      ),
    },
    args: ["unlinked.edl", "--rate", "24", "--media", "media", ...png],
    says: /2 segments of .*unlinked\.edl have no media.*--allow-missing[^]*X900[^]*X901/,
    code: 4,
  },
  {
    what: "a preset with an unknown key",
    files: {
      "mine.yaml":
        "version: 1\nname: Mine\ntype: movie\nnamePatern: <name>\nnamePattern: <name>\nvideo:\n  codec: h264\n",
    },
    args: ["media/A001.mov", "--preset", "./mine.yaml"],
    says: /mine\.yaml cannot be used: line 4, namePatern: Unknown key; did you mean "namePattern"\?/,
    code: 5,
  },
  {
    what: "an unknown preset",
    args: ["media/A001.mov", "--preset", "ProRes 423"],
    says: /no preset "ProRes 423"\. Did you mean "ProRes 422"/,
    code: 13,
  },
  {
    what: "a hook file with a syntax error, strictly loaded",
    files: { "syntax/x.ts": "export function preExport(info { }\n" },
    args: ["media/A001.mov", ...png, "--hooks", "syntax", "--strict-hooks"],
    says: /x\.ts[^]*x\.ts, line 1/,
    code: 6,
  },
  {
    what: "a hook file that throws when it is loaded, strictly loaded",
    files: { "throws/x.ts": 'throw new Error("no licence");\n' },
    args: ["media/A001.mov", ...png, "--hooks", "throws", "--strict-hooks"],
    says: /x\.ts[^]*no licence/,
    code: 6,
  },
  {
    what: "a hook folder that is not there",
    args: ["media/A001.mov", ...png, "--hooks", "nowhere"],
    says: /hook folder .*nowhere does not exist/,
    code: 13,
  },
  {
    what: "a hook that throws before the file is written",
    files: { "fails/x.ts": 'export const preExport = () => { throw new TypeError("no server"); };' },
    args: ["media/A001.mov", ...png, "--hooks", "fails"],
    says: /no server/,
    code: 6,
  },
  {
    what: "a destination that is a file",
    files: { "a-file": "" },
    args: ["media/A001.mov", ...png, "--to", "a-file"],
    says: /a-file cannot be made: .*a-file is a file, not a folder/,
    code: 9,
  },
  {
    what: "a file in the way of a folder that an asset needs",
    files: { "taken/A001": "" },
    args: ["media/A001.mov", ...png, "--to", "taken"],
    says: /A001 cannot be made: .*A001 is a file, not a folder/,
    code: 9,
  },
  {
    what: "a destination that takes no files",
    args: ["media/A001.mov", ...png, "--to", "/proc/nowhere/out"],
    says: /Nothing can be written to \/proc: .*another destination/,
    code: 9,
  },
  {
    what: "two assets on one path",
    args: ["media/A001.mov", "media/A001.mov", ...png],
    says: /A001 \(video of A001\) and A001 \(video of A001 \(2\)\) would both be written to .*A001\.\[1001-1048\]\.png/,
    code: 9,
  },
  {
    what: "a hook that leads out of the destination with ..",
    files: { "dots/x.ts": renaming("../evil.[1001-1048].png") },
    args: ["media/A001.mov", ...png, "--hooks", "dots"],
    says: /"\.\.\/evil.*outside the destination/,
    code: 9,
  },
  {
    what: "a hook that gives an absolute path",
    files: { "absolute/x.ts": renaming("/tmp/cresset-evil.png") },
    args: ["media/A001.mov", ...png, "--hooks", "absolute"],
    says: /\/tmp\/cresset-evil.* is absolute and lies outside the destination/,
    code: 9,
  },
  {
    what: "a hook that leaves no name",
    files: { "nameless/x.ts": renaming("sub/") },
    args: ["media/A001.mov", ...png, "--hooks", "nameless"],
    says: /"sub\/" cannot be written: it ends with a slash/,
    code: 9,
  },
  { what: "a rate that is none", args: ["media/A001.mov", ...png, "--rate", "abc"], says: /--rate.*"abc"/, code: 2 },
  {
    what: "marks with nothing between",
    args: ["media/A001.mov", ...png, "--mark-in", "10:00:01:00", "--mark-out", "10:00:01:01"],
    says: /Nothing lies between the marks 10:00:01:00 and 10:00:01:01/,
    code: 2,
  },
  {
    what: "a mark that is no timecode",
    args: ["media/A001.mov", ...png, "--mark-in", "10:00:01:77"],
    says: /--mark-in: .*"10:00:01:77"/,
    code: 2,
  },
  {
    what: "an unknown sequence",
    args: ["media/A001.mov", ...png, "--sequence", "nope"],
    says: /no sequence "nope" in .*A001\.mov\. There are: A001/,
    code: 13,
  },
  {
    what: "an unknown profile",
    args: ["media/A001.mov", ...png, "--profile", "Web"],
    says: /no custom export profile "Web"/,
    code: 13,
  },
  {
    what: "a config with an unknown key",
    files: { "config.yaml": "hookz: []\n" },
    args: ["media/A001.mov", ...png, "--config", "config.yaml"],
    says: /config\.yaml is wrong: there is no key "hookz".*"hooks"/,
    code: 3,
  },
  {
    what: "a config that is not there",
    args: ["media/A001.mov", ...png, "--config", "gone.yaml"],
    says: /config .*gone\.yaml cannot be read: it does not exist/,
    code: 3,
  },
  { what: "no preset", args: ["media/A001.mov"], says: /No preset was named.*presets list/, code: 2 },
  { what: "an option that is none", args: ["media/A001.mov", "--bogus"], says: /unknown option '--bogus'/, code: 2 },
];

describe("Bad input is a sentence that says what and where, an exit code, and nothing written", () => {
  test.concurrent.for(scenarios)("$what", async ({ what, files, args, says, code }, { expect }) => {
    for (const [name, text] of Object.entries(files ?? {})) shell.file(name, text);
    const given = args.includes("--to")
      ? args[args.indexOf("--to") + 1]!
      : `out-${scenarios.findIndex((each) => each.what === what)}`;
    const before = given.startsWith("/") ? {} : tree(shell.in(given.replace("a-file", ".")));
    const ended = await shell.run(["export", ...args, ...(args.includes("--to") ? [] : ["--to", given])]);
    expect.soft(ended.stdout + ended.stderr).toMatch(says);
    expect.soft(ended.code).toBe(code);
    expect.soft(ended.stderr, "no stack of Cresset's own").not.toMatch(/\n\s+at .*\/src\//);
    if (!given.startsWith("/") && given !== "a-file") expect(tree(shell.in(given))).toEqual(before);
    if (given.startsWith("out-")) expect(existsSync(shell.in(given)), "no folder is made either").toBe(false);
  });

  test("a resolvedPath through a link out of the destination", async () => {
    mkdirSync(shell.in("linked"));
    symlinkSync(shell.in("media"), shell.in("linked", "l"));
    shell.file("through/x.ts", renaming("l/evil.[1001-1048].png"));
    const before = tree(shell.in("media"));
    const ended = await shell.run(["export", movie, ...png, "--to", "linked", "--hooks", "through"]);
    expect(ended.stderr).toMatch(/its folder is a link that leads to .*media/);
    expect(ended.code).toBe(9);
    expect(tree(shell.in("media"))).toEqual(before);
  });

  test("a destination that is a link to nowhere, before anything is rendered", async () => {
    symlinkSync("/nowhere/at/all", shell.in("dead"));
    for (const more of [[], ["--dry-run"]]) {
      const ended = await shell.run(["export", movie, ...png, "--to", "dead/below", ...more]);
      expect(ended.stderr).toMatch(/dead is a link to \/nowhere\/at\/all, which is not there\. Nothing was written/);
      expect(ended.code).toBe(9);
    }
  });

  test("a broken hook file is listed, and the others work", async () => {
    shell.file("mixed/a.ts", "export function preExport(info { }\n");
    shell.file("mixed/b.ts", renaming("b.[1001-1048].png"));
    const ended = await shell.run(["export", movie, ...png, "--to", "mixed-out", "--hooks", "mixed", "--dry-run"]);
    expect(ended.stdout).toMatch(/a\.ts could not be loaded: .*line 1/);
    expect(ended.stdout).toContain("mixed-out/b.[1001-1048].png");
    expect(ended.code).toBe(0);
  });

  test("a movie that is damaged in its middle is exported, with a warning that names the frames", async () => {
    const damaged = await shell.shoot("damaged.mp4", { codec: "h264", frames: 48, gop: 12 });
    const bytes = readFileSync(damaged);
    for (let at = bytes.length * 0.5; at < bytes.length * 0.55; at += 7) bytes[Math.floor(at)]! ^= 0x5a;
    writeFileSync(damaged, bytes);
    const { events, code } = await shell.events(["export", damaged, "--preset", "JPEG", "--to", "damaged-out"]);
    expect(code).toBe(0);
    const [asset] = eventsOf(events, "asset");
    expect(asset?.outcome).toMatchObject({ status: "written", frames: 48 });
    expect(asset?.outcome.warnings.join(" ")).toMatch(/damaged\.mp4.*damaged/);
    const strict = await shell.run(["export", damaged, "--preset", "JPEG", "--to", "strict-out", "--strict"]);
    expect(strict.stdout).toMatch(/failed .*--strict was given.*stays/);
    expect(strict.stdout).not.toContain("Go on with");
    expect(strict.code).toBe(12);
  });
});

/** Tools of the system that no test needs to pass: what wants them is skipped where they are missing. */
const system = (tool: string, args: readonly string[]) => spawnSync(tool, args);

const mounts = system("unshare", ["--mount", "true"]).status === 0;
const withSmallDisk = (folder: string) =>
  system("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", folder]).status === 0;

describe("A full disk", () => {
  test("is told before anything is written, where the export cannot fit", async (context) => {
    const folder = shell.in("small");
    mkdirSync(folder);
    if (!mounts || !withSmallDisk(folder)) return context.skip("a small disk cannot be mounted here");
    try {
      const ended = await shell.run(["export", movie, "--preset", "DPX", "--to", "small/out"]);
      expect(ended.stderr).toMatch(/needs at least 1\d\.\d MB, but .*small has \d\.\d MB free\. Nothing was written/);
      expect(ended.code).toBe(11);
      expect(tree(folder)).toEqual({});
    } finally {
      system("umount", [folder]);
    }
  });

  test("in the middle fails that asset, leaves nothing half-written, and resume finishes once there is room", async (context) => {
    const folder = shell.in("filling");
    mkdirSync(folder);
    if (!mounts || !withSmallDisk(folder)) return context.skip("a small disk cannot be mounted here");
    try {
      const filler = shell.in("filling", "filler");
      writeFileSync(filler, Buffer.alloc(1_800_000));
      const few = await shell.shoot("few.mov", { codec: "prores_422", frames: 2 });
      const ended = await shell.run(["export", movie, few, "--preset", "PNG", "--to", "filling/out"]);
      expect(ended.stdout).toMatch(/failed .*A001.*png: The disk is full.*Free space, then resume/);
      expect(ended.stdout).toMatch(/written .*few/);
      expect(ended.stdout, "no stack").not.toMatch(/\n\s+at /);
      expect(ended.code).toBe(11);
      expect(Object.keys(tree(shell.in("filling", "out"))).toSorted()).toEqual([
        "few/few.1001.png",
        "few/few.1002.png",
      ]);
      system("mount", ["-o", "remount,size=20m", folder]);
      const [, id = ""] = /resume (\S+)/.exec(ended.stdout) ?? [];
      const resumed = await shell.run(["runs", "resume", id]);
      expect(resumed.stdout).toMatch(/2 written/);
      expect(resumed.code).toBe(0);
      expect(Object.keys(tree(shell.in("filling", "out")))).toHaveLength(50);
    } finally {
      system("umount", [folder]);
    }
  });
});
