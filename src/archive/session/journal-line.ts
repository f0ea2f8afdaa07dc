import * as z from "zod";
import { segmentRecordSchema, tocEntrySchema } from "../format/archive-json.ts";

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
