import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeFileWhole } from "./write-file.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cresset-write-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const host = hostname().replaceAll(/[^\w-]/g, "_");

test("Folders are made, what was there is replaced, and size and checksum are those on disk", async () => {
  const file = join(folder, "a", "b", "cut.otio");
  await writeFileWhole(file, "old");
  expect(await writeFileWhole(file, "new text")).toMatchObject({
    bytes: 8,
    xxh128: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect(readFileSync(file, "utf8")).toBe("new text");
  expect(readdirSync(join(folder, "a", "b"))).toEqual(["cut.otio"]);
});

test("What a killed process of this machine left of the file is removed; what somebody may still write stays", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const dead = `.cut.otio.${host}-${pid}-0123abcd.partial`;
  const alive = `.cut.otio.${host}-${process.pid}-0123abcd.partial`;
  const elsewhere = `.cut.otio.another-machine-${pid}-0123abcd.partial`;
  const other = `.cut.edl.${host}-${pid}-0123abcd.partial`;
  for (const name of [dead, alive, elsewhere, other]) writeFileSync(join(folder, name), "half");
  await writeFileWhole(join(folder, "cut.otio"), "whole");
  expect(readdirSync(folder).toSorted()).toEqual([alive, elsewhere, other, "cut.otio"].toSorted());
});
