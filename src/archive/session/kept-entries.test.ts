import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { TocEntry } from "../format/archive-json.ts";
import { keptEntries } from "./kept-entries.ts";
import { foundEntry } from "./pack-entry.ts";
import { type FoundFile, type SelectedRoot, walkFiles } from "./walk-files.ts";

const folder = fs.mkdtempSync(path.join(tmpdir(), "cresset-kept-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

test("frames of several ranges whose numbers have no padding are known again, wherever an earlier try stopped", () => {
  const ranges = [
    [7, 12],
    [15, 15],
    [98, 103],
    [120, 121],
  ] as const;
  for (const [first, last] of ranges)
    for (let number = first; number <= last; number += 1) fs.writeFileSync(path.join(folder, `shot.${number}.dpx`), "");
  const roots = ranges.map(([first, last]): SelectedRoot => ({
    kind: "frames",
    path: "media/shot",
    folder,
    prefix: "shot.",
    suffix: ".dpx",
    padding: 0,
    first,
    last,
  }));
  const walked = [...walkFiles(roots)].filter((found): found is FoundFile => !("problem" in found));
  expect(walked).toHaveLength(15);
  for (let stopped = 0; stopped <= walked.length; stopped += 1) {
    const recorded = walked.slice(0, stopped).map(foundEntry);
    const kept = keptEntries(function* list(): Generator<TocEntry> {
      yield* recorded;
    });
    const known = walked.filter((found) => kept.find(found.path) !== undefined);
    kept.end();
    expect(known.map((found) => found.path.toString())).toEqual(recorded.map((entry) => entry.path));
  }
});
