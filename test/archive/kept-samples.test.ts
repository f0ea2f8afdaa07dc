import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readArchive } from "../../src/archive/archive.ts";
import { archiveFormatVersion } from "../../src/archive/format/format-version.ts";
import { removeTree, restoreCase, verifyCase } from "./faults/archive-case.ts";
import { describeTree } from "./trees.ts";

const samples = path.join(import.meta.dirname, "../samples/archive");

test("archives of every format that there ever was are read", () => {
  const formats = readdirSync(samples).toSorted();
  expect(formats).toHaveLength(archiveFormatVersion);
  for (const format of formats) {
    const at = mkdtempSync(path.join(tmpdir(), "cresset-kept-"));
    try {
      const root = path.join(at, "archive");
      cpSync(path.join(samples, format, "archive"), root, { recursive: true });
      const archive = readArchive({ kind: "folder", root });
      expect(archive.sessions.map(({ comment }) => comment)).toEqual(["first", "second"]);
      expect(verifyCase(root)).toEqual([]);
      const target = path.join(at, "restored");
      expect(restoreCase(root, target)).toEqual([]);
      const expected: unknown = JSON.parse(readFileSync(path.join(samples, format, "tree.json"), "utf8"));
      expect(describeTree(path.join(target, "files/rushes"))).toEqual(expected);
      removeTree(target);
    } finally {
      rmSync(at, { recursive: true, force: true });
    }
  }
});
