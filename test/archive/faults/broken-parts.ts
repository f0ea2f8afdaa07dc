import fs from "node:fs";
import path from "node:path";
import { describeTree } from "../trees.ts";
import { archiveCase, filesOf, makeSource, newCase, outcomeOf, removeTree, verifyCase } from "./archive-case.ts";
import { count, faultRow, type FaultRow } from "./fault-row.ts";

type Damage = (root: string, file: string) => void;

const cut: Damage = (root, file) => {
  const { size } = fs.statSync(path.join(root, file));
  fs.truncateSync(path.join(root, file), Math.floor(Math.random() * size));
};
const lose: Damage = (root, file) => fs.rmSync(path.join(root, file));
const empty: Damage = (root, file) => fs.truncateSync(path.join(root, file), 0);
const zeros: Damage = (root, file) =>
  fs.writeFileSync(path.join(root, file), Buffer.alloc(fs.statSync(path.join(root, file)).size));

/** Segments that are cut off, lost, swapped, or of another archive; then the same with what tells of them, one at a time, or two. */
export async function brokenParts(folder: string, pairs: boolean): Promise<readonly FaultRow[]> {
  const one = newCase(folder, "parts");
  makeSource(one.source);
  await archiveCase(one);
  fs.writeFileSync(path.join(one.source, "notes.txt"), "take three\n");
  await archiveCase(one);
  const other = newCase(folder, "other");
  makeSource(other.source);
  await archiveCase(other);
  const before = describeTree(one.source);
  const kept = path.join(one.at, "kept");
  fs.cpSync(one.root, kept, { recursive: true });
  const files = filesOf(one.root);

  const segments = faultRow("segment cut off, missing, emptied or zeroed");
  const mixed = faultRow("segments swapped, or of another archive");
  const tables = faultRow("table, journal, session.json or archive.json missing or damaged");
  const found = faultRow("the same, found by verify");
  function tryWith(row: FaultRow, name: string, damage: () => void): void {
    damage();
    const outcome = outcomeOf(one, before);
    count(row, typeof outcome === "string" ? outcome : { silent: `${name}: ${outcome.silent}` });
    count(found, verifyCase(one.root).length > 0 ? "reported" : { silent: name });
    removeTree(one.root);
    fs.cpSync(kept, one.root, { recursive: true });
  }

  const damages = { cut, lose, empty, zeros };
  const tars = files.filter((file) => file.endsWith(".tar"));
  const texts = files.filter((file) => /archive\.json|session\.json|toc\.jsonl|journal\.jsonl/.test(file));
  for (const [how, damage] of Object.entries(damages)) {
    for (const file of tars) tryWith(segments, `${how} ${file}`, () => damage(one.root, file));
    for (const file of texts) tryWith(tables, `${how} ${file}`, () => damage(one.root, file));
    for (const first of pairs ? texts : [])
      for (const second of [...texts, ...tars.slice(0, 2)])
        if (first < second && path.dirname(first) === path.dirname(second))
          tryWith(tables, `${how} ${first} ${second}`, () => [first, second].forEach((file) => damage(one.root, file)));
  }
  for (const session of ["session_0001", "session_0002"]) {
    const own = texts.filter((file) => file.startsWith(session));
    tryWith(tables, `all tables of ${session}`, () => own.forEach((file) => lose(one.root, file)));
    tryWith(tables, `all of ${session}`, () => removeTree(path.join(one.root, session)));
  }
  for (const [index, file] of tars.entries()) {
    const swapped = tars[(index + 1) % tars.length] ?? file;
    tryWith(mixed, `${file} and ${swapped}`, () => {
      fs.copyFileSync(path.join(kept, swapped), path.join(one.root, file));
      fs.copyFileSync(path.join(kept, file), path.join(one.root, swapped));
    });
    const foreign = path.join(other.root, "session_0001", path.basename(file));
    if (fs.existsSync(foreign))
      tryWith(mixed, `foreign ${file}`, () => fs.copyFileSync(foreign, path.join(one.root, file)));
  }
  removeTree(one.at);
  removeTree(other.at);
  return [segments, mixed, tables, found];
}
