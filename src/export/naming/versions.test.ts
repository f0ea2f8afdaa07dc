import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolveAssetPath } from "./asset-path.ts";
import { existingFiles } from "./existing-files.ts";
import { nextFreePath, nextVersion, versionTokens } from "./versions.ts";

let destination = "";
beforeEach(() => {
  destination = mkdtempSync(join(tmpdir(), "cresset-versions-"));
});
afterEach(() => rmSync(destination, { recursive: true }));

function onDisk(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(destination, path)), { recursive: true });
    writeFileSync(join(destination, path), "");
  }
}

const versioning = { padding: 3, name: "v<version>", start: 1 };
const range = { first: 1001, last: 1070, padding: 4 };
const next = (
  pattern: string,
  fileRange?: typeof range,
  more: { taken?: number[]; versioning?: typeof versioning } = {},
) =>
  nextVersion({
    destinationPath: destination,
    versioning,
    path: (tokens) =>
      resolveAssetPath({
        pattern,
        values: { name: "cut (1)", "shot name": "sh010", ...tokens },
        extension: fileRange ? "exr" : "mov",
        ...(fileRange && { fileRange }),
      }),
    ...more,
  });

describe("the next free version", () => {
  it("starts where the preset says", () => {
    expect(next("<name>_<version name>")).toBe(1);
    expect(next("<name>_<version name>", undefined, { versioning: { ...versioning, start: 0 } })).toBe(0);
  });

  it("follows the highest on disk, in the file's name", () => {
    onDisk("cut (1)_v001.mov", "cut (1)_v007.mov", "cut (1)_v009.wav", "other_v020.mov", "cut (1)_v008_old.mov");
    expect(next("<name>_<version name>")).toBe(8);
    expect(next("<name>_v<version>")).toBe(8);
  });

  it("follows the highest in folders and name together", () => {
    onDisk(
      "sh010/v002/sh010_v002.mov",
      "sh010/v005/notes.txt",
      "sh010/v009/sh010_v003.mov",
      "sh020/v030/sh020_v030.mov",
    );
    expect(next("<shot name>/<version name>/<shot name>_<version name>")).toBe(3);
  });

  it("sees a file sequence by any of its frames, whatever its length was", () => {
    onDisk("sh010_v001.1001.exr", "sh010_v004.0990.exr");
    expect(next("<shot name>_<version name>.<frame>", range)).toBe(5);
    expect(next("<shot name>_<version name>", range)).toBe(5);
  });

  it("understands other padding, other case and past the padding", () => {
    onDisk("cut (1)_v1.mov", "cut (1)_V0012.mov");
    expect(next("<name>_<version name>")).toBe(13);
    onDisk("cut (1)_v1000.mov");
    expect(next("<name>_v<version###>")).toBe(1001);
  });

  it("respects what is taken elsewhere", () => {
    onDisk("cut (1)_v002.mov");
    expect(next("<name>_<version name>", undefined, { taken: [11, 4] })).toBe(12);
  });

  it("writes its tokens as the preset pads them", () => {
    expect(versionTokens(7, versioning)).toEqual({ version: "007", "version name": "v007" });
    expect(versionTokens(7, { padding: 2, name: "take-<version####>", start: 1 })["version name"]).toBe("take-0007");
  });
});

describe("a free path beside one that is taken", () => {
  it.each([
    ["/o/cut.mov", "/o/cut_v002.mov"],
    ["/o/cut_v007.mov", "/o/cut_v008.mov"],
    ["/o/cut_v0999.mov", "/o/cut_v1000.mov"],
    ["/o/a.b/cut.final.mov", "/o/a.b/cut.final_v002.mov"],
    ["/o/sh010.[1001-1070].exr", "/o/sh010_v002.[1001-1070].exr"],
    ["/o/sh010_v003.[1001-1070].exr", "/o/sh010_v004.[1001-1070].exr"],
    ["/o/sh010_%04d.exr", "/o/sh010_v002_%04d.exr"],
    ["/o/README", "/o/README_v002"],
  ])("%s makes %s", (path, free) => {
    expect(nextFreePath(path, () => false)).toBe(free);
  });

  it("goes on until one is free", () => {
    onDisk("cut.mov", "cut_v002.mov", "cut_v003.mov");
    const free = nextFreePath(join(destination, "cut.mov"), (path) => existingFiles(path).length > 0);
    expect(free).toBe(join(destination, "cut_v004.mov"));
  });
});

describe("files that are there", () => {
  it("are those of the sequence, no more", () => {
    onDisk("s.0999.exr", "s.1001.exr", "s.1070.exr", "s.1071.exr", "s.01002.exr", "s.1003.dpx", "s.10x4.exr");
    const path = join(destination, "s.[1001-1070].exr");
    expect(existingFiles(path)).toEqual([join(destination, "s.1001.exr"), join(destination, "s.1070.exr")]);
  });
  it("include a number alone as a name, past the padding, and a folder in the way", () => {
    onDisk("0001.exr", "10000.exr", "cut.mov/x");
    expect(existingFiles(join(destination, "[0001-10000].exr"))).toHaveLength(2);
    expect(existingFiles(join(destination, "cut.mov"))).toHaveLength(1);
    expect(existingFiles(join(destination, "none/[0001-0002].exr"))).toEqual([]);
  });
});
