import { crc32 } from "node:zlib";
import * as z from "zod";
import type { Destination, GrowingLog } from "../destination/destination.ts";
import { isStored } from "../destination/read-lines.ts";
import { type SegmentRecord, segmentRecordSchema, type TocEntry, tocEntrySchema } from "../format/archive-json.ts";

/** How far a file is that goes over several segments. */
export const spanningSchema = z.strictObject({
  /** Its path, in base64: names are bytes. */
  path: z.base64(),
  /** Bytes of it that are in closed segments. */
  offset: z.int(),
  parts: z.array(z.strictObject({ segment: z.int(), offset: z.int(), length: z.int() })),
  /** As in the table of contents; `.part0000` where it is not said. */
  firstPart: z.string().optional(),
  /** Of a file with holes: stretches that those parts hold. */
  sparse: z.array(z.tuple([z.int(), z.int()])).optional(),
  size: z.int(),
  mtimeNs: z.string(),
  /** xxh128 of those bytes: what is appended to must be what is there. */
  xxh128: z.string(),
});
export type Spanning = z.infer<typeof spanningSchema>;

/**
 * A line of `journal.jsonl`. Entries count when a segment line follows them; what stands between the last segment line and
 * the end of the journal, or before a discard, was never finished.
 */
export const journalLineSchema = z.discriminatedUnion("line", [
  z.strictObject({
    line: z.literal("begin"),
    version: z.int(),
    archiveId: z.uuid(),
    session: z.int(),
    root: z.string(),
    startedAt: z.iso.datetime(),
    /** What was selected, as the application keeps it: for going on. */
    selection: z.unknown(),
  }),
  z.strictObject({ line: z.literal("entry"), entry: tocEntrySchema }),
  z.strictObject({ line: z.literal("segment"), segment: segmentRecordSchema, spanning: spanningSchema.optional() }),
  /** What was written since the last segment line is void. */
  z.strictObject({ line: z.literal("discard"), why: z.string() }),
  /** All that was selected is in closed segments; what follows describes it. */
  z.strictObject({ line: z.literal("payload") }),
  /** C4 of the `session.json` that is written next. Of several the last counts. */
  z.strictObject({ line: z.literal("end"), session: z.string() }),
]);
export type JournalLine = z.infer<typeof journalLineSchema>;

/** A line with its checksum: a tab, and CRC-32 of what stands before it in hex. */
export const journalText = (line: JournalLine): string => checkedLine(JSON.stringify(line));

const checkedLine = (json: string): string => `${json}\t${crcOf(json)}\n`;

const crcOf = (text: string): string => crc32(text).toString(16).padStart(8, "0");

/** A journal as it is written: lines go to it many at a time. Those before the last `sync` are there after a kill. */
export interface JournalWriter {
  readonly add: (line: JournalLine) => void;
  /** The line of an entry, which is given as JSON. */
  readonly addEntry: (json: string) => void;
  readonly sync: () => void;
}

/** How each line of an entry begins. */
const entryStart = `${JSON.stringify({ line: "entry" }).slice(0, -1)},`;
const entryHead = `${entryStart}"entry":`;
const flushLetters = 256 * 1024;

export function journalWriter(log: Pick<GrowingLog, "append" | "sync">): JournalWriter {
  let waiting = "";
  const flush = () => {
    log.append(waiting);
    waiting = "";
  };
  const put = (text: string) => {
    waiting += text;
    if (waiting.length >= flushLetters) flush();
  };
  return {
    add: (line) => put(journalText(line)),
    addEntry: (json) => put(checkedLine(`${entryHead}${json}}`)),
    sync() {
      flush();
      log.sync();
    },
  };
}

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
 */
export function readJournal(lines: () => Iterable<string>): KeptJournal {
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

/** Whether it is a line of an entry, and whole. */
const isEntry = (text: string): boolean => text.startsWith(entryStart) && checkedJson(text) !== undefined;

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
