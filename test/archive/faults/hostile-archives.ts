import fs from "node:fs";
import path from "node:path";
import { readArchive, sessionFolder } from "../../../src/archive/archive.ts";
import { c4OfBytes } from "../../../src/archive/c4.ts";
import type { TocEntry } from "../../../src/archive/format/archive-json.ts";
import { archiveCase, newCase, placeOf, removeTree, restoreCase } from "./archive-case.ts";
import { count, faultRow, type FaultRow } from "./fault-row.ts";

/** Entries that would leave the target, and what is in the target before. */
const tricks: readonly (readonly [
  what: string,
  forged: (entry: TocEntry) => readonly TocEntry[],
  plant?: (target: string, outside: string) => void,
])[] = [
  ["..", (entry) => [{ ...entry, path: "../outside/planted" }]],
  [".. within", (entry) => [{ ...entry, path: "files/../../outside/planted" }]],
  ["absolute", (entry) => [{ ...entry, path: "/tmp/cresset-planted" }]],
  ["zero byte", (entry) => [{ ...entry, path: "files/a\u0000b" }]],
  [
    "through its own link",
    (entry) => [
      { ...link(entry, "files/way", "../../outside"), path: "files/way" },
      { ...entry, path: "files/way/planted" },
    ],
  ],
  [
    "through a planted link",
    (entry) => [{ ...entry, path: "files/way/planted" }],
    (target, outside) => {
      fs.mkdirSync(path.join(target, "files"));
      fs.symlinkSync(outside, path.join(target, "files/way"));
    },
  ],
  [
    "onto a planted link",
    (entry) => [{ ...entry, path: "files/way" }],
    (target, outside) => {
      fs.mkdirSync(path.join(target, "files"));
      fs.symlinkSync(path.join(outside, "planted"), path.join(target, "files/way"));
    },
  ],
  ["hard link to outside", (entry) => [hardLink(entry, "../outside/secret")]],
  [
    "hard link to a planted link",
    (entry) => [entry, hardLink(entry, "files/tree/way")],
    (target, outside) => {
      fs.mkdirSync(path.join(target, "files/tree"), { recursive: true });
      fs.symlinkSync(path.join(outside, "secret"), path.join(target, "files/tree/way"));
    },
  ],
  [
    "over a file that is there",
    (entry) => [{ ...entry, path: "files/own" }],
    (target) => {
      fs.mkdirSync(path.join(target, "files"));
      fs.writeFileSync(path.join(target, "files/own"), "mine");
    },
  ],
];

const link = ({ mtimeNs, mode }: TocEntry, name: string, to: string): TocEntry => ({
  path: name,
  type: "symlink",
  mtimeNs,
  mode,
  link: to,
});
const hardLink = ({ mtimeNs, mode }: TocEntry, to: string): TocEntry => ({
  path: "files/again",
  type: "hardlink",
  mtimeNs,
  mode,
  link: to,
});

/** Archives that somebody made to write where they may not: every time it is refused, and said. */
export async function hostileArchives(folder: string): Promise<FaultRow> {
  const row = faultRow("forged table, links planted in the target, files in the way");
  const one = newCase(folder, "hostile");
  fs.mkdirSync(one.source);
  fs.writeFileSync(path.join(one.source, "planted"), "from the archive");
  await archiveCase(one);
  const [session] = readArchive(placeOf(one.root)).sessions;
  const at = path.join(one.root, sessionFolder(1));
  const toc = path.join(at, "toc.jsonl");
  const lines = fs.readFileSync(toc, "utf8").trimEnd().split("\n");
  const file: TocEntry = JSON.parse(lines.find((line) => line.includes('"type":"file"')) ?? "");
  for (const [what, forged, plant] of tricks) {
    const ground = path.join(one.at, what);
    const [target, outside] = [path.join(ground, "target"), path.join(ground, "outside")];
    for (const each of [target, outside]) fs.mkdirSync(each, { recursive: true });
    fs.writeFileSync(path.join(outside, "secret"), "secret");
    plant?.(target, outside);
    const entries = forged(file).map((entry) => JSON.stringify(entry));
    const text = `${[lines[0], ...entries, JSON.stringify({ end: true, entries: entries.length })].join("\n")}\n`;
    fs.writeFileSync(toc, text);
    // Somebody who forges a table forges its checksum.
    const bytes = Buffer.from(text);
    fs.writeFileSync(
      path.join(at, "session.json"),
      JSON.stringify({ ...session, toc: { file: "toc.jsonl", bytes: bytes.length, c4: c4OfBytes(bytes) } }),
    );
    const reports = restoreCase(one.root, target);
    const isUntouched =
      fs.readdirSync(outside).join() === "secret" && fs.statSync(path.join(outside, "secret")).nlink === 1;
    const own = path.join(target, "files/own");
    const isKept = !fs.existsSync(own) || fs.readFileSync(own, "utf8") === "mine";
    const isSafe = isUntouched && isKept && !fs.existsSync("/tmp/cresset-planted");
    const isSaid = reports.some((report) => /^(unsafe|exists|missing|failed):/.test(report));
    count(row, isSafe && isSaid ? "reported" : { silent: `${what}: ${reports.join(" | ")}` });
  }
  removeTree(one.at);
  return row;
}
