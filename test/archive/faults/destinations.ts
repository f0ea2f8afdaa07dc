import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { formatArchive, readArchive } from "../../../src/archive/archive.ts";
import { describeTree } from "../trees.ts";
import {
  archiveCase,
  makeSource,
  mebibyte,
  newCase,
  outcomeOf,
  placeOf,
  removeTree,
  verifyCase,
  who,
} from "./archive-case.ts";
import { count, faultRow, type FaultRow } from "./fault-row.ts";
import { archiveInProcess } from "./start-archive.ts";

const lyingDisk = fileURLToPath(new URL("lying-disk.mjs", import.meta.url));

/** A disk that is full in the middle: it is said how much is missing, and the session goes on when there is room. */
export async function fullDisks(folder: string, times: number): Promise<FaultRow> {
  const row = faultRow("disk full, then resumed");
  for (let time = 0; time < times; time += 1) {
    const { at, source, root } = newCase(folder, `full-${time}`);
    makeSource(source, 9 * mebibyte);
    const before = describeTree(source);
    formatArchive(placeOf(root), { name: "Faults", segmentBytes: 4 * mebibyte, comment: "", ...who });
    // No file may grow beyond so many blocks of 1,024 bytes: the system says what it says of a full disk.
    const blocks = 256 + Math.floor(Math.random() * 3000);
    const before2 = ["bash", "-c", `ulimit -f ${blocks}; exec "$@"`, "bash"];
    const { code, output } = await archiveInProcess(root, source, { before: before2 });
    const isSaid = code === 1 && /disk-full: .* full.* MB more are needed/.test(output);
    const partials = fs.readdirSync(path.join(root, "session_0001")).filter((name) => name.endsWith(".partial"));
    const resumed = await archiveInProcess(root, source);
    const outcome = outcomeOf({ at, root }, before, verifyCase(root));
    const isExact = isSaid && partials.length === 0 && resumed.code === 0 && outcome === "exact";
    count(row, isExact ? "exact" : { silent: `${output} ${resumed.output} ${JSON.stringify(outcome)}` });
    removeTree(at);
  }
  return row;
}

/** A disk that does not keep what it was given: once, and every time. */
export async function lyingDisks(folder: string): Promise<FaultRow> {
  const row = faultRow("destination that lies: read back, written again once");
  for (const lies of [1, 1000]) {
    const { at, source, root } = newCase(folder, `lies-${lies}`);
    makeSource(source, 3 * mebibyte);
    const before = describeTree(source);
    formatArchive(placeOf(root), { name: "Faults", segmentBytes: mebibyte, comment: "", ...who });
    const told = await archiveInProcess(root, source, { preload: lyingDisk, environment: { LIES: String(lies) } });
    const isOnce = lies === 1;
    const isTold = isOnce ? told.code === 0 : told.code === 1 && told.output.includes("bad-destination");
    const mended = isOnce ? told : await archiveInProcess(root, source);
    const outcome = outcomeOf({ at, root }, before, verifyCase(root));
    count(row, isTold && mended.code === 0 && outcome === "exact" ? "exact" : { silent: told.output + mended.output });
    removeTree(at);
  }
  return row;
}

/** A destination that is taken away while it is written to. */
export async function removedDestinations(folder: string, times: number): Promise<FaultRow> {
  const row = faultRow("destination removed while it is written to");
  while (row.injected < times) {
    const { at, source, root } = newCase(folder, `removed-${row.injected}`);
    makeSource(source, 24 * mebibyte);
    formatArchive(placeOf(root), { name: "Faults", segmentBytes: 2 * mebibyte, comment: "", ...who });
    let removed = Promise.resolve();
    const { code, output } = await archiveInProcess(root, source, {
      onBegun: () => (removed = wait(50 + Math.random() * 100).then(() => fs.renameSync(root, `${root}-gone`))),
    });
    // It may have been done before.
    await removed;
    const isThere = fs.existsSync(path.join(`${root}-gone`, "session_0001/session.json"));
    const isSaid = code === 1 && /bad-destination|not-found/.test(output) && !fs.existsSync(root);
    count(row, isThere ? "exact" : isSaid ? "reported" : { silent: `${code} ${output}` });
    removeTree(at);
  }
  return row;
}

/** Two that write to one archive, and what a killed one left. */
export async function twoWriters(folder: string): Promise<FaultRow> {
  const row = faultRow("two writers on one archive; one that was killed");
  const { at, source, root } = newCase(folder, "writers");
  makeSource(source, 20 * mebibyte);
  const before = describeTree(source);
  formatArchive(placeOf(root), { name: "Faults", segmentBytes: 2 * mebibyte, comment: "", ...who });
  const lease = path.join(root, ".writing");

  async function secondWriter(): Promise<void> {
    for (let tries = 0; !fs.existsSync(lease) && tries < 1000; tries += 1) await wait(2);
    const resume = readArchive(placeOf(root)).unfinished !== undefined;
    let refusal = "";
    await archiveCase({ root, source }, { resume }).catch((error: Error) => (refusal = error.message));
    count(row, refusal.includes("Another Cresset") ? "reported" : { silent: `not refused: ${refusal}` });
  }

  const first = await archiveInProcess(root, source, {
    onBegun: (kill) => void secondWriter().then(kill, kill),
  });
  if (first.signal === "SIGKILL") await archiveInProcess(root, source);
  count(row, outcomeOf({ at, root }, before, verifyCase(root)));
  removeTree(at);
  return row;
}
