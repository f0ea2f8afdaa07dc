import * as z from "zod";

/** How far a run is; everything else about it is in the run. */
export const progressShape = z
  .object({
    phase: z.enum(["preparing", "rendering", "archiving", "comparing", "verifying", "restoring"]),
    done: z.number().describe("Frames of an export, bytes of an archive."),
    total: z.number().describe("0 where it is not known yet."),
    perSecond: z.number(),
    secondsLeft: z.number().nullable(),
    assets: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          status: z.enum(["running", "written", "skipped", "aborted", "failed", "cancelled"]),
          framesDone: z.number().int(),
          framesTotal: z.number().int(),
          perSecond: z.number(),
          secondsLeft: z.number().nullable(),
        }),
      )
      .describe("Those that have begun, the latest 200."),
  })
  .meta({ id: "Progress" });

export type Progress = z.infer<typeof progressShape>;

export const queueItemShape = z
  .object({
    id: z.string(),
    kind: z.string().describe("`export`, `archive.add`, `archive.verify`, `archive.restore`."),
    title: z.string(),
    who: z.string(),
    state: z.enum(["waiting", "held", "running", "done", "failed", "cancelled"]),
    position: z.number().int().nullable().describe("From 1, of what waits or is held."),
    runId: z.string().nullable(),
    message: z.string().describe("How it ended, a sentence."),
    canResume: z.boolean(),
    questions: z.array(z.string()).describe("Ids of questions that it waits for."),
    progress: progressShape.nullable(),
    result: z.unknown().describe("What it gave, in short; null before its end."),
    destination: z.string(),
    presets: z.array(z.string()),
    entryId: z
      .string()
      .nullable()
      .describe("The first clip or sequence of the catalogue in it, whose thumbnail stands for it."),
    addedAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "QueueItem" });

export type QueueItemShape = z.infer<typeof queueItemShape>;

export const queueShape = z
  .object({
    paused: z.boolean(),
    items: z
      .array(queueItemShape)
      .describe("What runs, then what waits or is held, then what has ended, latest first."),
    nextCursor: z.string().nullable().describe("Goes on with what has ended."),
  })
  .meta({ id: "Queue" });

export const queueOrderShape = z.strictObject({
  ids: z
    .array(z.string())
    .max(10_000)
    .describe(
      "These go first, in this order; the rest stays as it was. Each once; what has begun meanwhile is passed over.",
    ),
});
