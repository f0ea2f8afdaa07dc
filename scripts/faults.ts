// `npm run faults`: breaks archives in every way that is known, and counts what came of it.
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { faultTable } from "../test/archive/faults/fault-table.ts";

const scale = {
  kills: 20,
  flips: 4000,
  verifiedFlips: 400,
  fullDisks: 5,
  removals: 5,
  sparseBytes: 9 * 2 ** 30,
  pairs: true,
};

const folder = fs.mkdtempSync(path.join(tmpdir(), "cresset-faults-"));
const line = (name: string, ...cells: readonly (string | number)[]) =>
  console.log(`${name.padEnd(74)}${cells.map((cell) => String(cell).padStart(12)).join("")}`);
let [injected, exact, reported, silent] = [0, 0, 0, 0];
try {
  line("fault", "injected", "exact", "reported", "silent");
  for (const rows of faultTable(scale))
    for (const row of [await rows(folder)].flat()) {
      line(row.name, row.injected, row.exact, row.reported, row.silent);
      for (const note of row.notes.slice(0, 5)) console.log(`    ${note}`);
      injected += row.injected;
      exact += row.exact;
      reported += row.reported;
      silent += row.silent;
    }
  line("all", injected, exact, reported, silent);
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exitCode = silent === 0 ? 0 : 1;
