import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { formatArchive } from "../../src/archive/archive.ts";
import { restoreArchive, verifyArchive } from "../../src/archive/read-back.ts";
import { writeSession } from "../../src/archive/write-session.ts";
import { mebibyte, sessionOf, who } from "./faults/archive-case.ts";
import { describeTree, makeTree, treeArbitrary } from "./trees.ts";

let folder = "";
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "cresset-round-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;

async function archiveTree(source: string, root: string, segmentBytes: number) {
  const place = { kind: "folder" as const, root };
  if (!fs.existsSync(root)) formatArchive(place, { name: "Trees", segmentBytes, comment: "", ...who });
  const written = await writeSession(sessionOf({ root, source }));
  return { place, written };
}

test("any tree comes back bit for bit, through Cresset and through tar alone", async () => {
  const hasTar = spawnSync("tar", ["--version"]).status === 0;
  await fc.assert(
    fc.asyncProperty(
      treeArbitrary,
      fc.constantFrom(mebibyte, 3 * mebibyte, 100 * mebibyte),
      async (tree, segmentBytes) => {
        const at = fs.mkdtempSync(path.join(folder, "case-"));
        const source = path.join(at, "source");
        makeTree(source, tree);
        const { place, written } = await archiveTree(source, path.join(at, "archive"), segmentBytes);
        expect(written.problems).toEqual([]);
        expect((await verifyArchive({ place, percent: 100, seed: "", signal, onProgress: () => {} })).faults).toEqual(
          [],
        );
        const restored = await restoreArchive({
          place,
          target: path.join(at, "restored"),
          paths: [],
          overwrite: "never",
          withoutPrefix: "",
          signal,
          onProgress: () => {},
        });
        expect(restored.problems).toEqual([]);
        expect(describeTree(path.join(at, "restored/files/tree"))).toEqual(describeTree(source));
        if (!hasTar) return;
        const extracted = path.join(at, "extracted");
        fs.mkdirSync(extracted);
        for (const { file } of written.session.segments)
          execFileSync("tar", ["-xf", path.join(place.root, "session_0001", file), "-C", extracted], {
            stdio: ["ignore", "ignore", "ignore"],
          });
        const plain = describeTree(path.join(extracted, "Trees_0001/files/tree"));
        // Files that go over several segments come out in parts.
        const expected = plain.some((line) => line.includes(".part0000")) ? plain : describeTree(source);
        expect(plain).toEqual(expected);
        fs.rmSync(at, { recursive: true, force: true });
      },
    ),
    { numRuns: 6, endOnFailure: true },
  );
}, 240_000);
