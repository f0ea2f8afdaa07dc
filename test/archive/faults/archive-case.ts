import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { formatArchive, readArchive } from "../../../src/archive/archive.ts";
import { openDestination } from "../../../src/archive/destination/open-destination.ts";
import { checkArchive } from "../../../src/archive/restore/check-archive.ts";
import { checkHistory } from "../../../src/archive/restore/check-history.ts";
import { restoreSessions } from "../../../src/archive/restore/restore-session.ts";
import { writeSession, type WriteSessionOptions } from "../../../src/archive/write-session.ts";
import { describeTree } from "../trees.ts";
import { judge, type Outcome } from "./fault-row.ts";

export const mebibyte = 1024 * 1024;
export const who = { tool: "Cresset test", host: "stage", user: "kim" };

export interface ArchiveCase {
  readonly at: string;
  readonly source: string;
  readonly root: string;
}

export const newCase = (folder: string, name: string): ArchiveCase => {
  const at = path.join(folder, name);
  fs.mkdirSync(at, { recursive: true });
  return { at, source: path.join(at, "source"), root: path.join(at, "archive") };
};

/** A small tree with files around every size that matters, links of both kinds, and a file that goes over segments. */
export function makeSource(source: string, bigBytes = 2_300_000): void {
  fs.mkdirSync(path.join(source, "shot 10/plates"), { recursive: true });
  for (const [index, size] of [0, 1, 511, 513, 4097, 70_000, 200_000].entries())
    fs.writeFileSync(path.join(source, "shot 10/plates", `plate.${index}.exr`), randomBytes(size));
  fs.writeFileSync(path.join(source, "movie.mov"), randomBytes(bigBytes));
  fs.writeFileSync(path.join(source, "notes.txt"), "take two\n");
  fs.symlinkSync("nowhere", path.join(source, "dangling"));
  fs.linkSync(path.join(source, "notes.txt"), path.join(source, "notes again.txt"));
}

export const placeOf = (root: string) => ({ kind: "folder" as const, root });

/** A session that archives a tree, with nobody who listens. */
export const sessionOf = ({ root, source }: Pick<ArchiveCase, "root" | "source">): WriteSessionOptions => ({
  archive: readArchive(placeOf(root)),
  roots: [{ kind: "tree", path: "files/tree", source }],
  selection: {},
  resume: false,
  sha256: true,
  readBack: true,
  comment: "",
  ...who,
  clips: 0,
  frames: 0,
  signal: new AbortController().signal,
  onSegment: async () => {},
  onProgress: () => {},
});

/** Archives a tree as a session of its own, in this process. */
export async function archiveCase(
  { root, source }: Pick<ArchiveCase, "root" | "source">,
  options: { readonly resume?: boolean; readonly segmentBytes?: number } = {},
): Promise<readonly string[]> {
  const place = placeOf(root);
  const { resume = false, segmentBytes = mebibyte } = options;
  if (!fs.existsSync(root)) formatArchive(place, { name: "Faults", segmentBytes, comment: "", ...who });
  const { problems } = await writeSession({ ...sessionOf({ root, source }), resume });
  return problems.map(({ problem }) => `${problem?.kind}: ${problem?.message}`);
}

/** Restores everything. @returns what was said to be wrong. */
export function restoreCase(root: string, target: string): readonly string[] {
  const reports: string[] = [];
  fs.mkdirSync(target, { recursive: true });
  try {
    const place = placeOf(root);
    const { complaints } = restoreSessions(readArchive(place), openDestination(place), {
      target,
      paths: [],
      overwrite: "never",
      withoutPrefix: "",
      onProblem: (_, { kind, message }) => reports.push(`${kind}: ${message}`),
      onRead: () => {},
    });
    reports.push(...complaints);
  } catch (error) {
    reports.push(`refused: ${error instanceof Error ? error.message : String(error)}`);
  }
  return reports;
}

/** @returns what a check of all of an archive finds, the history of its folder included. */
export function verifyCase(root: string): readonly string[] {
  try {
    const place = placeOf(root);
    const destination = openDestination(place);
    const options = { percent: 100, seed: "", onRead: () => {} };
    const { faults, hashes } = checkArchive(readArchive(place), destination, options);
    const history = checkHistory(destination, hashes, undefined, () => {});
    return [...faults.map(({ message }) => message), ...history.faults];
  } catch (error) {
    return [`refused: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** Restores what an archive holds and compares it with lines that describe what was archived. */
export function outcomeOf(
  { at, root }: Pick<ArchiveCase, "at" | "root">,
  before: readonly string[],
  more: readonly string[] = [],
): Outcome {
  const target = fs.mkdtempSync(path.join(at, "restored-"));
  const reports = [...restoreCase(root, target), ...more];
  const tree = path.join(target, "files/tree");
  const outcome = judge(before, fs.existsSync(tree) ? describeTree(tree) : [], reports);
  removeTree(target);
  return outcome;
}

/** Also what has modes that keep one from taking it away. */
export function removeTree(folder: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Every file of an archive, relative to its folder. */
export const filesOf = (root: string): readonly string[] =>
  fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .toSorted();
