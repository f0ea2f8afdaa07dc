// Writes the kept sample archive of the current format. Run it when the format's version changes, and only then: samples of
// versions that are out there stay as they are for ever.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { formatArchive, readArchive } from "../src/archive/archive.ts";
import { archiveFormatVersion } from "../src/archive/format/format-version.ts";
import { verifyArchive } from "../src/archive/read-back.ts";
import { writeSession } from "../src/archive/write-session.ts";
import { describeTree } from "../test/archive/trees.ts";

const at = path.join(import.meta.dirname, `../test/samples/archive/format-${archiveFormatVersion}`);
if (fs.existsSync(at)) throw new Error(`${at} is kept for ever.`);
const source = path.join(tmpdir(), "cresset-sample");
fs.rmSync(source, { recursive: true, force: true });
const tree = path.join(source, "rushes");
fs.mkdirSync(path.join(tree, "shot 10"), { recursive: true });
fs.writeFileSync(path.join(tree, "notes.txt"), "Take two is the one.\n");
fs.writeFileSync(path.join(tree, "empty"), "");
fs.writeFileSync(path.join(tree, "shot 10/plate.1001.exr"), "no picture, 1001\n");
fs.writeFileSync(path.join(tree, "shot 10/plate.1002.exr"), "no picture, 1002\n", { mode: 0o600 });
fs.writeFileSync(Buffer.concat([Buffer.from(`${tree}/`), Buffer.from("Sch\u00f6n", "latin1")]), "latin-1\n");
fs.linkSync(path.join(tree, "notes.txt"), path.join(tree, "notes again.txt"));
fs.symlinkSync("shot 10/plate.1001.exr", path.join(tree, "first"));
const holes = fs.openSync(path.join(tree, "holes"), "w");
fs.writeSync(holes, Buffer.from("film"), 0, 4, 200_000);
fs.ftruncateSync(holes, 300_000);
fs.closeSync(holes);
// Longer than a segment: one whose usual part name is taken, and one with holes.
fs.writeFileSync(path.join(tree, "movie.mov"), "no movie\n".repeat(122_000));
fs.writeFileSync(path.join(tree, "movie.mov.part0000"), "no part of it\n");
const disk = fs.openSync(path.join(tree, "disk.img"), "w");
for (const at of [1024 * 1024, 3 * 1024 * 1024]) fs.writeSync(disk, "no disk\n".repeat(70_000), at);
fs.ftruncateSync(disk, 4 * 1024 * 1024);
fs.closeSync(disk);
execFileSync("find", [tree, "-exec", "touch", "-h", "-d", "@1700000000", "{}", ";"]);

const who = { tool: "Cresset 0.1.0", host: "stage", user: "kim" };
const place = { kind: "folder" as const, root: path.join(source, "archive") };
formatArchive(place, { name: "Sample", segmentBytes: 1024 * 1024, comment: "Kept for ever.", ...who });
const signal = new AbortController().signal;
for (const comment of ["first", "second"]) {
  await writeSession({
    archive: readArchive(place),
    roots: [{ kind: "tree", path: "files/rushes", source: tree }],
    selection: { files: [tree] },
    resume: false,
    sha256: true,
    readBack: true,
    comment,
    ...who,
    clips: 0,
    frames: 0,
    signal,
    onSegment: async () => {},
    onProgress: () => {},
  });
  fs.writeFileSync(path.join(tree, "notes.txt"), "Take three after all.\n");
  fs.utimesSync(path.join(tree, "notes.txt"), 1_700_000_001, 1_700_000_001);
  execFileSync("touch", ["-d", "@1700000000", tree]);
}
const record = { ...who, comment: "" };
await verifyArchive({ place, percent: 100, seed: "", record, signal, onProgress: () => {} });
fs.mkdirSync(at, { recursive: true });
execFileSync("cp", ["-r", place.root, path.join(at, "archive")]);
fs.writeFileSync(path.join(at, "tree.json"), `${JSON.stringify(describeTree(tree), undefined, 2)}\n`);
fs.rmSync(source, { recursive: true });
