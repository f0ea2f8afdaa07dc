import * as z from "zod";
import { longestTimeLimitSeconds } from "../../hooks/time-limit.ts";
import { rateShape } from "./catalogue-shapes.ts";
import { plainDataShape } from "./plain-data-shape.ts";

/** What an export is asked for. Hooks, and folders that a hook may write to besides, come from the house's settings. */
export const exportWishShape = z
  .strictObject({
    sources: z
      .array(z.string().min(1).max(4096))
      .min(1)
      .max(10_000)
      .describe("Files under the storage roots; `cresset:<entry id>` or a path of the catalogue for what lies in it."),
    destinationPath: z.string().max(4096).describe("A folder under the storage roots; empty only with a profile."),
    presets: z.array(z.string().min(1).max(1000)).max(50).default([]).describe("Names of presets, or paths of them."),
    projectId: z.string().optional().describe("The project that this is for; the house's current one when left out."),
    sequenceNames: z.array(z.string()).optional().describe("Only sequences of these names."),
    mediaFolders: z.array(z.string()).optional().describe("Where conform looks, besides the house's folders."),
    rate: z.string().optional().describe("Rate of cuts that do not say theirs: `24000/1001`."),
    overwrite: z
      .enum(["ask", "overwrite", "skip", "version-up"])
      .optional()
      .describe("`ask`: a question waits for its answer."),
    allowMissing: z.boolean().optional(),
    strict: z.boolean().optional(),
    strictHooks: z.boolean().optional(),
    hookTimeLimitSeconds: z.number().positive().max(longestTimeLimitSeconds).optional(),
    namePattern: z.string().max(1000).optional(),
    handles: z.number().int().min(0).optional(),
    useTopVideoTrack: z.boolean().optional(),
    exportBetweenMarks: z
      .boolean()
      .optional()
      .describe("Only between the marks: markIn and markOut, or else those of each clip. Set by either of the two."),
    markIn: z
      .string()
      .max(100)
      .optional()
      .describe("A record timecode, or frames from the first; it is left out, as is markOut."),
    markOut: z.string().max(100).optional(),
    frameRange: z.strictObject({ first: z.string(), last: z.string() }).optional(),
    includeSubtitles: z.boolean().optional(),
    exportSubtitlesAsFiles: z.boolean().optional(),
    exportAllSubtitles: z.boolean().optional(),
    subtitleFiles: z.array(z.string()).optional(),
    lut: z.string().optional(),
    overlay: z.boolean().optional(),
    profile: z.string().optional().describe("A custom export profile of the hooks."),
    userData: plainDataShape.optional(),
  })
  .meta({ id: "ExportWish" });

export type ExportWishShape = z.input<typeof exportWishShape>;

export const queueExportShape = exportWishShape.extend({
  held: z.boolean().optional().describe("Waits in the queue until it is released."),
  title: z.string().max(200).optional().describe("What people read in the queue; made of the sources when left out."),
});

export const queuedShape = z
  .object({ itemId: z.string(), runId: z.string().nullable().describe("Known once it runs.") })
  .meta({ id: "Queued" });

export const warningShape = z.object({ message: z.string(), place: z.string() });

/** One asset of an export, as a row of a table. */
export const assetRowShape = z
  .object({
    id: z.string(),
    sequence: z.string(),
    name: z.string(),
    type: z.string(),
    status: z.enum(["written", "planned", "unanswered", "skipped", "aborted", "failed", "cancelled", "running"]),
    resolvedPath: z.string().describe("Relative to the destination, as hooks left it."),
    path: z.string().describe("Absolute; empty when it was never settled."),
    renamedFrom: z.string().nullable().describe("What it would be called without hooks, where that differs."),
    newVersionOf: z.string().nullable(),
    replaces: z.boolean().describe("Something on disk is replaced."),
    frames: z.number().int(),
    rate: rateShape.nullable(),
    seconds: z.number().nullable().describe("Its length; null for what has none."),
    leastBytes: z.number().nullable().describe("It takes at least so much; null where that cannot be told before."),
    files: z.number().int(),
    bytes: z.number(),
    reason: z.string().describe("Why it is not written; else empty."),
    warnings: z.array(z.string()),
  })
  .meta({ id: "AssetRow" });

export type AssetRow = z.infer<typeof assetRowShape>;

export const abortShape = z.object({
  hook: z.string(),
  what: z.string().describe("`export`, the name of the sequence, or that of the asset."),
  message: z.string(),
  byFailure: z.boolean(),
});

export const exportResultShape = z
  .object({
    status: z.enum(["finished", "finished-with-hook-errors", "aborted", "failed", "cancelled"]),
    sequences: z.array(
      z.object({ name: z.string(), status: z.string(), assets: z.number().int(), warnings: z.array(warningShape) }),
    ),
    rows: z.array(assetRowShape),
    aborts: z.array(abortShape),
    hookErrors: z.array(z.string()),
  })
  .meta({ id: "ExportResult" });

export const dryRunShape = exportResultShape
  .extend({
    counts: z.object({
      planned: z.number().int(),
      conflicts: z.number().int().describe("Files that exist, about which nobody has said anything."),
      replaced: z.number().int(),
      skipped: z.number().int(),
      aborted: z.number().int(),
      renamed: z.number().int(),
    }),
    space: z.object({
      leastBytes: z.number().describe("What is written takes at least so much; compressed media takes more."),
      unknownAssets: z.number().int().describe("Assets whose size cannot be told before; they count 0."),
      freeBytes: z.number().nullable(),
      fits: z.boolean(),
    }),
    messages: z.array(z.object({ text: z.string(), level: z.string() })).describe("What hooks said meanwhile."),
    trace: z.array(z.lazy(() => tracedCallShape)),
  })
  .meta({ id: "DryRun" });

export type DryRun = z.infer<typeof dryRunShape>;

/** One call of a hook with all its handlers. */
export const tracedCallShape = z
  .object({
    index: z.number().int(),
    hook: z.string(),
    sequence: z.string().nullable(),
    asset: z.string().nullable().describe("Id of the asset."),
    startMs: z.number().nullable().describe("From the start of the run; null where it was not timed."),
    milliseconds: z.number(),
    aborted: z.boolean(),
    abortMessage: z.string(),
    failed: z.boolean(),
    handlers: z.array(
      z.object({
        file: z.string(),
        milliseconds: z.number(),
        outcome: z.enum(["ok", "aborted", "error", "timeout", "skipped"]),
        detail: z.string().describe("The error with its stack, the abort message, or why it was skipped."),
        changes: z.array(z.object({ key: z.string(), before: z.unknown(), after: z.unknown() })),
        log: z.array(z.string()).describe("What it printed."),
        complaints: z.array(z.string()),
        answer: z.unknown(),
      }),
    ),
  })
  .meta({ id: "TracedCall" });

export type TracedCall = z.infer<typeof tracedCallShape>;
