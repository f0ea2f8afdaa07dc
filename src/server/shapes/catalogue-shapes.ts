import * as z from "zod";

export const rateShape = z
  .object({ num: z.number().int(), den: z.number().int() })
  .describe("Frames per second.")
  .meta({ id: "Rate" });

export const projectShape = z
  .object({
    id: z.string(),
    name: z.string(),
    nickname: z.string(),
    folder: z.string().describe("Where the project's own files lie; empty without any."),
    createdAt: z.iso.datetime(),
    current: z.boolean().describe("The one that the server was started in."),
  })
  .meta({ id: "Project" });

const entryKinds = ["workspace", "desktop", "reel group", "reel", "library", "folder", "clip", "sequence"] as const;

const colour = z.tuple([z.number().min(0).max(1), z.number().min(0).max(1), z.number().min(0).max(1)]);

const marker = z.object({
  frame: z.number().int(),
  duration: z.number().int().min(0),
  name: z.string(),
  comment: z.string(),
});

const attributesShape = z
  .object({
    comment: z.string().optional(),
    shotName: z.string().optional(),
    colour: colour.readonly().optional().describe("Red, green, blue from 0 to 1."),
    tags: z.array(z.string()).readonly().optional(),
    inMark: z.number().int().optional().describe("In frames from the clip's first, which is 0."),
    outMark: z.number().int().optional(),
    hidden: z.boolean().optional(),
    expanded: z.boolean().optional(),
    markers: z.array(marker.readonly()).readonly().optional(),
    segments: z
      .record(
        z.string(),
        z.object({
          name: z.string().optional(),
          shotName: z.string().optional(),
          comment: z.string().optional(),
          colour: colour.readonly().optional(),
          tags: z.array(z.string()).readonly().optional(),
        }),
      )
      .readonly()
      .optional()
      .describe("Of a sequence: what was written on its segments, by their ids, over what the cut says."),
  })
  .meta({ id: "EntryAttributes" });

/** Null takes an attribute away. */
export const attributeChanges = z
  .strictObject({
    comment: z.string().max(10_000).nullable(),
    shotName: z.string().max(1000).nullable(),
    colour: colour.nullable(),
    tags: z.array(z.string().max(200)).max(200).nullable(),
    inMark: z.number().int().nullable(),
    outMark: z.number().int().nullable(),
    hidden: z.boolean().nullable(),
    expanded: z.boolean().nullable(),
    markers: z.array(marker).max(10_000).nullable(),
  })
  .partial()
  .describe("Null takes an attribute away.");

const clipSummaryShape = z
  .object({
    duration: z.number().int().describe("In frames at the rate."),
    rate: rateShape,
    dropFrame: z.boolean(),
    startFrame: z.number().int().describe("Timecode of the first frame, in frames at the rate."),
    width: z.number().int(),
    height: z.number().int().describe("0 for sound alone."),
  })
  .meta({ id: "ClipSummary" });

export const entryShape = z
  .object({
    id: z.string(),
    projectId: z.string(),
    kind: z.enum(entryKinds),
    name: z.string(),
    parentId: z.string().nullable(),
    position: z.number(),
    attributes: attributesShape,
    createdAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    clip: clipSummaryShape.optional().describe("Of clips and sequences."),
    linked: z
      .boolean()
      .optional()
      .describe("Whether the media of a clip or sequence is there, where that was looked at."),
    path: z.string().optional().describe("Where it lies; empty for nowhere. Of an entry that is asked for by itself."),
  })
  .meta({ id: "Entry" });

export type EntryShape = z.infer<typeof entryShape>;

/** A container with those in it; clips are read by their pages. */
export interface TreeShape {
  readonly entry: EntryShape;
  readonly clipCount: number;
  readonly children: readonly TreeShape[];
}

export const treeShape: z.ZodType<TreeShape> = z
  .object({
    entry: entryShape,
    clipCount: z.number().int().describe("Clips and sequences that lie directly in it."),
    get children() {
      return z.array(treeShape);
    },
  })
  .meta({ id: "Tree" });

export const deletionShape = z
  .object({ id: z.string(), deletedAt: z.iso.datetime(), entries: z.array(entryShape) })
  .meta({ id: "Deletion" });

/** Names as people type them; what may stand in one is the catalogue's to say. */
export const nameShape = z.string().min(1).max(500);

export const idList = z.array(z.string().max(100)).min(1).max(10_000);

export const moveShape = z
  .strictObject({
    ids: idList,
    parentId: z.string(),
    position: z.number().optional().describe("Before what has this position; at the end when left out."),
    before: z
      .string()
      .max(100)
      .optional()
      .describe("Before this entry, wherever it stands by now; `position` counts where it lies there no more."),
  })
  .meta({ id: "Move" });

export const movedShape = z
  .object({
    items: z.array(entryShape).describe("The entries as they are now."),
    back: z.array(moveShape).describe("Moves that bring them back to where they were."),
  })
  .meta({ id: "Moved" });

export const importOutcomeShape = z
  .object({
    destination: z.string().describe("Path of what the clips lie in; empty for nowhere."),
    clips: z.array(entryShape),
    problems: z.array(z.object({ path: z.string(), message: z.string() })).describe("What was not imported, and why."),
    notes: z.array(z.string()),
  })
  .meta({ id: "ImportOutcome" });

export const relinkedClipShape = z
  .object({
    id: z.string(),
    name: z.string(),
    path: z.string(),
    linked: z.boolean().describe("Whether all its media is there now."),
    media: z.array(z.object({ from: z.string(), to: z.string().optional(), note: z.string() })),
  })
  .meta({ id: "RelinkedClip" });

export const storageShape = z
  .object({
    path: z.string().nullable().describe("Null where the storage roots are listed."),
    parent: z.string().nullable().describe("The folder above, where it may be looked into."),
    folders: z.array(z.object({ name: z.string(), path: z.string() })),
    media: z.array(
      z.object({
        name: z.string(),
        path: z.string(),
        kind: z.enum(["file", "image sequence", "cut", "openclip"]),
        frames: z.number().int().optional(),
      }),
    ),
  })
  .meta({ id: "StorageFolder" });

export type ProjectShape = z.infer<typeof projectShape>;
export type MoveShape = z.infer<typeof moveShape>;
export type MovedShape = z.infer<typeof movedShape>;
export type DeletionShape = z.infer<typeof deletionShape>;
export type StorageShape = z.infer<typeof storageShape>;
export type ImportOutcomeShape = z.infer<typeof importOutcomeShape>;
export type RelinkedClipShape = z.infer<typeof relinkedClipShape>;
