import * as z from "zod";

/** What a run of kind `archive` was asked, as the history keeps it. */
export const archiveRequestSchema = z.object({
  task: z.enum(["format", "add", "restore"]),
  archive: z.object({ id: z.string(), name: z.string(), place: z.string() }),
  /** Of `add`: the session that it writes. */
  session: z.int().exactOptional(),
  /** What was named: entries, or paths to restore. */
  sources: z.array(z.string()),
  hookFolders: z.array(z.string()),
});
export type ArchiveRequest = z.infer<typeof archiveRequestSchema>;
