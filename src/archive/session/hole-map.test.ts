import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { askForHoles } from "./hole-map.ts";
import { dataStretches } from "./sparse-map.ts";

const kilobyte = 1024;

describe.skipIf(process.platform !== "linux")("holes of a file", () => {
  test("tar knows where the data lies without reading what is none", () => {
    const size = 2 ** 40;
    const asked = withFile(size, [0, size / 2, size - 64 * kilobyte], (handle) => askForHoles(handle, size));
    expect(asked).toEqual([
      [0, 64 * kilobyte],
      [size / 2, 64 * kilobyte],
      [size - 64 * kilobyte, 64 * kilobyte],
    ]);
  });

  test("it is what reading the file finds", () => {
    const size = 3_000_001;
    withFile(size, [128 * kilobyte, 1024 * kilobyte], (handle) =>
      expect(askForHoles(handle, size)).toEqual(dataStretches(handle, size)),
    );
  });

  test("a file that is one hole, and one that is none", () => {
    expect(withFile(2 ** 30, [], (handle) => askForHoles(handle, 2 ** 30))).toEqual([]);
    // tar says nothing of holes then.
    expect(withFile(64 * kilobyte, [0], (handle) => askForHoles(handle, 64 * kilobyte))).toBeUndefined();
  });

  test("a file that is not as long as it was is not answered for", () => {
    expect(withFile(2 ** 30, [0], (handle) => askForHoles(handle, 2 ** 30 + 1))).toBeUndefined();
  });
});

/** A file of this size with 64 kB of data at each of these places. */
function withFile<T>(size: number, data: readonly number[], use: (handle: number) => T): T {
  const file = path.join(fs.mkdtempSync(path.join(tmpdir(), "cresset-holes-")), "scan.raw");
  const handle = fs.openSync(file, "w+");
  try {
    fs.ftruncateSync(handle, size);
    for (const at of data) fs.writeSync(handle, Buffer.alloc(64 * kilobyte, 1), 0, 64 * kilobyte, at);
    return use(handle);
  } finally {
    fs.closeSync(handle);
    fs.rmSync(path.dirname(file), { recursive: true });
  }
}
