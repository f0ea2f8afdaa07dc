import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { PastCache } from "./past-cache.ts";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Bytes of which no two blocks are alike. */
const content = (bytes: number) => Buffer.from(Uint8Array.from({ length: bytes }, (_, at) => (at * 31) ^ (at >> 12)));

it.each([
  ["whole blocks", 2 * 1024 * 1024],
  ["whole sectors", 1024 * 1024 + 512 * 3],
  ["any length", 1024 * 1024 + 4096 + 1717],
])("files of %s lie on the disk as they were given, whatever the file system allows", async (_, bytes) => {
  const past = new PastCache();
  // In memory, where there is such a place, a file system may refuse to write past the cache.
  for (const parent of [tmpdir(), "/dev/shm"].filter((path) => existsSync(path))) {
    const folder = mkdtempSync(join(parent, "cresset-past-cache-"));
    folders.push(folder);
    const whole = content(bytes);
    for (const name of ["1", "2", "3"]) {
      const taken = past.take([whole.subarray(0, 777), whole.subarray(777)]);
      if (taken === undefined) continue;
      // What was taken is a copy: the parts may go.
      await past.store(join(folder, name), taken);
      expect(readFileSync(join(folder, name)).equals(whole)).toBe(true);
    }
  }
});

it("small files are left to the page cache", () => {
  expect(new PastCache().take([content(1000)])).toBeUndefined();
});

it.runIf(process.platform === "linux")("a folder that is missing is told as such", async () => {
  const past = new PastCache();
  const taken = past.take([content(1024 * 1024)]);
  expect(taken).toBeDefined();
  await expect(past.store("/nowhere/at/all", taken!)).rejects.toThrow("ENOENT");
});
