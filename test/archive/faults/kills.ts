import fs from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { formatArchive } from "../../../src/archive/archive.ts";
import { describeTree } from "../trees.ts";
import { makeSource, mebibyte, newCase, outcomeOf, placeOf, removeTree, verifyCase, who } from "./archive-case.ts";
import { count, faultRow, type FaultRow } from "./fault-row.ts";
import { archiveInProcess } from "./start-archive.ts";

/** Kills the process that archives at random moments, again and again, until it is done; nobody clears anything up. */
export async function kills(folder: string, times: number): Promise<FaultRow> {
  const row = faultRow("kill -9 at a random moment, resumed");
  const { at, source, root } = newCase(folder, "kills");
  makeSource(source, 12 * mebibyte);
  for (let each = 0; each < 12; each += 1)
    fs.writeFileSync(path.join(source, `frame.${each}`), Buffer.alloc(900_000, each));
  const before = describeTree(source);
  while (row.injected < times) {
    removeTree(root);
    formatArchive(placeOf(root), { name: "Faults", segmentBytes: 2 * mebibyte, comment: "", ...who });
    const killed: number[] = [];
    for (let isDone = false; !isDone;) {
      const { code, signal, output } = await archiveInProcess(root, source, {
        onBegun: (kill) => void wait(Math.random() * 350).then(killed.length < 4 ? kill : undefined),
      });
      if (signal === "SIGKILL") killed.push(1);
      else if (code !== 0) return { ...row, injected: row.injected + 1, silent: row.silent + 1, notes: [output] };
      else isDone = true;
    }
    const outcome = outcomeOf({ at, root }, before, verifyCase(root));
    for (const _ of killed) count(row, outcome === "exact" ? outcome : { silent: JSON.stringify(outcome) });
  }
  removeTree(at);
  return row;
}
