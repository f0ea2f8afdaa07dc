import * as z from "zod";
import { assetRowShape, tracedCallShape, warningShape } from "./export-shapes.ts";
import { progressShape } from "./queue-shapes.ts";

export const runStatus = z.enum([
  "running",
  "finished",
  "finished-with-hook-errors",
  "aborted",
  "failed",
  "cancelled",
  "interrupted",
]);

export const runShape = z
  .object({
    id: z.string(),
    kind: z.string().describe("`export` or `archive`."),
    status: runStatus.describe("`interrupted`: it never ended, and the process that ran it is gone."),
    title: z.string(),
    isSnapshot: z.boolean(),
    user: z.string(),
    project: z.string(),
    destination: z.string(),
    presets: z.array(z.string()),
    entryId: z.string().nullable().describe("The first clip or sequence of the catalogue in it."),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    seconds: z.number().nullable(),
    written: z.number().int(),
    failed: z.number().int(),
    bytes: z.number(),
    message: z.string().describe("Why it did not end well, one sentence; else empty."),
    itemId: z.string().nullable().describe("Its item of the queue; null for what another process ran."),
    canResume: z.boolean(),
    host: z.string(),
  })
  .meta({ id: "Run" });

export type RunShape = z.infer<typeof runShape>;

export const writtenFileShape = z
  .object({
    assetId: z.string(),
    path: z.string(),
    bytes: z.number(),
    xxh128: z.string(),
    frames: z.number().int(),
  })
  .meta({ id: "WrittenFile" });

export const runDetailShape = runShape
  .extend({
    request: z.unknown(),
    summary: z.unknown(),
    progress: progressShape.nullable(),
    questions: z.array(z.string()),
    rows: z.array(assetRowShape).describe("Assets of an export that this server ran since its start; else empty."),
    warnings: z.array(warningShape),
    failures: z.array(z.object({ step: z.string(), message: z.string(), detail: z.string() })),
    files: z.array(writtenFileShape).describe("The first thousand."),
    fileCount: z.number().int(),
  })
  .meta({ id: "RunDetail" });

export type RunDetail = z.infer<typeof runDetailShape>;

export const traceShape = z
  .object({
    runId: z.string(),
    milliseconds: z.number().describe("From the start of the run to its end, or to now."),
    spans: z
      .array(
        z.object({
          key: z.string(),
          kind: z.enum(["decision", "render", "write"]),
          status: z.enum(["started", "done", "failed"]),
          startMs: z.number(),
          milliseconds: z.number().nullable(),
        }),
      )
      .describe("What happened between the hooks, the first 2000."),
    items: z.array(tracedCallShape),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: "Trace" });

export const logLineShape = z
  .object({
    at: z.iso.datetime(),
    level: z.enum(["info", "warning", "error"]),
    text: z.string(),
    detail: z.string().optional(),
  })
  .meta({ id: "LogLine" });

export type LogLine = z.infer<typeof logLineShape>;

export const pictureShape = z
  .object({
    assetId: z.string(),
    path: z.string(),
    name: z.string(),
    url: z.string().describe("A small JPEG."),
  })
  .meta({ id: "Picture" });
