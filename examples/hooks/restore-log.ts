// Keeps a log of every restore: who, when, what, from where. A line of JSON each, which holds the hash of the line before:
// a line that is changed or taken away shows. It is only ever appended to.
//
// The file is CRESSET_RESTORE_LOG; firstBroken below checks it.
// (Cresset's own audit log, `cresset archive log`, knows of everything; this one lies where the house wants it.)
import { createHash } from "node:crypto";
import { closeSync, constants, fsyncSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { setTimeout } from "node:timers/promises";
import { defineHooks } from "cresset";

const file = process.env["CRESSET_RESTORE_LOG"] ?? "restores.jsonl";
const start = "0".repeat(64);

export default defineHooks({
  async archiveRestored(info, cresset) {
    await append({
      at: new Date().toISOString(),
      user: userInfo().username,
      host: hostname(),
      archive: info.archiveName,
      from: info.archivePath,
      to: info.restoredPath,
      what: info.restored.length === 0 ? ["everything"] : info.restored,
    });
    cresset.log(`noted in ${file}`);
  },
});

async function append(entry: object): Promise<void> {
  const lock = `${file}.lock`;
  await take(lock);
  try {
    const log = openSync(file, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o644);
    try {
      const last = readFileSync(log, "utf8").trimEnd().split("\n").at(-1) ?? "";
      writeSync(log, `${JSON.stringify({ ...entry, previous: last === "" ? start : hashOf(last) })}\n`);
      fsyncSync(log);
    } finally {
      closeSync(log);
    }
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Two restores at a time write one after the other. A lock of somebody who was killed counts for half a minute. */
async function take(lock: string): Promise<void> {
  for (;;) {
    try {
      closeSync(openSync(lock, "wx"));
      return;
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 30_000) rmSync(lock, { force: true });
      await setTimeout(20);
    }
  }
}

const hashOf = (line: string): string => createHash("sha256").update(line).digest("hex");

/** Number of the first line that does not follow the one before; 0 when the log is whole. */
export function firstBroken(text: string): number {
  let previous = start;
  for (const [index, line] of text.trimEnd().split("\n").entries()) {
    if (!line.endsWith(`"previous":"${previous}"}`)) return index + 1;
    previous = hashOf(line);
  }
  return 0;
}
