import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readArchive } from "../../src/archive/archive.ts";
import { estimateSelection } from "../../src/archive/estimate.ts";
import { sessionEntries } from "../../src/archive/read-session.ts";
import {
  type ArchiveCase,
  archiveCase,
  mebibyte,
  newCase,
  placeOf,
  removeTree,
  restoreCase,
  verifyCase,
} from "./faults/archive-case.ts";
import { describeTree } from "./trees.ts";

let folder = "";
let one: ArchiveCase;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "cresset-long-"));
  one = newCase(folder, "long");
  fs.mkdirSync(one.source);
});
afterEach(() => removeTree(folder));

const inSource = (name: string) => path.join(one.source, name);
const session = () => path.join(one.root, "session_0001");
const blocksOf = (file: string) => fs.statSync(file).blocks * 512;
const hasTar = spawnSync("tar", ["--version"]).stdout?.toString().includes("GNU tar") ?? false;

/** Restores everything, and compares. @returns what was said, and where it lies. */
function restored() {
  const target = fs.mkdtempSync(path.join(one.at, "restored-"));
  const reports = restoreCase(one.root, target);
  return { reports, tree: path.join(target, "files/tree") };
}

/** Extracts as the archive's README says, and joins what it says is in parts. */
function extracted(): string {
  const target = fs.mkdtempSync(path.join(one.at, "extracted-"));
  for (const name of fs.readdirSync(session()).filter((each) => each.endsWith(".tar")))
    execFileSync("tar", ["-xf", path.join(session(), name), "-C", target]);
  const root = path.join(target, "Faults_0001");
  for (const { path: name, firstPart, parts = [] } of sessionEntries(readArchive(placeOf(one.root)), 1)) {
    if (firstPart === undefined || typeof name !== "string") continue;
    const [mark, digits] = [firstPart.replace(/\d+$/, ""), /\d+$/.exec(firstPart)?.[0].length];
    const file = path.join(root, name);
    const members = parts.map((_, part) => `${file}${mark}${String(part).padStart(digits ?? 4, "0")}`);
    execFileSync("bash", [
      "-c",
      'to="$1"; shift; cat "$@" | cp --sparse=always /dev/stdin "$to"',
      "bash",
      file,
      ...members,
    ]);
    execFileSync("touch", ["-r", members[0] ?? "", file]);
    execFileSync("chmod", ["--reference", members[0] ?? "", file]);
    for (const member of members) fs.rmSync(member);
  }
  execFileSync("touch", ["-r", one.source, path.join(root, "files/tree")]);
  return path.join(root, "files/tree");
}

test("a file that is called like the part of another comes back, through Cresset and through tar", async () => {
  fs.writeFileSync(inSource("span.bin"), randomBytes(3_000_000));
  fs.writeFileSync(inSource("span.bin.part0000"), "a real file");
  fs.writeFileSync(inSource("span.bin.piece0001"), "another one");
  fs.writeFileSync(inSource("cut.part0000"), "a file that somebody");
  fs.writeFileSync(inSource("cut.part0001"), "split without Cresset");
  fs.linkSync(inSource("span.bin"), inSource("twin"));
  fs.writeFileSync(inSource("twin.part0000"), "a third one");
  const before = describeTree(one.source);
  await archiveCase(one);
  expect(verifyCase(one.root)).toEqual([]);
  const { reports, tree } = restored();
  expect(reports).toEqual([]);
  expect(describeTree(tree)).toEqual(before);
  const plain = hasTar ? describeTree(extracted()) : before;
  expect(plain.map(withoutInode)).toEqual(before.map(withoutInode));
  const names = [...sessionEntries(readArchive(placeOf(one.root)), 1)].flatMap(({ firstPart }) => firstPart ?? []);
  expect(names).toEqual([".piece2-0000", ".piece0000"]);
});

/** Joined by hand a second name is a file of its own. */
const withoutInode = (line: string) => line.replace(/ (?:span\.bin|twin) (?=-?\d+$)/, " ");

test("a file with holes that is longer than a segment keeps them, and only its data is written", async () => {
  const size = 40 * mebibyte + 123;
  const handle = fs.openSync(inSource("disk.img"), "w");
  fs.ftruncateSync(handle, size);
  for (const [at, length] of [
    [5 * mebibyte, 1_500_000],
    [20 * mebibyte + 4096, 800_000],
    [21 * mebibyte, 700_001],
  ] as const)
    fs.writeSync(handle, randomBytes(length), 0, length, at);
  fs.closeSync(handle);
  fs.linkSync(inSource("disk.img"), inSource("other name"));
  const before = describeTree(one.source);
  const estimate = await estimateSelection([{ kind: "tree", path: "files/tree", source: one.source }], mebibyte);
  await archiveCase(one);
  const segments = fs.readdirSync(session()).filter((name) => name.endsWith(".tar"));
  expect(segments.reduce((sum, name) => sum + fs.statSync(path.join(session(), name)).size, 0)).toBeLessThan(3_300_000);
  expect(Math.abs(segments.length - estimate.segments)).toBeLessThanOrEqual(1);
  expect(verifyCase(one.root)).toEqual([]);
  const { reports, tree } = restored();
  expect(reports).toEqual([]);
  expect(describeTree(tree)).toEqual(before);
  expect(blocksOf(path.join(tree, "disk.img"))).toBeLessThan(4_000_000);
  const plain = hasTar ? extracted() : tree;
  expect(fs.readFileSync(path.join(plain, "disk.img")).equals(fs.readFileSync(inSource("disk.img")))).toBe(true);
  expect(blocksOf(path.join(plain, "disk.img"))).toBeLessThan(4_000_000);

  // A session that was killed in the middle of it goes on with the same stretches.
  const lines = fs.readFileSync(path.join(session(), "journal.jsonl"), "utf8").split("\n");
  const first = lines.findIndex((line) => line.includes('"spanning"'));
  expect(lines[first]).toContain('"sparse"');
  fs.writeFileSync(path.join(session(), "journal.jsonl"), `${lines.slice(0, first + 1).join("\n")}\n`);
  for (const name of fs.readdirSync(session()))
    if (name !== "journal.jsonl" && name !== "seg_0001.tar") fs.rmSync(path.join(session(), name));
  fs.rmSync(path.join(one.root, "ascmhl"), { recursive: true });
  const killed = { ...one, root: path.join(one.at, "killed") };
  fs.cpSync(one.root, killed.root, { recursive: true });
  await archiveCase(one, { resume: true });
  expect(verifyCase(one.root)).toEqual([]);
  const again = restored();
  expect(again.reports).toEqual([]);
  expect(describeTree(again.tree)).toEqual(before);

  // Meanwhile somebody called a file as its parts are called.
  fs.writeFileSync(inSource("disk.img.part0001"), "came up");
  await archiveCase(killed, { resume: true });
  one = killed;
  expect(verifyCase(one.root)).toEqual([]);
  const renamed = restored();
  expect(renamed.reports).toEqual([]);
  expect(describeTree(renamed.tree)).toEqual(describeTree(one.source));
});

test("what comes up under the name of a part that is archived is told, and comes into the next session", async () => {
  fs.writeFileSync(inSource("movie.mov"), randomBytes(2_500_000));
  fs.writeFileSync(inSource("zz"), randomBytes(1_500_000));
  await archiveCase(one);
  const journal = path.join(session(), "journal.jsonl");
  const lines = fs.readFileSync(journal, "utf8").split("\n");
  const movie = lines.findIndex((line) => line.includes('"entry"') && line.includes('"path":"files/tree/movie.mov"'));
  const end = lines.findIndex((line, index) => index > movie && line.startsWith('{"line":"segment"'));
  fs.writeFileSync(journal, `${lines.slice(0, end + 1).join("\n")}\n`);
  const kept = lines.slice(0, end + 1).flatMap((line) => /"file":"(seg_\d+\.tar)"/.exec(line)?.[1] ?? []);
  for (const name of fs.readdirSync(session()))
    if (name !== "journal.jsonl" && !kept.includes(name)) fs.rmSync(path.join(session(), name));
  fs.rmSync(path.join(one.root, "ascmhl"), { recursive: true });
  fs.writeFileSync(inSource("movie.mov.part0001"), "came up");
  expect(await archiveCase(one, { resume: true })).toEqual([expect.stringContaining("archive it once more")]);
  expect(await archiveCase(one)).toEqual([]);
  const { reports, tree } = restored();
  expect(reports).toEqual([]);
  expect(describeTree(tree)).toEqual(describeTree(one.source));
});

test("without any table files in parts are put together from the headers, or are said not to be whole", async () => {
  fs.mkdirSync(inSource("deep/er"), { recursive: true });
  fs.writeFileSync(inSource("deep/er/movie.mov"), randomBytes(3_500_000));
  fs.linkSync(inSource("deep/er/movie.mov"), inSource("deep/twin"));
  fs.writeFileSync(inSource("cut.part0000"), "a file that somebody");
  fs.writeFileSync(inSource("cut.part0001"), "split without Cresset");
  const handle = fs.openSync(inSource("disk.img"), "w");
  fs.ftruncateSync(handle, 9 * mebibyte);
  for (const at of [mebibyte, 6 * mebibyte]) fs.writeSync(handle, randomBytes(900_000), 0, 900_000, at);
  fs.closeSync(handle);
  const before = describeTree(one.source);
  await archiveCase(one);
  const last = fs.readdirSync(session()).filter((name) => name.endsWith(".tar")).length;
  for (const name of ["toc.jsonl", "journal.jsonl", "session.json", `seg_${String(last).padStart(4, "0")}.tar`])
    fs.rmSync(path.join(session(), name));
  const whole = restored();
  expect(whole.reports.join("\n")).toContain("what is restored by them is not checked");
  expect(describeTree(whole.tree)).toEqual(before);
  expect(blocksOf(path.join(whole.tree, "disk.img"))).toBeLessThan(3_000_000);

  // Without a segment in the middle of the movie.
  const middle = fs
    .readdirSync(session())
    .find((name) => fs.readFileSync(path.join(session(), name)).includes("movie.mov.part0001"));
  fs.rmSync(path.join(session(), middle ?? ""));
  const broken = restored();
  expect(broken.reports.join("\n")).toMatch(/missing: \d+ of its 3500000 bytes are not in the archive any more/);
  expect(fs.readdirSync(path.join(broken.tree, "deep/er"))).toEqual([]);
  expect(fs.readFileSync(path.join(broken.tree, "cut.part0001"), "utf8")).toBe("split without Cresset");
});

test("of archives of format 1 parts are known by their names, and are left as they are where one is missing", async () => {
  fs.mkdirSync(inSource("deep"));
  fs.writeFileSync(inSource("deep/movie.mov"), randomBytes(2_700_000));
  fs.linkSync(inSource("deep/movie.mov"), inSource("twin"));
  const before = describeTree(one.source);
  await archiveCase(one);
  for (const name of ["toc.jsonl", "journal.jsonl", "session.json"]) fs.rmSync(path.join(session(), name));
  const segments = fs.readdirSync(session()).filter((name) => name.endsWith(".tar"));
  // The last one holds a copy of the table.
  fs.rmSync(path.join(session(), segments.pop() ?? ""));
  for (const name of segments) {
    const bytes = fs.readFileSync(path.join(session(), name));
    bytes.write('"version":1', bytes.indexOf('"version":2'));
    fs.writeFileSync(path.join(session(), name), bytes);
  }
  const whole = restored();
  expect(describeTree(whole.tree)).toEqual(before);
  fs.rmSync(path.join(session(), "seg_0002.tar"));
  const broken = restored();
  expect(broken.reports.join("\n")).toContain("Segment 2 is not there");
  expect(fs.readdirSync(path.join(broken.tree, "deep"))).toEqual(["movie.mov.part0000", "movie.mov.part0002"]);
});
