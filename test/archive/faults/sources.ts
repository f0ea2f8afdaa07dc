import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { formatArchive } from "../../../src/archive/archive.ts";
import { describeTree } from "../trees.ts";
import {
  archiveCase,
  makeSource,
  mebibyte,
  newCase,
  outcomeOf,
  placeOf,
  removeTree,
  restoreCase,
  verifyCase,
  who,
} from "./archive-case.ts";
import { count, faultRow, type FaultRow } from "./fault-row.ts";
import { archiveInProcess } from "./start-archive.ts";

const nobody = 65_534;
/** Changes a file again and again, each time in another place. */
const changing = {
  shrinks: "fs.truncateSync(file, Math.max(1, fs.statSync(file).size - 4096));",
  grows: "fs.appendFileSync(file, Buffer.alloc(50000, 7));",
  changes:
    "const h = fs.openSync(file, 'r+'); fs.writeSync(h, Buffer.from([n % 256]), 0, 1, (n * 7919) % 8000000); fs.closeSync(h);",
  "is replaced": "fs.writeFileSync(file + '.new', Buffer.alloc(9000000, n % 256)); fs.renameSync(file + '.new', file);",
};

/** Files that change all the while that they are read: what is archived is a state that was there, or it is said. */
export async function changingSources(folder: string): Promise<FaultRow> {
  const row = faultRow("source that shrinks, grows, changes, is replaced, vanishes while read");
  for (const [how, code] of Object.entries(changing)) {
    const one = newCase(folder, `source-${how}`);
    makeSource(one.source, 10);
    const file = path.join(one.source, "changing.mov");
    fs.writeFileSync(file, Buffer.alloc(9_000_000, 1));
    const worker = new Worker(
      `const fs = require("fs"); const file = require("worker_threads").workerData; let n = 0;
       setInterval(() => { n += 1; ${code} }, 2);`,
      { eval: true, workerData: file },
    );
    await new Promise((resolve) => worker.once("online", resolve));
    const problems = await archiveCase(one);
    await worker.terminate();
    const target = path.join(one.at, "restored");
    const reports = [...problems, ...restoreCase(one.root, target)];
    // Nothing can be compared with a file that never held still: it must be said, or be one of the states.
    const restored = fs.readFileSync(path.join(target, "files/tree/changing.mov"));
    const isState =
      how === "is replaced" && restored.length === 9_000_000 && restored.every((byte) => byte === restored[0]);
    const isSaid = reports.some((report) => report.includes("unstable") || report.includes("changed each"));
    count(
      row,
      isState
        ? "exact"
        : isSaid && verifyCase(one.root).length === 0
          ? "reported"
          : { silent: `${how}: ${reports.join()}` },
    );
    removeTree(one.at);
  }
  const one = newCase(folder, "source-vanishes");
  makeSource(one.source, 20 * mebibyte);
  const gone = path.join(one.source, "zz last");
  fs.writeFileSync(gone, randomBytes(1000));
  formatArchive(placeOf(one.root), { name: "Faults", segmentBytes: mebibyte, comment: "", ...who });
  const before = describeTree(one.source);
  const { output } = await archiveInProcess(one.root, one.source, {
    onBegun: () => void wait(40).then(() => fs.rmSync(gone)),
  });
  // What was gone before its folder was listed was never there.
  const isListed =
    output.includes("vanished") || fs.readFileSync(path.join(one.root, "session_0001/toc.jsonl")).includes("zz last");
  const expected = isListed ? before : describeTree(one.source);
  count(row, outcomeOf(one, expected, output.includes("vanished") ? [output] : []));
  removeTree(one.at);
  return row;
}

/** Files that may not be read are listed, and all others archived. */
export async function unreadableSources(folder: string): Promise<FaultRow> {
  const row = faultRow("unreadable file and folder");
  const one = newCase(folder, "unreadable");
  makeSource(one.source, 1000);
  fs.mkdirSync(path.join(one.source, "closed folder"));
  fs.writeFileSync(path.join(one.source, "closed folder/file"), "closed");
  const before = describeTree(one.source).filter(
    (line) => !line.startsWith("folder") && !line.includes("closed folder"),
  );
  formatArchive(placeOf(one.root), { name: "Faults", segmentBytes: mebibyte, comment: "", ...who });
  const asNobody = process.getuid?.() === 0;
  if (asNobody)
    for (const entry of ["", ...fs.readdirSync(one.at, { recursive: true }).map(String)])
      fs.lchownSync(path.join(one.at, entry), nobody, nobody);
  fs.chmodSync(path.join(one.source, "movie.mov"), 0);
  fs.chmodSync(path.join(one.source, "closed folder"), 0);
  fs.chmodSync(folder, 0o755);
  const { code, output } = await archiveInProcess(one.root, one.source, asNobody ? { uid: nobody } : {});
  fs.chmodSync(path.join(one.source, "closed folder"), 0o755);
  const target = path.join(one.at, "restored");
  const reports = restoreCase(one.root, target);
  const after = describeTree(path.join(target, "files/tree"));
  const others = before.filter((line) => !line.includes("movie.mov"));
  const isRest = others.every((line) => after.includes(line));
  for (const what of ["movie.mov", "closed folder"]) {
    const isSaid =
      output.includes("unreadable") && output.includes(what) && reports.some((report) => report.includes(what));
    count(row, code === 0 && isRest && isSaid ? "reported" : { silent: `${what}: ${output} ${reports.join(" | ")}` });
  }
  removeTree(one.at);
  return row;
}
