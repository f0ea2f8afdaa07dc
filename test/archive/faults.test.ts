import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { faultTable } from "./faults/fault-table.ts";

/** A short form of `npm run faults`. */
const scale = {
  kills: 2,
  flips: 60,
  verifiedFlips: 12,
  fullDisks: 1,
  removals: 1,
  sparseBytes: 64 * 1024 * 1024,
  pairs: false,
};

test(
  "whatever breaks, what comes back is what was archived, or it is said",
  { skip: process.platform !== "linux", timeout: 300_000 },
  async () => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), "cresset-faults-"));
    try {
      for (const rows of faultTable(scale)) {
        for (const { name, injected, silent, notes } of [await rows(folder)].flat())
          expect({ name, silent, notes, isTried: injected > 0 }).toEqual({ name, silent: 0, notes: [], isTried: true });
      }
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  },
);
