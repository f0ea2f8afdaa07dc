import { mkdirSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CressetError } from "../errors.ts";
import { type Archive, sessionFolder, sessionRoot } from "./archive.ts";
import { c4OfBytes, c4OfFile } from "./c4.ts";
import { openDestination } from "./destination/open-destination.ts";
import { copyWhole, readStoredText, writeWhole } from "./destination/whole-file.ts";
import { archiveFormatVersion, type SegmentRecord, type SessionJson, type TocEntry } from "./format/archive-json.ts";
import { writeToc } from "./format/write-toc.ts";
import { writePayloadMhl } from "./mhl/payload-mhl.ts";
import { startPackThreads } from "./session/pack-threads.ts";
import { readLines } from "./destination/read-lines.ts";
import { journalText, readJournal } from "./session/session-journal.ts";
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
  const { place, facts } = archive;
  const destination = openDestination(place);
  const number = sessionNumber(archive, options.resume);
  const folder = sessionFolder(number);
  const root = sessionRoot(facts.name, number);
  const startedAt = beginJournal(options, number, folder, root);
  const scratch = await mkdtemp(path.join(tmpdir(), "cresset-archive-"));
  const told = tellInTurn(options.onSegment);
  /** Of segments that describe: whether it is the last is known when the next comes or none. */
  let held: SegmentRecord | undefined;
  let isPayload = true;
  const event = (record: Pick<SegmentRecord, "number" | "file">, fault = "", isLast = false): SegmentEvent => ({
    number: record.number,
    path: path.join(place.root, folder, record.file),
    fault,
    isLast,
  });
  const before = readJournal(() => readLines(destination, `${folder}/journal.jsonl`));
  for (const segment of before.segments) told.tell(event(segment));
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
    },
    {
      onSegment(record) {
        if (isPayload) told.tell(event(record));
        else {
          if (held !== undefined) told.tell(event(held));
          held = record;
        }
      },
      onBadSegment: (bad, fault) =>
        told.tell(event({ number: bad, file: `seg_${String(bad).padStart(4, "0")}.tar` }, fault)),
      onProgress: options.onProgress,
    },
    options.signal,
  );
  try {
    await threads.pack(options.roots, "payload");
    await told.all();
    isPayload = false;
    const kept = () => readJournal(() => readLines(destination, `${folder}/journal.jsonl`));
    const payload = () => kept().entries("payload");
    mkdirSync(path.join(scratch, ".cresset"));
    const tocFile = path.join(scratch, ".cresset", "toc.jsonl");
    const toc = writeToc(
      tocFile,
      {
        toc: "cresset-archive",
        version: archiveFormatVersion,
        archiveId: facts.id,
        archiveName: facts.name,
        session: number,
        root,
      },
      payload(),
    );
    const { tool, host, user, comment } = options;
    const mhl = writePayloadMhl(payload(), path.join(scratch, "ascmhl"), {
      root,
      startedAt,
      tool,
      host,
      user,
      comment,
    });
    const companions = (await options.companions?.(payload, scratch)) ?? [];
    await threads.pack(
      [
        { kind: "tree", path: ".cresset/toc.jsonl", source: tocFile },
        { kind: "tree", path: "ascmhl", source: path.join(scratch, "ascmhl") },
      ],
      "description",
    );
    const put = (local: string, name: string) => {
      if (!destination.list(folder).includes(name)) copyWhole(destination, local, `${folder}/${name}`);
    };
    put(tocFile, "toc.jsonl");
    put(mhl, "payload.mhl");
    for (const companion of companions) put(companion, path.basename(companion));
    const previous = archive.sessions.at(-1);
    const session: SessionJson = {
      version: archiveFormatVersion,
      archiveId: facts.id,
      session: number,
      ...(previous === undefined
        ? {}
        : {
            previous: c4OfBytes(
              Buffer.from(readStoredText(destination, `${sessionFolder(previous.session)}/session.json`)),
            ),
          }),
      startedAt,
      endedAt: new Date().toISOString(),
      tool,
      host,
      user,
      comment,
      root,
      segments: [...kept().segments],
      toc: { file: "toc.jsonl", bytes: statSync(tocFile).size, c4: c4OfFile(tocFile) },
      files: toc.files,
      bytes: toc.fileBytes,
      clips: options.clips,
      frames: options.frames,
      problems: toc.problems.length,
    };
    writeWhole(destination, `${folder}/session.json`, `${JSON.stringify(session, undefined, 2)}\n`);
    const last = held ?? session.segments.at(-1);
    if (last !== undefined) told.tell(event(last, "", true));
    await told.all();
    return { session, problems: toc.problems };
  } finally {
    await threads.end();
    await told.all().catch(() => {});
    await rm(scratch, { recursive: true, force: true });
  }
}

function sessionNumber({ sessions, unfinished, place }: Archive, resume: boolean): number {
  if (unfinished !== undefined && !resume)
    throw new CressetError(
      "usage",
      `Session ${unfinished} of the archive ${place.root} was not finished. Say --resume to go on with it.`,
    );
  if (unfinished === undefined && resume)
    throw new CressetError("usage", `There is no session to resume in ${place.root}: all of them are finished.`);
  return unfinished ?? (sessions.at(-1)?.session ?? 0) + 1;
}

/** @returns when the session began: a resumed one keeps its moment. */
function beginJournal(options: WriteSessionOptions, number: number, folder: string, root: string): string {
  const { archive, selection } = options;
  const destination = openDestination(archive.place);
  destination.makeFolder(folder);
  const kept = readJournal(() => readLines(destination, `${folder}/journal.jsonl`));
  if (kept.begin !== undefined) return kept.begin.startedAt;
  const startedAt = new Date().toISOString();
  const log = destination.log(`${folder}/journal.jsonl`);
  try {
    const { id: archiveId } = archive.facts;
    const version = archiveFormatVersion;
    log.append(journalText({ line: "begin", version, archiveId, session: number, root, startedAt, selection }));
    log.sync();
  } finally {
    log.close();
  }
  return startedAt;
}

/** Calls the listener for one event after the other, whatever time it takes; its failure is thrown by `all`. */
function tellInTurn(listener: (event: SegmentEvent) => Promise<void>) {
  let chain: Promise<void> = Promise.resolve();
  return {
    tell(event: SegmentEvent) {
      chain = chain.then(() => listener(event));
      // Seen in `all`.
      chain.catch(() => {});
    },
    all: () => chain,
  };
}
