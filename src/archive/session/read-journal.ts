import type { Destination } from "../destination/destination.ts";
import { isStored } from "../destination/read-lines.ts";
import type { SegmentRecord, TocEntry } from "../format/archive-json.ts";
import { type JournalLine, journalLineSchema, type Spanning } from "./journal-line.ts";
import { crcOf, entryHead, entryStart } from "./journal-writer.ts";

/** The lines of a journal that count. */
export interface KeptJournal {
  readonly begin: Extract<JournalLine, { line: "begin" }> | undefined;
  readonly segments: readonly SegmentRecord[];
  readonly spanning: Spanning | undefined;
  /** All that was selected is in closed segments. */
  readonly payloadDone: boolean;
  /** C4 of the `session.json` that was about to be written. */
  readonly end: string | undefined;
  /** Lines in closed segments that are none: entries before them are not counted, though their data is there. */
  readonly damagedLines: number;
  /** Something stands behind the last segment line that is void. */
  readonly hasTail: boolean;
  /**
   * Entries in closed segments, in the archive's order: of what was selected, or of what describes it. They are read from
   * the file as they are asked for.
   */
  entries(of: "payload" | "description"): Generator<TocEntry>;
  /** The same, each with its JSON as it stands there. */
  texts(of: "payload" | "description"): Generator<EntryText>;
}

/** An entry, and its JSON. */
export interface EntryText {
  readonly entry: TocEntry;
  readonly json: string;
}

/**
 * Reads what an earlier try recorded. Lines that a kill cut off, and entries whose segment was not closed, do not count.
 * @param lines reads the journal from its beginning, line by line.
 * @param isEntry whether a line is that of an entry, and whole.
 */
export function readJournal(lines: () => Iterable<string>, isEntry = isWholeEntry): KeptJournal {
  let begin: KeptJournal["begin"];
  let spanning: Spanning | undefined;
  let payloadDone = false;
  let ended: string | undefined;
  let damagedLines = 0;
  /** Damaged lines since the last line that counts. */
  let damagedSince = 0;
  const segments: SegmentRecord[] = [];
  /** Lines (from, to) that are void. */
  const voids: [number, number][] = [];
  let kept = 0;
  let number = 0;
  for (const text of lines()) {
    number += 1;
    // Nearly all lines; what they say is not asked here.
    if (isEntry(text)) continue;
    const line = parseLine(text);
    if (line === undefined || line.line === "discard") {
      voids.push([kept, number]);
      kept = number;
      damagedSince = line === undefined ? damagedSince + 1 : 0;
      continue;
    }
    if (line.line === "segment" || line.line === "payload") {
      damagedLines += damagedSince;
      damagedSince = 0;
    }
    if (line.line === "end") {
      ended = line.session;
      kept = number;
    } else if (line.line === "begin") {
      begin = line;
      voids.push([kept, number]);
      kept = number;
    } else if (line.line === "payload") {
      payloadDone = true;
      kept = number;
    } else if (line.line === "segment") {
      segments.push(line.segment);
      ({ spanning } = line);
      kept = number;
    }
  }
  const [last, hasTail] = [kept, number > kept || damagedSince > 0];
  function* texts(of: "payload" | "description"): Generator<EntryText> {
    let at = 0;
    let part: typeof of = "payload";
    for (const text of lines()) {
      at += 1;
      if (at > last) return;
      if (voids.some(([from, to]) => at > from && at <= to)) continue;
      if (part !== of && isEntry(text)) continue;
      const line = parseLine(text);
      if (line?.line === "payload") part = "description";
      if (line?.line === "entry" && part === of)
        yield { entry: line.entry, json: text.slice(entryHead.length, text.lastIndexOf("\t") - 1) };
    }
  }
  return {
    begin,
    segments,
    spanning,
    payloadDone,
    end: ended,
    damagedLines,
    hasTail,
    texts,
    *entries(of) {
      for (const { entry } of texts(of)) yield entry;
    },
  };
}

const endBytes = 16 * 1024;

/** C4 of the `session.json` that a journal ends with; nothing where its last line does not tell of one. */
export function recordedEnd(destination: Destination, file: string): string | undefined {
  if (!isStored(destination, file)) return undefined;
  const stored = destination.open(file);
  try {
    const bytes = Buffer.alloc(Math.min(endBytes, stored.bytes));
    stored.read(bytes, stored.bytes - bytes.length);
    const line = parseLine(bytes.toString("utf8").split("\n").at(-2) ?? "");
    return line?.line === "end" ? line.session : undefined;
  } finally {
    stored.close();
  }
}

const isWholeEntry = (text: string): boolean => text.startsWith(entryStart) && checkedJson(text) !== undefined;

/** For whoever asks for segments only: whether an entry is whole changes nothing for them. */
export const looksLikeEntry = (text: string): boolean => text.startsWith(entryStart);

/** What stands before the checksum, where that is right. */
function checkedJson(text: string): string | undefined {
  const tab = text.lastIndexOf("\t");
  const json = text.slice(0, Math.max(tab, 0));
  return crcOf(json) === text.slice(tab + 1) ? json : undefined;
}

/** A line that is cut off is no line: it was written when the run was killed. Nor is one that was damaged. */
function parseLine(text: string): JournalLine | undefined {
  const json = checkedJson(text);
  if (json === undefined) return undefined;
  try {
    return journalLineSchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}
