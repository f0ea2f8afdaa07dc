import { type Archive, sessionFolder } from "../archive.ts";
import { c4OfBytes, c4OfStored } from "../c4.ts";
import type { Destination, StoredFile } from "../destination/destination.ts";
import { isStored, linesOf, readLines } from "../destination/read-lines.ts";
import { readStoredText } from "../destination/whole-file.ts";
import type { SessionJson, TocEntry, TocName } from "../format/archive-json.ts";
import { readToc, TocDamaged } from "../format/read-toc.ts";
import { nameBytes } from "../format/toc-name.ts";
import { type KeptJournal, readJournal, recordedEnd } from "../session/read-journal.ts";
import { scanSegments } from "./scan-segments.ts";
import type { KnownSegment } from "./segment-scan.ts";
import { tocCopy } from "./toc-copy.ts";

/** What a session holds, from the best source that is left of it. */
export interface SessionContents {
  readonly session: number;
  readonly segments: readonly KnownSegment[];
  /**
   * In the order in which their data lies in the segments, where they come from one source. Those whose path is not wanted
   * may be left out.
   */
  readonly entries: (isWanted?: (path: TocName) => boolean) => Generator<TocEntry>;
  /** Where the list was taken from. */
  readonly from: "toc" | "copy" | "journal" | "segments";
  /** What is wrong with the better sources, in sentences; complete when all entries were asked for. */
  readonly complaints: readonly string[];
}

/**
 * Lists a session: by its table of contents, when it is the one whose C4 `session.json` holds; else by the copy of it in the
 * last segment; else by the journal, whose lines have a checksum each; else by whatever of these can be read and the headers
 * of the segments themselves, which know no checksums.
 */
export function sessionContents(archive: Archive, destination: Destination, number: number): SessionContents {
  const folder = sessionFolder(number);
  const complaints: string[] = [];
  const session = archive.sessions.find((known) => known.session === number);
  complainOfSession(destination, folder, session, complaints);
  const journal = session === undefined ? journalOf(destination, folder) : undefined;
  const records = session?.segments ?? journal?.segments ?? [];
  const names = new Set([...records.map(({ file }) => file), ...destination.list(folder).filter(isSegment)]);
  const segments = [...names].map((name): KnownSegment => {
    const record = records.find(({ file }) => file === name);
    return {
      number: record?.number ?? Number(/\d+/.exec(name)?.[0]),
      file: `${folder}/${name}`,
      bytes: record?.bytes,
      xxh128: record?.xxh128,
    };
  });
  segments.sort((a, b) => a.number - b.number);
  const contents = (from: SessionContents["from"], entries: SessionContents["entries"]): SessionContents => ({
    session: number,
    segments,
    entries,
    from,
    complaints,
  });

  const toc = `${folder}/toc.jsonl`;
  if (session !== undefined) {
    if (isStored(destination, toc) && holds(destination.open(toc), session.toc.c4))
      return contents("toc", (isWanted) => readToc(readLines(destination, toc), toc, isWanted));
    complaints.push(`${toc} is ${isStored(destination, toc) ? "not what was written" : "not there"}.`);
    const copy = tocCopy(destination, segments);
    if (copy !== undefined && holds(copy, session.toc.c4)) {
      complaints.push("Its copy in the last segment was read in its place.");
      return contents("copy", () => readToc(linesOfCopy(destination, segments), toc));
    }
  }
  const lines = journal ?? journalOf(destination, folder);
  const isWhole = lines.begin !== undefined && lines.damagedLines === 0;
  if (isWhole && (lines.payloadDone || (session === undefined && number === archive.unfinished))) {
    if (session !== undefined) complaints.push(`The journal was read in its place.`);
    return contents("journal", () => lines.entries("payload"));
  }
  if (lines.begin === undefined || lines.damagedLines > 0)
    complaints.push(`${folder}/journal.jsonl is ${lines.begin === undefined ? "not there, or damaged" : "damaged"}.`);
  const tables = [() => readLines(destination, toc), () => linesOfCopy(destination, segments)];
  for (const table of session === undefined ? tables : []) {
    if (!isComplete(table())) continue;
    complaints.push("A table of contents was read that there is no checksum of.");
    return contents("toc", () => readToc(table(), toc));
  }
  complaints.push(
    "The headers of the segments were read, which know no checksums: what is restored by them is not checked.",
  );
  return contents("segments", () => fromHeaders(destination, segments, lines, complaints));
}

/** Whether `session.json` is what the end of the journal says. */
function complainOfSession(
  destination: Destination,
  folder: string,
  session: SessionJson | undefined,
  complaints: string[],
): void {
  const end = recordedEnd(destination, `${folder}/journal.jsonl`);
  if (end === undefined) return;
  const file = `${folder}/session.json`;
  if (!isStored(destination, file)) complaints.push(`${file} is not there, although the session was finished.`);
  else if (session !== undefined && c4OfBytes(Buffer.from(readStoredText(destination, file))) !== end)
    complaints.push(`${file} is not what was written.`);
}

const journalOf = (destination: Destination, folder: string): KeptJournal =>
  readJournal(() => readLines(destination, `${folder}/journal.jsonl`));

function holds(file: StoredFile, c4: string): boolean {
  try {
    return c4OfStored(file) === c4;
  } finally {
    file.close();
  }
}

function* linesOfCopy(destination: Destination, segments: readonly KnownSegment[]): Generator<string> {
  const copy = tocCopy(destination, segments);
  if (copy === undefined) return;
  try {
    yield* linesOf(copy);
  } finally {
    copy.close();
  }
}

function isComplete(lines: Iterable<string>): boolean {
  try {
    for (const _ of readToc(lines, "toc.jsonl"));
    return true;
  } catch (error) {
    if (error instanceof TocDamaged) return false;
    throw error;
  }
}

/** What is left of the journal, with its checksums, and what the headers of the segments know besides. */
function* fromHeaders(
  destination: Destination,
  segments: readonly KnownSegment[],
  journal: KeptJournal,
  complaints: string[],
): Generator<TocEntry> {
  const known = new Set<string>();
  const complain = (message: string) => {
    if (!complaints.includes(message)) complaints.push(message);
  };
  for (const entry of journal.entries("payload")) {
    known.add(nameBytes(entry.path).toString("latin1"));
    yield entry;
  }
  for (const entry of scanSegments(destination, segments, complain))
    if (!known.has(nameBytes(entry.path).toString("latin1"))) yield entry;
}

const isSegment = (name: string) => /^seg_\d+\.tar$/.test(name);
