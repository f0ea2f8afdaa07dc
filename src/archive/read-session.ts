import { type Archive, sessionFolder } from "./archive.ts";
import { readLines } from "./destination/read-lines.ts";
import { openDestination } from "./destination/open-destination.ts";
import { readStoredText } from "./destination/whole-file.ts";
import type { TocEntry } from "./format/archive-json.ts";
import { sessionContents } from "./restore/session-contents.ts";
import { readJournal } from "./session/read-journal.ts";

export type { SessionJson, TocEntry } from "./format/archive-json.ts";

/** How far a session is that was begun and not finished. */
export interface UnfinishedSession {
  readonly number: number;
  /** As it was given to `writeSession`; nothing where it was stopped before it was noted. */
  readonly selection: unknown;
  /** Of files that are in closed segments, parts of one included. */
  readonly bytes: number;
  /** Of the closed segments: what need not be written any more. */
  readonly segmentBytes: number;
}

/** The session that `writeSession` goes on with. */
export function unfinishedSession({ place, unfinished }: Archive): UnfinishedSession | undefined {
  if (unfinished === undefined) return undefined;
  const destination = openDestination(place);
  const journal = readJournal(() => readLines(destination, `${sessionFolder(unfinished)}/journal.jsonl`));
  let bytes = journal.spanning?.offset ?? 0;
  const segmentBytes = journal.segments.reduce((sum, segment) => sum + segment.bytes, 0);
  for (const entry of journal.entries("payload")) bytes += entry.size ?? 0;
  return { number: unfinished, selection: journal.begin?.selection, bytes, segmentBytes };
}

/** Everything in a session, from the best source that is left of it, in the order in which it lies there. */
export const sessionEntries = (archive: Archive, number: number): Iterable<TocEntry> =>
  sessionContents(archive, openDestination(archive.place), number).entries();

/** A file that lies beside a session's segments, such as `catalogue.json`; nothing where there is none. */
export function sessionCompanion({ place }: Archive, number: number, name: string): string | undefined {
  const destination = openDestination(place);
  const folder = sessionFolder(number);
  return destination.list(folder).includes(name) ? readStoredText(destination, `${folder}/${name}`) : undefined;
}
