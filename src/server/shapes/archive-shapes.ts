import * as z from "zod";
import { archiveSelectionShape } from "./archive-wish-shapes.ts";
import { queueItemShape } from "./queue-shapes.ts";

/** Room where an archive lies. */
export const roomShape = z
  .object({
    path: z.string(),
    totalBytes: z.number(),
    freeBytes: z.number(),
    level: z.enum(["good", "filling", "full"]).describe("Up to 65 %, up to 80 %, above."),
  })
  .meta({ id: "Room" });

export const archiveShape = z
  .object({
    id: z.string(),
    name: z.string(),
    place: z.string().describe("The folder where it was last seen."),
    here: z.boolean().describe("Whether it can be reached now."),
    comment: z.string(),
    createdAt: z.string(),
    sessions: z.number().int(),
    files: z.number().int(),
    bytes: z.number(),
    clips: z.number().int(),
    problems: z.number().int(),
    lastAt: z.string().nullable().describe("End of the latest session."),
    room: roomShape.nullable().describe("Null where the destination does not say, or is not here."),
  })
  .meta({ id: "Archive" });

export type ArchiveShape = z.infer<typeof archiveShape>;

const sessionShape = z
  .object({
    session: z.number().int(),
    startedAt: z.string(),
    endedAt: z.string(),
    host: z.string(),
    user: z.string(),
    project: z.string(),
    comment: z.string(),
    files: z.number().int(),
    bytes: z.number(),
    clips: z.number().int(),
    frames: z.number().int(),
    problems: z.number().int(),
    segmentCount: z.number().int(),
    segments: z
      .array(
        z.object({
          number: z.number().int(),
          file: z.string(),
          bytes: z.number(),
          checked: z.enum(["copied", "read-back"]),
        }),
      )
      .describe("Empty for an archive that is not here."),
  })
  .meta({ id: "ArchiveSession" });

export type ArchiveSessionShape = z.infer<typeof sessionShape>;

const faultShape = z.object({
  session: z.number().int(),
  kind: z.string(),
  path: z.string(),
  message: z.string(),
});

/** What is being done with an archive, or waits to be. */
const archiveWorkShape = z
  .object({
    item: queueItemShape,
    planned: z.number().int().describe("Segments that there will be, about; 0 where that is not known yet."),
    sessions: z.array(z.number().int()).describe("Of a verification: those that are read, all when it is empty."),
    percent: z.number(),
    written: z.array(z.object({ number: z.number().int(), fault: z.string() })),
  })
  .meta({ id: "ArchiveWork" });

export type ArchiveWorkShape = z.infer<typeof archiveWorkShape>;

export const archiveDetailShape = archiveShape
  .extend({
    segmentBytes: z.number().nullable().describe("No segment is longer; null for an archive that is not here."),
    sessionList: z.array(sessionShape),
    damage: z.array(z.string()).describe("What is damaged of what tells of the archive, in sentences."),
    unfinished: z.number().int().nullable().describe("The session that was begun and can be gone on with."),
    lastCheck: z
      .object({
        itemId: z.string(),
        at: z.string(),
        state: z.string(),
        message: z.string(),
        sessions: z.array(z.number().int()).describe("All when it is empty."),
        percent: z.number(),
        files: z.number().int(),
        bytes: z.number(),
        faults: z.array(faultShape).describe("The first thousand."),
        faultCount: z.number().int(),
      })
      .nullable()
      .describe("The latest verification by this server."),
    work: z.array(archiveWorkShape),
  })
  .meta({ id: "ArchiveDetail" });

export type ArchiveDetail = z.infer<typeof archiveDetailShape>;

export const newArchiveShape = z
  .strictObject({
    name: z.string().min(1).max(200),
    destination: z.string().max(4096).describe("A folder in the storage roots; the archive becomes a folder in it."),
    segmentBytes: z
      .number()
      .int()
      .min(1024 * 1024)
      .max(1e15)
      .optional()
      .describe("100 GB when left out."),
    comment: z.string().max(2000).optional(),
  })
  .meta({ id: "NewArchive" });

export const archiveEstimateShape = archiveSelectionShape
  .extend({
    archiveId: z.string().max(100).optional(),
    make: newArchiveShape.optional().describe("In place of `archiveId`: an archive that is to be made."),
  })
  .meta({ id: "ArchiveEstimate" });

export const estimatedShape = z
  .object({
    files: z.number().int(),
    bytes: z.number(),
    storedBytes: z.number().describe("What will be stored: holes in files are not."),
    archiveBytes: z.number().describe("Of the segments, with what describes them; a little more than it will be."),
    segments: z.number().int(),
    segmentBytes: z.number(),
    clips: z.number().int(),
    frames: z.number().int(),
    fits: z.boolean(),
    problems: z.array(z.string()),
    notes: z.array(z.string()).describe("What hooks and the selection had to say."),
    room: roomShape.nullable(),
  })
  .meta({ id: "ArchiveEstimated" });

export type EstimatedShape = z.infer<typeof estimatedShape>;

export const contentsQuery = z.object({
  session: z.coerce.number().int().min(1).optional(),
  text: z.string().max(500).optional(),
});

export const archivedClipShape = z
  .object({
    id: z.string(),
    name: z.string(),
    path: z.string(),
    session: z.number().int(),
    thumbnail: z.string().describe("Address of its picture, below the API's own."),
  })
  .meta({ id: "ArchivedClip" });

export const archivedFileShape = z
  .object({
    path: z.string(),
    bytes: z.number(),
    clipName: z.string(),
    source: z.string(),
    session: z.number().int(),
    segment: z.number().int(),
  })
  .meta({ id: "ArchivedFile" });

export type ArchivedClipShape = z.infer<typeof archivedClipShape>;
export type ArchivedFileShape = z.infer<typeof archivedFileShape>;

const foundIn = z.object({
  archiveId: z.string(),
  archiveName: z.string(),
  place: z.string(),
  session: z.number().int(),
  archivedAt: z.string(),
});

export const foundArchivedShape = z
  .object({
    clips: z.array(foundIn.extend({ id: z.string(), name: z.string(), path: z.string(), thumbnail: z.string() })),
    files: z.array(
      foundIn.extend({
        path: z.string(),
        bytes: z.number(),
        clipName: z.string(),
        source: z.string(),
        segment: z.number().int(),
      }),
    ),
    hasMore: z.boolean(),
  })
  .meta({ id: "FoundArchived" });

export type FoundArchivedShape = z.infer<typeof foundArchivedShape>;
