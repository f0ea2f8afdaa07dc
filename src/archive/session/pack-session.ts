import { CressetError } from "../../errors.ts";
import type { Destination, GrowingLog } from "../destination/destination.ts";
import type { SegmentRecord } from "../format/archive-json.ts";
import { archiveFormatVersion } from "../format/format-version.ts";
import { createEntryQueue } from "./entry-queue.ts";
import { createFilePacker, type FirstName } from "./file-packer.ts";
import { createFolderTrail } from "./folder-trail.ts";
import { type Description, type DescriptionPlan, descriptionWriter } from "./describe-payload.ts";
import { keptEntries } from "./kept-entries.ts";
import { readLines } from "../destination/read-lines.ts";
import type { ArchiveRing } from "./segment-stream.ts";
import { createSegmentWriter, segmentFileName } from "./segment-writer.ts";
import type { Spanning } from "./journal-line.ts";
import { journalWriter } from "./journal-writer.ts";
import type { KeptJournal } from "./read-journal.ts";
import { type FoundFile, type SelectedRoot, walkFiles } from "./walk-files.ts";

export interface PackOptions {
  /** Folder of the session, relative to the destination. */
  readonly folder: string;
  /** Folder in which everything lies when the segments are extracted. */
  readonly root: string;
  readonly archiveId: string;
  readonly archiveName: string;
  readonly session: number;
  readonly segmentBytes: number;
  /** Whether SHA-256 is computed beside xxh128. */
  readonly sha256: boolean;
  /** Whether each segment is read back from the destination before it counts. */
  readonly readBack: boolean;
  /** How the payload is described while it is packed. */
  readonly describe: DescriptionPlan;
}

/** How far a session is. */
export interface Packed {
  /** What the journal holds, so that whoever goes on need not read it again. */
  readonly kept: KeptJournal;
  /** Of a payload that was packed from its beginning in one go; others are described from the journal. */
  readonly described?: Description | undefined;
}

export interface PackSurroundings {
  readonly ring: ArchiveRing;
  readonly destination: Destination;
  /** @throws when all was stopped. */
  readonly checkStopped: () => void;
  readonly onSegment: (segment: SegmentRecord) => void;
  /** A segment was not what was written when it was read back. It is written again once. */
  readonly onBadSegment: (number: number, fault: string) => void;
  readonly onProgress: (files: number, bytes: number) => void;
  /** A number for a file that no other of this run has, tries that failed included: threads remember files by it. */
  readonly numberFile: () => number;
}

/** What a journal holds that was begun just now. */
export const nothingKept: KeptJournal = {
  begin: undefined,
  segments: [],
  spanning: undefined,
  payloadDone: false,
  end: undefined,
  damagedLines: 0,
  hasTail: false,
  *entries() {},
  *texts() {},
};

/** Thrown when a segment was bad twice. */
export class SegmentFailed extends Error {
  override readonly name = "SegmentFailed";
}

class SegmentFault extends Error {
  override readonly name = "SegmentFault";
  readonly segment: number;

  constructor(segment: number, message: string) {
    super(message);
    this.segment = segment;
  }
}

/**
 * Packs everything under the roots into segments, and goes on where an earlier try stopped: what the journal has in closed
 * segments is not read again. First what was selected (`payload`), then, in segments of its own, what describes it.
 * @param known what the journal holds, where this process has just written it.
 * @throws CressetError when the destination cannot be written. @throws SegmentFailed when a segment was bad twice.
 */
export async function packRoots(
  roots: readonly SelectedRoot[],
  of: "payload" | "description",
  options: PackOptions,
  around: PackSurroundings,
  known?: KeptJournal,
): Promise<Packed> {
  const { destination } = around;
  const file = `${options.folder}/journal.jsonl`;
  // Loaded when there is something to read, which is seldom: its schemas take as long to load as all the rest.
  const read = async () => (await import("./read-journal.ts")).readJournal(() => readLines(destination, file));
  let bad: number | undefined;
  for (;;) {
    destination.discardPartials(options.folder);
    const kept = bad === undefined && known !== undefined ? known : await read();
    discardUnrecorded(destination, options.folder, kept);
    const log = destination.log(file);
    try {
      return packOnce(roots, of, options, around, kept, log);
    } catch (error) {
      if (!(error instanceof SegmentFault)) throw error;
      if (error.segment === bad) throw new SegmentFailed(error.message, { cause: error });
      bad = error.segment;
    } finally {
      log.close();
    }
  }
}

/**
 * A segment that has its name and is not in the journal: the run was killed between the two. It is written again.
 * @throws CressetError where more than that is not in the journal, which then is not what was written.
 */
function discardUnrecorded(destination: Destination, folder: string, { segments }: KeptJournal): void {
  const next = (segments.at(-1)?.number ?? 0) + 1;
  const names = destination.list(folder);
  if (!names.includes(segmentFileName(next))) return;
  if (names.includes(segmentFileName(next + 1)))
    throw new CressetError(
      "bad-destination",
      `The journal ${folder}/journal.jsonl of the archive ${destination.place} lost what it knew of ${segmentFileName(next)} and others. Restore from the session as it is, and archive the rest as a new one.`,
    );
  destination.remove(`${folder}/${segmentFileName(next)}`);
}

function packOnce(
  roots: readonly SelectedRoot[],
  of: "payload" | "description",
  options: PackOptions,
  { ring, checkStopped, onSegment, onBadSegment, onProgress, numberFile }: PackSurroundings,
  kept: KeptJournal,
  log: GrowingLog,
): Packed {
  const { folder, root, sha256, archiveId, archiveName, session } = options;
  // What was selected is archived: what came up since belongs to another session.
  if (of === "payload" && kept.payloadDone) return { kept };
  const journal = journalWriter(log);
  if (kept.hasTail) journal.add({ line: "discard", why: "The segment was not closed." });
  const isNew = of === "payload" && kept.segments.length === 0;
  const description = isNew ? descriptionWriter(options.describe) : undefined;
  const queue = createEntryQueue(sha256, (entry) => {
    const json = JSON.stringify(entry);
    journal.addEntry(json);
    description?.add(entry, json);
  });
  const label = { version: archiveFormatVersion, archiveId, archiveName, session };
  const { readBack: check, segmentBytes } = options;
  const writer = createSegmentWriter({ ring, hashing: sha256, check, segmentBytes, folder, root, label, queue });
  const trail = createFolderTrail();
  const packer = createFilePacker({ writer, queue, ring, sha256, root, roots, trail, nextSegment, numberFile });
  const segments = [...kept.segments];
  const last = segments.at(-1);
  writer.open((last?.number ?? 0) + 1, last?.xxh128);

  function close(spanning?: Spanning): SegmentRecord {
    const closed = writer.close();
    if ("fault" in closed) {
      journal.add({ line: "discard", why: closed.fault });
      journal.sync();
      onBadSegment(writer.number, closed.fault);
      throw new SegmentFault(writer.number, closed.fault);
    }
    queue.waitForAll(() => ring.awaitReply());
    const { record: segment } = closed;
    segments.push(segment);
    journal.add({ line: "segment", segment, ...(spanning === undefined ? {} : { spanning }) });
    journal.sync();
    onSegment(segment);
    return segment;
  }

  function nextSegment(spanning?: Spanning): void {
    const { number, xxh128 } = close(spanning);
    writer.open(number + 1, xxh128);
    packer.repeatFolders();
  }

  /** What parts of files are called, without their numbers. */
  const partNames = new Set<string>();

  /** A part of a file that is archived has this name: it came up since, while the session was interrupted. */
  const isPartName = (path: Buffer) =>
    partNames.size > 0 && partNames.has(path.toString("latin1").replace(/\d{4,}$/, ""));

  /** Of files with several names: the one that was met first, and its parts. */
  const names = new Map<string, FirstName>();

  function pack(found: FoundFile): void {
    const key = namesKey(found);
    const first = key === undefined ? undefined : names.get(key);
    const known = recorded.find(found.path);
    if (known === undefined && isPartName(found.path)) {
      const problem = "It came up under the name of a part of a file that was archived before; archive it once more.";
      packer.missing({ ...found, kind: "unsupported", problem });
      return;
    }
    trail.reach(found);
    // A session that goes on has its first segment in the middle of folders, too.
    if (known === undefined && !writer.started) packer.repeatFolders();
    if (known === undefined && first !== undefined) packer.hardLink(found, first);
    else if (known === undefined && found.type !== "file") packer.plain(found);
    else {
      const entry = known ?? packer.file(found, spanningAt(kept.spanning, found.path));
      if (entry.firstPart !== undefined)
        partNames.add(`${found.path.toString("latin1")}${entry.firstPart.replace(/\d+$/, "")}`);
      if (key !== undefined && first === undefined) names.set(key, { path: found.path, entry });
    }
    if (found.type === "folder") trail.enter(found);
    files += 1;
    bytes += found.type === "file" && first === undefined ? Number(found.stat.size) : 0;
  }

  const recorded = keptEntries(() => kept.entries(of));
  let [files, bytes] = [0, 0];
  try {
    for (const found of walkFiles(roots)) {
      checkStopped();
      for (const message of ring.takeReplies()) queue.take(message);
      if (!("problem" in found)) pack(found);
      else if (recorded.find(found.path) === undefined) packer.missing(found);
      onProgress(files, bytes);
    }
    if (writer.started || last === undefined) close();
    else writer.discard();
    queue.waitForAll(() => ring.awaitReply());
    if (of === "payload") journal.add({ line: "payload" });
    journal.sync();
    const payloadDone = kept.payloadDone || of === "payload";
    return {
      kept: { ...kept, segments, spanning: undefined, payloadDone, hasTail: false },
      described: description?.finish(),
    };
  } finally {
    recorded.end();
    description?.close();
  }
}

const spanningAt = (spanning: Spanning | undefined, path: Buffer): Spanning | undefined =>
  spanning?.path === path.toString("base64") ? spanning : undefined;

/** The same for all names of one file; nothing where it has only this. */
const namesKey = ({ type, stat }: FoundFile): string | undefined =>
  type === "file" && stat.nlink > 1n ? `${stat.dev}:${stat.ino}` : undefined;
