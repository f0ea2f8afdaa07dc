import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { settableTime } from "./settable-time.ts";

const folder = fs.mkdtempSync(path.join(tmpdir(), "cresset-times-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const file = path.join(folder, "file");
fs.writeFileSync(file, "");

/** What the file system has after the time was set. */
function setTime(mtimeNs: bigint): { readonly set: bigint; readonly isExact: boolean } {
  const { seconds, isExact } = settableTime(String(mtimeNs));
  fs.utimesSync(file, seconds, seconds);
  return { set: fs.statSync(file, { bigint: true }).mtimeNs, isExact };
}

test("times before 1970 are set, never the moment of the call", () => {
  for (const seconds of [-1_220_567_890n, -86_400n, -1n, 0n, 1n, 1_795_285_047n])
    expect(setTime(seconds * 1_000_000_000n)).toEqual({ set: seconds * 1_000_000_000n, isExact: true });
  expect(setTime(-1_219_600_000_000n).set / 1000n).toBe(-1_219_600_000n);
});

test("the microsecond is the one that was archived, and what is not exact is said", () => {
  const floor = (nanoseconds: bigint) => nanoseconds - (((nanoseconds % 1000n) + 1000n) % 1000n);
  fc.assert(
    fc.property(
      // 1928 to 2038: what all file systems hold.
      fc.bigInt({ min: -1_300_000_000n, max: 2_147_000_000n }),
      fc.oneof(
        fc.bigInt({ min: 0n, max: 999_999_999n }),
        fc.bigInt({ min: 0n, max: 999_999n }).map((us) => us * 1000n),
      ),
      (seconds, nanoseconds) => {
        const wanted = seconds * 1_000_000_000n + nanoseconds;
        const { set, isExact } = setTime(wanted);
        expect(floor(set)).toBe(floor(wanted));
        expect(isExact).toBe(set === wanted);
      },
    ),
    { numRuns: 3000 },
  );
});
