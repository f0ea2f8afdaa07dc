import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { rate } from "../time/rate.ts";
import { isLinked } from "./clip-facts.ts";

test("A sequence is unlinked when the folders are gone in which its media was found", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "cresset-facts-"));
  const facts = (mediaFolders: readonly string[]) => ({
    source: { kind: "cut", path: "/cuts/a.edl", sequenceName: "a", mediaFolders } as const,
    duration: 10,
    rate: rate(25),
    dropFrame: false,
    startFrame: 0,
    width: 0,
    height: 0,
  });
  expect(await isLinked(facts([folder, "/not/there"]))).toBe(true);
  rmSync(folder, { recursive: true });
  expect(await isLinked(facts([folder, "/not/there"]))).toBe(false);
  // One that was imported without folders finds its media by the paths in the cut.
  expect(await isLinked(facts([]))).toBe(true);
});
