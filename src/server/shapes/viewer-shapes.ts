import * as z from "zod";
import { rateShape } from "./catalogue-shapes.ts";

const frame = z.number().int().min(0).describe("Counted from the first, which is 0.");

const sourceFactsShape = z.object({
  segment: z.string(),
  shotName: z.string(),
  tapeName: z.string(),
  path: z.string(),
  frame: z.number().int().describe("Of the media, from its first; of an image sequence the number of its file."),
  timecode: z.string().optional().describe("Missing where the media has none."),
});

/** What a frame is. */
export const frameFactsShape = z
  .object({ frame, timecode: z.string().describe("Record timecode."), source: sourceFactsShape.optional() })
  .meta({ id: "FrameFacts" });

export type FrameFactsShape = z.infer<typeof frameFactsShape>;

export const openViewerShape = z
  .object({
    source: z.string().min(1).describe("`cresset:<id>` of a clip or sequence, or an absolute path in a storage root."),
    at: z.union([z.string(), frame]).optional().describe("Where to begin: record timecode, or a frame."),
    sequenceName: z.string().optional().describe("Of a cut with several sequences."),
    lut: z.string().optional().describe("A .cube file in a storage root; else that of the config or of its preset."),
  })
  .meta({ id: "ViewerToOpen" });

export const viewerShape = z
  .object({
    id: z.string(),
    entryId: z.string().nullable(),
    reelId: z.string().nullable().describe("What the clip lies in."),
    name: z.string(),
    frames: z.number().int(),
    rate: rateShape,
    startFrame: z.number().int().describe("Record timecode of the first frame, in frames at the rate."),
    dropFrame: z.boolean(),
    width: z.number().int(),
    height: z.number().int(),
    hasSound: z.boolean(),
    hasLut: z.boolean(),
    subtitles: z.array(
      z.object({
        name: z.string(),
        cues: z.array(z.object({ start: frame, end: frame, text: z.string() })).describe("Half open, in frames."),
      }),
    ),
    marks: z.object({ inMark: frame.optional(), outMark: frame.optional() }),
    warnings: z.array(z.string()).describe("What cannot be shown as the cut has it."),
    shown: frameFactsShape.extend({ warnings: z.array(z.string()) }),
    snapshot: z
      .object({
        preset: z.string(),
        mediaPath: z.string(),
        namePattern: z.string(),
        subtitles: z.boolean(),
        overlay: z.boolean(),
      })
      .describe("What a snapshot is like when nothing else is said."),
  })
  .meta({ id: "Viewer" });

export type ViewerShape = z.infer<typeof viewerShape>;

/** What a record of the stream of pictures says. */
const playedShape = z
  .union([
    frameFactsShape.extend({
      dropped: z.number().int().describe("Frames that were due since the one before, and could not be made in time."),
    }),
    z.object({ over: z.literal(true), fault: z.string().optional() }),
  ])
  .meta({ id: "PlayedPicture" });

export type PlayedShape = z.infer<typeof playedShape>;

export const takeSnapshotShape = z
  .object({
    frame: frame.optional().describe("The one that is shown when left out."),
    range: z.object({ first: frame, last: frame }).optional().describe("Several frames, both included."),
    preset: z.string().optional(),
    mediaPath: z.string().optional().describe("Folder in a storage root."),
    namePattern: z.string().optional(),
    subtitles: z.boolean().optional(),
    overlay: z.boolean().optional(),
    lut: z.boolean().optional().describe("Through the LUT that the viewer has; as the config says when left out."),
    overwrite: z.enum(["overwrite", "skip", "version-up"]).optional().describe("What becomes of a file that exists."),
  })
  .meta({ id: "SnapshotToTake" });

export const snapshotShape = z
  .object({
    runId: z.string(),
    status: z.enum(["finished", "finished-with-hook-errors", "aborted", "failed", "cancelled"]),
    files: z.array(z.string()),
    frame,
    imported: z
      .array(z.object({ id: z.string(), name: z.string(), parentId: z.string().nullable(), path: z.string() }))
      .describe("Clips that hooks brought into the catalogue meanwhile."),
    problems: z.array(z.string()).describe("Sentences: why it was aborted or failed, hooks that failed afterwards."),
    milliseconds: z.number(),
  })
  .meta({ id: "Snapshot" });

export type SnapshotShape = z.infer<typeof snapshotShape>;
