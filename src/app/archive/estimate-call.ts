import path from "node:path";
import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { type Archive, readArchive } from "../../archive/archive.ts";
import { freeBytesAt, placeAt } from "../../archive/archive-place.ts";
import { memoryJournal } from "../../catalogue/memory-journal.ts";
import { selectFor } from "./add-to-archive.ts";
import { withArchiveHooks } from "./archive-hooks.ts";
import type { ArchiveParts } from "./archive-parts.ts";
import type { ArchiveHandlers, EstimateOutcome, SelectionWish } from "./archive-wish.ts";
import { estimateArchive, selectionInfo } from "./estimate-archive.ts";
import { findArchive } from "./find-archive.ts";

export interface EstimateWish extends SelectionWish {
  /** The archive is not there yet: it would be made in the folder `archive`, with segments of this size. */
  readonly segmentBytes?: number;
}

/** Looks at what is named, writes nothing, and lets the house's hooks look at it too. */
export async function estimateCall(
  wish: EstimateWish,
  { signal = new AbortController().signal, tell = () => {}, answers }: ArchiveHandlers,
  parts: ArchiveParts,
): Promise<EstimateOutcome> {
  const archive =
    wish.segmentBytes === undefined
      ? readArchive(await findArchive(wish.archive, parts))
      : plannedArchive(path.resolve(parts.folder, wish.archive), wish.segmentBytes);
  const selection = await selectFor(wish, archive, signal, parts);
  const estimated = await estimateArchive(selection, archive, signal);
  // A folder that is not there has no room of its own yet: that of the one above it counts.
  const freeBytes = estimated.freeBytes ?? freeBytesAt(placeAt(path.dirname(archive.place.root)));
  const fits = freeBytes === undefined || estimated.archiveBytes + estimated.metadataBytes <= freeBytes;
  const estimate = { ...estimated, freeBytes, fits };
  for (const text of selection.notes) tell({ type: "message", text });
  const session = archive.unfinished ?? (archive.there.at(-1) ?? 0) + 1;
  const hookFolders = (wish.hookFolders ?? []).map((each) => path.resolve(parts.folder, each));
  const journal = memoryJournal({});
  return withArchiveHooks(parts, { hookFolders, journal, signal, tell }, answers, async (hooks) => {
    await hooks.call("archiveSelectionUpdated", selectionInfo(estimate, archive, session), "estimate");
    await hooks.end();
    for (const text of hooks.errors) tell({ type: "message", text });
    return { ...estimate, hookErrors: hooks.errors };
  });
}

/** An archive as it would be after it was made. */
const plannedArchive = (root: string, segmentBytes: number): Archive => ({
  place: placeAt(root),
  facts: {
    format: "cresset-archive",
    version: 1,
    id: randomUUID(),
    name: path.basename(root),
    comment: "",
    segmentBytes,
    createdAt: new Date().toISOString(),
    tool: "",
    host: hostname(),
    user: userInfo().username,
  },
  sessions: [],
  there: [],
  unfinished: undefined,
  damage: [],
});
