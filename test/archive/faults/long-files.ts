import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { describeTree } from "../trees.ts";
import {
  type ArchiveCase,
  archiveCase,
  mebibyte,
  newCase,
  outcomeOf,
  removeTree,
  restoreCase,
  verifyCase,
} from "./archive-case.ts";
import { count, faultRow, type FaultRow } from "./fault-row.ts";

/** Files over several segments, one with holes, one whose parts' names are taken, a second name: with and without tables. */
export async function longFiles(folder: string): Promise<FaultRow> {
  const row = faultRow("files longer than a segment: taken names, holes, tables and segments lost");
  const one = newCase(folder, "long-files");
  fs.mkdirSync(one.source);
  const file = (name: string) => path.join(one.source, name);
  fs.writeFileSync(file("movie.mov"), randomBytes(2_300_000));
  fs.writeFileSync(file("movie.mov.part0000"), "no part of it");
  fs.linkSync(file("movie.mov"), file("again"));
  const disk = fs.openSync(file("disk.img"), "w");
  for (const at of [mebibyte, 30 * mebibyte]) fs.writeSync(disk, randomBytes(900_000), 0, 900_000, at);
  fs.ftruncateSync(disk, 32 * mebibyte);
  fs.closeSync(disk);
  await archiveCase(one);
  const before = describeTree(one.source);
  count(row, outcomeOf(one, before, verifyCase(one.root)));
  const session = path.join(one.root, "session_0001");
  for (const name of ["toc.jsonl", "journal.jsonl", "session.json"]) fs.rmSync(path.join(session, name));
  const segments = fs.readdirSync(session).filter((name) => name.endsWith(".tar"));
  count(row, outcomeOf(one, before));
  for (const lost of segments) {
    fs.renameSync(path.join(session, lost), path.join(one.at, lost));
    count(row, outcomeOf(one, before));
    fs.renameSync(path.join(one.at, lost), path.join(session, lost));
  }
  removeTree(one.at);
  return row;
}

/** A whole session that is gone: told before a check and after it, which is noted in the archive's history. */
export async function lostSessions(folder: string): Promise<FaultRow> {
  const row = faultRow("session or history taken away, then checked, restored, added to");
  const one: ArchiveCase = newCase(folder, "lost-sessions");
  fs.mkdirSync(one.source);
  for (const name of ["first", "second", "third"]) {
    fs.writeFileSync(path.join(one.source, name), name);
    await archiveCase(one);
  }
  for (const lost of ["session_0002", "session_0003", "ascmhl", "ascmhl/ascmhl_chain.xml"]) {
    fs.renameSync(path.join(one.root, lost), path.join(one.at, "away"));
    const said = [verifyCase(one.root), verifyCase(one.root)];
    const target = fs.mkdtempSync(path.join(one.at, "restored-"));
    if (lost.startsWith("session")) said.push(restoreCase(one.root, target));
    const isRefused = await archiveCase(one).then(
      () => false,
      () => true,
    );
    const isSaid = said.every((reports) => reports.some((report) => report.includes("is not there")));
    count(
      row,
      isSaid && isRefused ? "reported" : { silent: `${lost}: ${said.map((each) => each.join()).join(" | ")}` },
    );
    fs.renameSync(path.join(one.at, "away"), path.join(one.root, lost));
  }
  removeTree(one.at);
  return row;
}
