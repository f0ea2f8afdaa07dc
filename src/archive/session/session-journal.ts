import * as z from "zod";
import { type SegmentRecord, segmentRecordSchema, type TocEntry, tocEntrySchema } from "../format/archive-json.ts";

/** How far a file is that goes over several segments. */
export const spanningSchema = z.strictObject({
  /** Its path, in base64: names are bytes. */
  path: z.base64(),
  /** Bytes of it that are in closed segments. */
  offset: z.int(),
  parts: z.array(z.strictObject({ segment: z.int(), offset: z.int(), length: z.int() })),
  size: z.int(),
  mtimeNs: z.string(),
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
]);
export type JournalLine = z.infer<typeof journalLineSchema>;

export const journalText = (line: JournalLine): string => `${JSON.stringify(line)}\n`;

/** The lines of a journal that count. */
export interface KeptJournal {
  readonly begin: Extract<JournalLine, { line: "begin" }> | undefined;
  readonly segments: readonly SegmentRecord[];
  readonly spanning: Spanning | undefined;
  /** All that was selected is in closed segments. */
  readonly payloadDone: boolean;
  /** Something stands behind the last segment line that is void. */
  readonly hasTail: boolean;
  /**
   * Entries in closed segments, in the archive's order: of what was selected, or of what describes it. They are read from
   * the file as they are asked for.
   */
  entries(of: "payload" | "description"): Generator<TocEntry>;
}

/**
 * Reads what an earlier try recorded. Lines that a kill cut off, and entries whose segment was not closed, do not count.
 * @param lines reads the journal from its beginning, line by line.
 */
export function readJournal(lines: () => Iterable<string>): KeptJournal {
  let begin: KeptJournal["begin"];
  let spanning: Spanning | undefined;
  let payloadDone = false;
  const segments: SegmentRecord[] = [];
  /** Lines (from, to) that are void. */
  const voids: [number, number][] = [];
  let kept = 0;
  let number = 0;
  for (const text of lines()) {
    number += 1;
    const line = parseLine(text);
    if (line === undefined || line.line === "discard") {
      voids.push([kept, number]);
      kept = number;
    } else if (line.line === "begin") {
      begin = line;
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
  const [end, hasTail] = [kept, number > kept];
  return {
    begin,
    segments,
    spanning,
    payloadDone,
    hasTail,
    *entries(of) {
      let at = 0;
      let part: typeof of = "payload";
      for (const text of lines()) {
        at += 1;
        if (at > end) return;
        if (voids.some(([from, to]) => at > from && at <= to)) continue;
        const line = parseLine(text);
        if (line?.line === "payload") part = "description";
        if (line?.line === "entry" && part === of) yield line.entry;
      }
    },
  };
}

/** A line that is cut off is no line: it was written when the run was killed. */
function parseLine(text: string): JournalLine | undefined {
  try {
    return journalLineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
