import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readMediaIndex } from "./media-index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-index-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function files(...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), "");
  }
}
const read = () => readMediaIndex([folder]);
const names = (items: readonly { readonly path: string }[]) => items.map((item) => path.relative(folder, item.path));

describe("the names in media folders", () => {
  it("hold movies, sound and image sequences of all depths, and nothing else", async () => {
    await files("b/A002.mov", "a/deep/A001.MXF", "tone.wav", "cut.edl", ".hidden/x.mov", "b/.A002.mov", "c.mov.part");
    await files("plates/sh010.1001.exr", "plates/sh010.1002.exr", "plates/sh010.1004.exr", "plates/still.tif");
    const index = await read();
    expect(names(index.items)).toEqual([
      "a/deep/A001.MXF",
      "b/A002.mov",
      "plates/sh010.[1001-1004].exr",
      "plates/still.tif",
      "tone.wav",
    ]);
    expect(names(index.byName("a001.mxf"))).toEqual(["a/deep/A001.MXF"]);
    expect(names(index.byStem("A002"))).toEqual(["b/A002.mov"]);
    expect(names(index.byStem("sh010"))).toEqual(["plates/sh010.[1001-1004].exr"]);
    expect(names(index.byImage("sh010.%04d.exr"))).toEqual(["plates/sh010.[1001-1004].exr"]);
  });
  it("know each image of a sequence by its name, but none that is missing", async () => {
    await files("sh010.1001.exr", "sh010.1003.exr");
    const index = await read();
    expect(names(index.byName("sh010.1003.exr"))).toEqual(["sh010.[1003-1003].exr"]);
    expect(index.byName("sh010.1002.exr")).toEqual([]);
    expect(index.byName("sh010.1004.exr")).toEqual([]);
  });
  it("take a sequence without a name by its folder", async () => {
    await files("sh020/0001.dpx", "sh020/0002.dpx");
    expect(names((await read()).byStem("sh020"))).toEqual(["sh020/[0001-0002].dpx"]);
  });
  it("keep photos numbered by date as single pictures", async () => {
    await files("IMG_20260101120000.jpg", "IMG_20261121143005.jpg");
    expect(names((await read()).items)).toEqual(["IMG_20260101120000.jpg", "IMG_20261121143005.jpg"]);
  });
  it("follow links once, even in a circle", async () => {
    await files("store/A001.mov");
    await symlink(path.join(folder, "store"), path.join(folder, "linked"));
    await symlink(folder, path.join(folder, "store", "circle"));
    await symlink(path.join(folder, "gone.mov"), path.join(folder, "broken.mov"));
    const index = await read();
    expect(index.items).toHaveLength(1);
    expect(index.warnings).toEqual([]);
  });
  it("stop when the user does", async () => {
    await expect(readMediaIndex([folder], AbortSignal.abort(new Error("Ctrl-C")))).rejects.toThrow("Ctrl-C");
  });
});
