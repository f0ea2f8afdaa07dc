import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { describeTree } from "../trees.ts";
import { archiveCase, makeSource, newCase, outcomeOf, removeTree, restoreCase, verifyCase } from "./archive-case.ts";
import { count, faultRow, type FaultRow } from "./fault-row.ts";

const names: readonly (readonly [what: string, name: Buffer])[] = [
  ["newline", Buffer.from("a\nb")],
  ["control characters", Buffer.from([1, 7, 27, 0x7f])],
  ["latin-1", Buffer.from("Sch\u00f6n.mov", "latin1")],
  ["leading dash", Buffer.from("-rf")],
  ["255 bytes", Buffer.from("x".repeat(255))],
  ["spaces", Buffer.from("  ")],
  ["like a part", Buffer.from("x.part0001")],
  ["backslash and quotes", Buffer.from(String.raw`a\"'&<b>`)],
  ["composed and not", Buffer.from("e\u0301")],
];

/** Names that other programs lose: each must come back byte for byte. */
export async function oddNames(folder: string): Promise<FaultRow> {
  const row = faultRow("odd names");
  for (const [what, name] of names) {
    const one = newCase(folder, `name-${what}`);
    fs.mkdirSync(one.source);
    fs.writeFileSync(Buffer.concat([Buffer.from(`${one.source}/`), name]), randomBytes(70_000));
    await archiveCase(one);
    count(row, outcomeOf(one, describeTree(one.source), verifyCase(one.root)));
    removeTree(one.at);
  }
  return row;
}

/** A path that no program can name at once. */
export async function longPaths(folder: string): Promise<FaultRow> {
  const row = faultRow("path longer than 4,096 bytes");
  const one = newCase(folder, "long");
  const deep = (root: string, action: string) =>
    execFileSync("bash", [
      "-c",
      `cd "$1"; for i in $(seq 30); do n=$(printf 'd%.0s' $(seq 200)); ${action}; done; [ "$2" = make ] && echo deep > file; cat file`,
      "bash",
      root,
      action.startsWith("mkdir") ? "make" : "read",
    ]);
  fs.mkdirSync(one.source);
  deep(one.source, "mkdir $n; cd $n");
  await archiveCase(one);
  const target = path.join(one.at, "restored");
  const reports = [...verifyCase(one.root), ...restoreCase(one.root, target)];
  const isThere = reports.length === 0 && deep(path.join(target, "files/tree"), "cd $n").toString() === "deep\n";
  count(row, isThere ? "exact" : reports.length > 0 ? "reported" : { silent: "not there" });
  execFileSync("rm", ["-rf", one.at]);
  return row;
}

const microseconds = (file: string) => fs.statSync(file, { bigint: true }).mtimeNs / 1000n;

/** Kinds of files. @param sparseBytes length of the file with holes, and of one over 8 GiB where it is longer. */
export async function kinds(folder: string, sparseBytes: number): Promise<readonly FaultRow[]> {
  const row = faultRow("links, pipe, empty, mode 000, times of another clock");
  const one = newCase(folder, "kinds");
  makeSource(one.source);
  fs.symlinkSync("loop", path.join(one.source, "loop"));
  fs.symlinkSync("..", path.join(one.source, "up"));
  fs.writeFileSync(path.join(one.source, "shut"), "shut", { mode: 0 });
  for (const [name, seconds] of [
    // As text: of a number below zero Node makes the moment of the call.
    ["old", "-86400.25"],
    ["1970", 0],
    ["ahead", Date.now() / 1000 + 9e6],
  ] as const) {
    fs.writeFileSync(path.join(one.source, name), name);
    fs.utimesSync(path.join(one.source, name), seconds, seconds);
  }
  const before = describeTree(one.source);
  execFileSync("mkfifo", [path.join(one.source, "pipe")]);
  await archiveCase(one);
  const target = path.join(one.at, "restored");
  const reports = [...verifyCase(one.root), ...restoreCase(one.root, target)];
  const isPipe = fs.lstatSync(path.join(target, "files/tree/pipe")).isFIFO();
  fs.rmSync(path.join(target, "files/tree/pipe"));
  const after = describeTree(path.join(target, "files/tree"));
  const lost = before.filter((line) => !after.includes(line));
  for (const name of ["old", "1970", "ahead"]) {
    const [was, is] = [path.join(one.source, name), path.join(target, "files/tree", name)].map(microseconds);
    if (was !== is) lost.push(`${name}: ${is} in place of ${was} microseconds`);
  }
  count(
    row,
    isPipe && lost.length === 0 && reports.length === 0 ? "exact" : { silent: [...lost, ...reports].join(" | ") },
  );
  removeTree(one.at);

  const sparse = faultRow(`sparse file of ${Math.round(sparseBytes / 2 ** 30)} GiB, with its holes`);
  const two = newCase(folder, "sparse");
  fs.mkdirSync(two.source);
  const handle = fs.openSync(path.join(two.source, "holes"), "w");
  for (const at of [0, 70_000, sparseBytes / 2, sparseBytes - 9])
    fs.writeSync(handle, Buffer.from("film data"), 0, 9, at);
  fs.closeSync(handle);
  await archiveCase(two);
  const back = path.join(two.at, "restored");
  const said = [...verifyCase(two.root), ...restoreCase(two.root, back)];
  const stat = fs.statSync(path.join(back, "files/tree/holes"));
  const isSame = execFileSync("bash", [
    "-c",
    'cmp "$1" "$2" && echo same',
    "bash",
    path.join(two.source, "holes"),
    path.join(back, "files/tree/holes"),
  ]);
  const isExact = isSame.toString() === "same\n" && stat.size === sparseBytes && stat.blocks * 512 < 2 ** 20;
  count(sparse, isExact && said.length === 0 ? "exact" : { silent: `${stat.blocks} blocks ${said.join()}` });
  removeTree(two.at);
  return [row, sparse];
}
