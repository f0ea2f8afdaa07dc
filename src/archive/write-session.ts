import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CressetError } from "../errors.ts";
import { type Archive, readArchive, sessionFolder, sessionRoot } from "./archive.ts";
import { c4OfBytes, c4OfFile } from "./c4.ts";
import type { Destination } from "./destination/destination.ts";
import { openDestination } from "./destination/open-destination.ts";
import { estimateSelection } from "./estimate.ts";
import { copyWhole, readStoredText, writeWhole } from "./destination/whole-file.ts";
import type { SegmentRecord, SessionJson, TocEntry } from "./format/archive-json.ts";
import { archiveFormatVersion } from "./format/format-version.ts";
import { beginHistory, recordSession } from "./mhl/record-session.ts";
import { describeKept, type DescriptionPlan } from "./session/describe-payload.ts";
import { startPackThreads } from "./session/pack-threads.ts";
import { refuseDamaged } from "./session/refuse-damaged.ts";
import { segmentFileName } from "./session/segment-writer.ts";
import { isStored, readLines } from "./destination/read-lines.ts";
import type { JournalLine } from "./session/journal-line.ts";
import { journalText } from "./session/journal-writer.ts";
import { looksLikeEntry, readJournal } from "./session/read-journal.ts";
import { tellInTurn } from "./session/tell-in-turn.ts";
import type { SelectedRoot } from "./session/walk-files.ts";

export interface WriteSessionOptions {
  readonly archive: Archive;
  readonly roots: readonly SelectedRoot[];
  /** What was selected, as plain data: kept with the session. */
  readonly selection: unknown;
  /** Goes on with the session that was not finished. */
  readonly resume: boolean;
  /** Whether each file gets a SHA-256 beside its xxh128. */
  readonly sha256: boolean;
  /** Whether each segment is read back from the destination before it counts. */
  readonly readBack: boolean;
  readonly comment: string;
  readonly tool: string;
  readonly host: string;
  readonly user: string;
  readonly clips: number;
  readonly frames: number;
  /** Further files of the session's folder (`sequences.otio`, `toc.html`), made once everything is archived. */
  readonly companions?: (entries: () => Iterable<TocEntry>, folder: string) => Promise<readonly string[]>;
  readonly signal: AbortSignal;
  /** A segment was closed, or was bad when it was read back. Calls come one after the other. */
  readonly onSegment: (event: SegmentEvent) => Promise<void>;
  /** Files and bytes of them that are in segments, those of an earlier try included. */
  readonly onProgress: (files: number, bytes: number) => void;
}

export interface SegmentEvent {
  readonly number: number;
  /** Absolute. */
  readonly path: string;
  /** Empty when it is as it should be. */
  readonly fault: string;
  /** Whether it is written once more, as it was bad when it was read back. */
  readonly isWrittenAgain: boolean;
  /** The last of the session: everything is archived. */
  readonly isLast: boolean;
}

export interface WrittenSession {
  readonly session: SessionJson;
  /** Files that could not be archived as they are. */
  readonly problems: readonly TocEntry[];
}

/**
 * Archives what was selected as a new session: segments of payload, then segments that describe it (table of contents, ASC
 * MHL), and `session.json` last, which makes it a session.
 * @throws CressetError `usage` when a session waits to be resumed, or none does; `disk-full`, `bad-destination`,
 * `cancelled`: what was closed until then stays, and `resume` goes on.
 */
export async function writeSession(options: WriteSessionOptions): Promise<WrittenSession> {
  const { archive } = options;
  const destination = openDestination(archive.place);
  refuseDamaged(archive, destination);
  const lease = destination.lease();
  try {
    // What another process did until now is seen now.
    return await writeAlone({ ...options, archive: readArchive(archive.place) }, destination);
  } catch (error) {
    throw error instanceof CressetError && error.code === "disk-full" ? await withNeed(error, options) : error;
  } finally {
    lease.release();
  }
}

async function writeAlone(options: WriteSessionOptions, destination: Destination): Promise<WrittenSession> {
  const { archive } = options;
  const { place, facts } = archive;
  const number = sessionNumber(archive, options.resume);
  const folder = sessionFolder(number);
  const root = sessionRoot(facts.name, number);
  const startedAt = beginJournal(options, number, folder, root);
  const scratch = await mkdtemp(path.join(tmpdir(), "cresset-archive-"));
  const told = tellInTurn(options.onSegment, options.signal);
  /** Of segments that describe, and of an earlier try: whether it is the last is known when the next comes or none. */
  let held: SegmentRecord | undefined;
  let isPayload = true;
  let closed = 0;
  /** The segment of which a fault was told last. */
  let faulty = 0;
  const event = (record: Pick<SegmentRecord, "number" | "file">, fault = "", isLast = false): SegmentEvent => ({
    number: record.number,
    path: path.join(place.root, folder, record.file),
    fault,
    isWrittenAgain: false,
    isLast,
  });
  const tellFault = (bad: number, fault: string, isWrittenAgain: boolean) => {
    told.tell({ ...event({ number: bad, file: segmentFileName(bad) }, fault), isWrittenAgain });
    faulty = bad;
  };
  const journalFile = `${folder}/journal.jsonl`;
  const before = readJournal(() => readLines(destination, journalFile));
  // The last of an earlier try may turn out to be the last of all.
  for (const segment of before.segments.slice(0, -1)) told.tell(event(segment));
  held = before.segments.at(-1);
  const { tool, host, user, comment } = options;
  const describe: DescriptionPlan = {
    scratch,
    head: {
      toc: "cresset-archive",
      version: archiveFormatVersion,
      archiveId: facts.id,
      archiveName: facts.name,
      session: number,
      root,
    },
    mhl: { root, startedAt, tool, host, user, comment },
  };
  const threads = startPackThreads(
    place,
    {
      folder,
      root,
      archiveId: facts.id,
      archiveName: facts.name,
      session: number,
      segmentBytes: facts.segmentBytes,
      sha256: options.sha256,
      readBack: options.readBack,
      describe,
      isNew: before.segments.length === 0 && !before.payloadDone && !before.hasTail,
    },
    {
      onSegment(record) {
        closed = record.number;
        if (held !== undefined) told.tell(event(held));
        held = isPayload ? undefined : record;
        if (isPayload) told.tell(event(record));
      },
      onBadSegment: (bad, fault) => tellFault(bad, fault, faulty !== bad),
      // What describes the session is not what people wait for.
      onProgress: (files, bytes) => (isPayload ? options.onProgress(files, bytes) : undefined),
    },
    options.signal,
  );
  try {
    const packed = await threads.pack(options.roots, "payload");
    await told.all();
    if (options.signal.aborted) throw new CressetError("cancelled", "The archive was stopped.");
    isPayload = false;
    const kept = () => readJournal(() => readLines(destination, journalFile));
    const { toc, tocFile, mhlFolder, manifest } = packed ?? describeKept(kept().texts("payload"), describe);
    const companions = (await options.companions?.(() => kept().entries("payload"), scratch)) ?? [];
    await threads.pack(
      [
        { kind: "tree", path: ".cresset/toc.jsonl", source: tocFile },
        { kind: "tree", path: "ascmhl", source: mhlFolder },
      ],
      "description",
    );
    const { segments, payloadDone } = readJournal(() => readLines(destination, journalFile), looksLikeEntry);
    if ((segments.at(-1)?.number ?? 0) < closed || !payloadDone)
      throw new CressetError(
        "bad-destination",
        `The journal of the session, ${folder}/journal.jsonl in ${place.root}, is not what was written to it. Look after the destination; --resume goes on.`,
      );
    const put = (local: string, name: string) => {
      if (!destination.list(folder).includes(name)) copyWhole(destination, local, `${folder}/${name}`);
    };
    put(tocFile, "toc.jsonl");
    put(manifest, "payload.mhl");
    for (const companion of companions) put(companion, path.basename(companion));
    const previous = archive.there.findLast((earlier) => earlier < number);
    const session: SessionJson = {
      version: archiveFormatVersion,
      archiveId: facts.id,
      session: number,
      ...(previous === undefined || !isStored(destination, `${sessionFolder(previous)}/session.json`)
        ? {}
        : {
            previous: c4OfBytes(Buffer.from(readStoredText(destination, `${sessionFolder(previous)}/session.json`))),
          }),
      startedAt,
      endedAt: new Date().toISOString(),
      tool,
      host,
      user,
      comment,
      root,
      segments: [...segments],
      toc: { file: "toc.jsonl", bytes: toc.bytes, c4: c4OfFile(tocFile) },
      files: toc.files,
      bytes: toc.fileBytes,
      clips: options.clips,
      frames: options.frames,
      problems: toc.problems.length,
    };
    const sessionText = `${JSON.stringify(session, undefined, 2)}\n`;
    appendToJournal(destination, folder, { line: "end", session: c4OfBytes(Buffer.from(sessionText)) });
    beginHistory(destination);
    writeWhole(destination, `${folder}/session.json`, sessionText);
    const hashes = session.segments.map(({ file, xxh128 }) => [`${folder}/${file}`, xxh128] as const);
    recordSession(destination, new Map(hashes), { tool, host, user, comment });
    const last = held ?? session.segments.at(-1);
    if (last !== undefined) told.tell(event(last, "", true));
    await told.all();
    return { session, problems: toc.problems };
  } catch (error) {
    // A full disk, a destination that went away: the house hears of the segment that could not be written.
    const open = Math.max(closed, before.segments.at(-1)?.number ?? 0) + 1;
    const isOfWriting = error instanceof CressetError && error.code !== "cancelled";
    if (isOfWriting && faulty !== open) tellFault(open, error.message, false);
    throw error;
  } finally {
    await threads.end();
    // Listeners that are at work come to their end first. One that failed was thrown above, or is less than what was.
    await told.all().catch(() => {});
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Says how much room is missing, too. */
async function withNeed(error: CressetError, { archive, roots }: WriteSessionOptions): Promise<CressetError> {
  const { place, facts } = archive;
  const destination = openDestination(place);
  const { unfinished } = readArchive(place);
  const journal = readJournal(() => readLines(destination, `${sessionFolder(unfinished ?? 0)}/journal.jsonl`));
  const done = journal.segments.reduce((sum, { bytes }) => sum + bytes, 0);
  const { archiveBytes } = await estimateSelection(roots, facts.segmentBytes);
  const missing = Math.max(0, archiveBytes - done - (destination.freeBytes() ?? 0));
  const megabytes = Math.max(1, Math.ceil(missing / 1e6)).toLocaleString("en");
  const message = `${error.message} About ${megabytes} MB more are needed.`;
  return new CressetError("disk-full", message, { cause: error });
}

function sessionNumber({ there, unfinished, place }: Archive, resume: boolean): number {
  if (unfinished !== undefined && !resume)
    throw new CressetError(
      "usage",
      `Session ${unfinished} of the archive ${place.root} was not finished. Say --resume to go on with it.`,
    );
  if (unfinished === undefined && resume)
    throw new CressetError("usage", `There is no session to resume in ${place.root}: all of them are finished.`);
  return unfinished ?? (there.at(-1) ?? 0) + 1;
}

/** @returns when the session began: a resumed one keeps its moment. */
function beginJournal(options: WriteSessionOptions, number: number, folder: string, root: string): string {
  const { archive, selection } = options;
  const destination = openDestination(archive.place);
  destination.makeFolder(folder);
  const kept = readJournal(() => readLines(destination, `${folder}/journal.jsonl`));
  if (kept.begin !== undefined) return kept.begin.startedAt;
  const startedAt = new Date().toISOString();
  const { id: archiveId } = archive.facts;
  const version = archiveFormatVersion;
  appendToJournal(destination, folder, {
    line: "begin",
    version,
    archiveId,
    session: number,
    root,
    startedAt,
    selection,
  });
  return startedAt;
}

function appendToJournal(destination: Destination, folder: string, line: JournalLine): void {
  const log = destination.log(`${folder}/journal.jsonl`);
  try {
    log.append(journalText(line));
    log.sync();
  } finally {
    log.close();
  }
}
