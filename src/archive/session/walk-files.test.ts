import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { compareArchivePaths, walkFiles } from "./walk-files.ts";

test("Frames without padding are walked in the order of their names, which is the one that a resumed session counts on", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "cresset-walk-"));
  for (let number = 8; number <= 11; number += 1) writeFileSync(path.join(folder, `a.${number}.dpx`), "");
  const range = { folder, prefix: "a.", suffix: ".dpx", padding: 0, first: 8, last: 11 };
  const found = [...walkFiles([{ kind: "frames", path: "media/a", ...range }])].map((each) => each.path);
  rmSync(folder, { recursive: true });
  expect(found).toEqual(found.toSorted(compareArchivePaths));
  expect(found.map(String)).toEqual(["media/a/a.10.dpx", "media/a/a.11.dpx", "media/a/a.8.dpx", "media/a/a.9.dpx"]);
});
