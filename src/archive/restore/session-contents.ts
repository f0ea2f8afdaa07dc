import { type Archive, sessionFolder } from "../archive.ts";
import type { Destination } from "../destination/destination.ts";
import { readLines } from "../destination/read-lines.ts";
import type { TocEntry } from "../format/archive-json.ts";
import { readToc, TocDamaged } from "../format/read-toc.ts";
import { readJournal } from "../session/session-journal.ts";
import type { KnownSegment } from "./segment-scan.ts";
import { scanSegments } from "./scan-segments.ts";

/** What a session holds, from the best source that is left of it. */
export interface SessionContents {
  readonly session: number;
  readonly segments: readonly KnownSegment[];
  /** In the order in which their data lies in the segments. */
  readonly entries: () => Generator<TocEntry>;
  /** Where the list was taken from. */
  readonly from: "toc" | "journal" | "segments";
  /** What is wrong with the better sources, in sentences. */
  readonly complaints: readonly string[];
}

/**
 * Lists a session: by its table of contents; where that is damaged or gone by the journal; where that is gone too by the
 * headers of the segments themselves, which know no checksums.
 */
export function sessionContents(archive: Archive, destination: Destination, number: number): SessionContents {
  const folder = sessionFolder(number);
  const complaints: string[] = [];
  const session = archive.sessions.find((known) => known.session === number);
  const journal = readJournal(() => readLines(destination, `${folder}/journal.jsonl`));
  const records = session?.segments ?? journal.segments;
  const names = new Set([...records.map(({ file }) => file), ...destination.list(folder).filter(isSegment)]);
  const segments = [...names].toSorted().map((name): KnownSegment => {
    const record = records.find(({ file }) => file === name);
    return {
      number: record?.number ?? Number(/\d+/.exec(name)?.[0]),
      file: `${folder}/${name}`,
      bytes: record?.bytes,
      xxh128: record?.xxh128,
    };
  });
  try {
    for (const _ of readToc(destination, `${folder}/toc.jsonl`));
    return {
      session: number,
      segments,
      entries: () => readToc(destination, `${folder}/toc.jsonl`),
      from: "toc",
      complaints,
    };
  } catch (error) {
    if (!(error instanceof TocDamaged)) throw error;
    if (session !== undefined) complaints.push(error.message);
  }
  if (journal.begin !== undefined) {
    if (session !== undefined) complaints.push(`The journal was read in its place.`);
    return { session: number, segments, entries: () => journal.entries("payload"), from: "journal", complaints };
  }
  complaints.push(`The journal is gone too: the headers of the segments were read, which know no checksums.`);
  return {
    session: number,
    segments,
    entries: () => scanSegments(destination, segments),
    from: "segments",
    complaints,
  };
}

const isSegment = (name: string) => /^seg_\d+\.tar$/.test(name);
