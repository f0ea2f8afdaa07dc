import path from "node:path";
import { readArchive } from "../../archive/archive.ts";
import { memoryJournal } from "../../catalogue/memory-journal.ts";
import { selectFor } from "./add-to-archive.ts";
import { withArchiveHooks } from "./archive-hooks.ts";
import type { ArchiveParts } from "./archive-parts.ts";
import type { ArchiveHandlers, SelectionEstimate, SelectionWish } from "./archive-wish.ts";
import { estimateArchive, selectionInfo } from "./estimate-archive.ts";
import { findArchive } from "./find-archive.ts";

/** Looks at what is named, writes nothing, and lets the house's hooks look at it too. */
export async function estimateCall(
  wish: SelectionWish,
  { signal = new AbortController().signal, tell = () => {}, answers }: ArchiveHandlers,
  parts: ArchiveParts,
): Promise<SelectionEstimate> {
  const archive = readArchive(await findArchive(wish.archive, parts));
  const selection = await selectFor(wish, archive, signal, parts);
  const estimate = await estimateArchive(selection, archive, signal);
  for (const text of selection.notes) tell({ type: "message", text });
  const session = archive.unfinished ?? (archive.there.at(-1) ?? 0) + 1;
  const hookFolders = (wish.hookFolders ?? []).map((each) => path.resolve(parts.folder, each));
  const journal = memoryJournal({});
  await withArchiveHooks(parts, { hookFolders, journal, signal, tell }, answers, async (hooks) => {
    await hooks.call("archiveSelectionUpdated", selectionInfo(estimate, archive, session), "estimate");
    for (const text of hooks.errors) tell({ type: "message", text });
  });
  return estimate;
}
