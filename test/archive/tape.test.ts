import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatArchive } from "../../src/archive/archive.ts";
import type { DestinationKind } from "../../src/archive/destination/open-destination.ts";
import { makeSource, mebibyte, newCase, outcomeOf, verifyCase, who } from "./faults/archive-case.ts";
import { archiveInProcess } from "./faults/start-archive.ts";
import { describeTree } from "./trees.ts";

let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "cresset-tape-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const checker = fileURLToPath(new URL("sequential-checker.mjs", import.meta.url));

/** Archives while every write is watched. @returns the files that were written, and what a tape could not have done. */
async function watched(kind: DestinationKind) {
  const one = newCase(folder, kind);
  makeSource(one.source, 3 * mebibyte);
  const before = describeTree(one.source);
  formatArchive({ kind, root: one.root }, { name: "Tape", segmentBytes: mebibyte, comment: "", ...who });
  const notes = path.join(one.at, "notes");
  fs.writeFileSync(notes, "");
  const { code, output } = await archiveInProcess(one.root, one.source, {
    preload: checker,
    environment: { SEQUENTIAL_ROOT: one.root, SEQUENTIAL_NOTES: notes },
  });
  expect(output).toBe("begun\n");
  expect(code).toBe(0);
  expect(outcomeOf(one, before, verifyCase(one.root))).toBe("exact");
  const lines = fs.readFileSync(notes, "utf8").trimEnd().split("\n");
  return {
    written: lines.filter((line) => line.startsWith("+ ")),
    refused: lines.filter((line) => !line.startsWith("+ ")),
  };
}

test("a tape is written front to back, each file once, through memory", async () => {
  const { written, refused } = await watched("ltfs");
  expect(refused).toEqual([]);
  expect(written.filter((line) => line.includes("seg_")).length).toBeGreaterThan(3);
});

test(
  "the watch sees what a tape cannot do: a disk is written past memory",
  { skip: process.platform !== "linux" },
  async () => {
    const { refused } = await watched("folder");
    expect(refused.length).toBeGreaterThan(0);
  },
);
