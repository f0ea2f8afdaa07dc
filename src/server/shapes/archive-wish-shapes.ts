import * as z from "zod";

const entries = z
  .array(z.string().min(1).max(4096))
  .max(100_000)
  .describe("`cresset:<entry id>`, paths of the catalogue, and files and folders under the storage roots.");

/** What is to be archived. */
export const archiveSelectionShape = z
  .strictObject({
    entries,
    projectId: z.string().optional().describe("The project that paths of the catalogue belong to."),
    noMedia: z.boolean().optional(),
    versions: z.enum(["all", "used"]).optional(),
  })
  .meta({ id: "ArchiveSelection" });

export const archiveAddShape = archiveSelectionShape
  .extend({
    verify: z.enum(["source", "archived", "both", "none"]).optional(),
    sha256: z.boolean().optional(),
    resume: z.boolean().optional().describe("Goes on with the session that was not finished; entries are known then."),
    force: z.boolean().optional(),
    comment: z.string().max(2000).optional(),
  })
  .meta({ id: "ArchiveAdd" });

export const archiveVerifyShape = z
  .strictObject({
    sessions: z.array(z.int().min(1)).optional(),
    percent: z.number().gt(0).max(100).optional().describe("Of all files about so many in a hundred."),
  })
  .meta({ id: "ArchiveVerify" });

export const archiveRestoreShape = z
  .strictObject({
    paths: z.array(z.string()).max(100_000).optional().describe("Everything when left out."),
    sessions: z.array(z.int().min(1)).optional(),
    to: z
      .string()
      .optional()
      .describe("Restores plain files into this folder; entries go into the catalogue without it."),
    as: z.string().max(200).optional().describe("Library that entries are put into; with `to` a folder in it."),
    mediaFolder: z.string().optional(),
    overwrite: z.boolean().optional(),
    projectId: z.string().optional(),
  })
  .meta({ id: "ArchiveRestore" });

/** The same as the queue keeps them. */
const queued = { archive: z.string(), project: z.string().exactOptional() };

export const queuedAdd = z.object({
  ...queued,
  entries,
  noMedia: z.boolean().exactOptional(),
  versions: z.enum(["all", "used"]).exactOptional(),
  verify: z.enum(["source", "archived", "both", "none"]).exactOptional(),
  sha256: z.boolean().exactOptional(),
  resume: z.boolean().exactOptional(),
  force: z.boolean().exactOptional(),
  comment: z.string().exactOptional(),
});

export const queuedVerify = z.object({
  archive: z.string(),
  sessions: z.array(z.int()).exactOptional(),
  percent: z.number().exactOptional(),
});

export const queuedRestore = z.object({
  ...queued,
  paths: z.array(z.string()).exactOptional(),
  sessions: z.array(z.int()).exactOptional(),
  to: z.string().exactOptional(),
  as: z.string().exactOptional(),
  mediaFolder: z.string().exactOptional(),
  overwrite: z.boolean().exactOptional(),
});
