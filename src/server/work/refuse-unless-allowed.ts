import * as z from "zod";
import type { QueueItem } from "../../catalogue/queue-store.ts";
import { CressetError } from "../../errors.ts";
import type { ServerParts } from "../server-parts.ts";
import { queuedExport } from "./export-task.ts";
import { settledPaths } from "./settled-export.ts";

const archiveWish = z.object({
  archive: z.string(),
  to: z.string().optional(),
  mediaFolder: z.string().optional(),
  entries: z.array(z.string()).default([]),
});

/**
 * Holds what an item of the queue asks for against the storage roots, as if it were sent now.
 * @throws CressetError `forbidden` for a path outside; `usage` for an export without a destination.
 */
export async function refuseUnlessAllowed(
  item: QueueItem,
  { catalogue, roots, cresset }: Pick<ServerParts, "catalogue" | "roots" | "cresset">,
): Promise<void> {
  if (item.kind === "export") {
    const wish = queuedExport.parse(item.request);
    if (wish.destinationPath === "" && wish.profile === undefined)
      throw new CressetError(
        "usage",
        `"${item.title}" says nothing of where its files go, and cannot be asked for here.`,
      );
    await settledPaths(wish, { catalogue, roots, project: wish.project?.name ?? cresset.currentProject.name });
    return;
  }
  const { archive, to, mediaFolder, entries } = archiveWish.parse(item.request);
  await roots.allowed(archive);
  if (to !== undefined) await roots.allowedToWrite(to);
  if (mediaFolder !== undefined) await roots.allowedToFill(mediaFolder);
  for (const entry of entries) if (!entry.startsWith("cresset:")) await roots.allowed(entry);
}
