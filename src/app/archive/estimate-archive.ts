import path from "node:path";
import { type Archive, sessionFolder } from "../../archive/archive.ts";
import { estimateSelection } from "../../archive/estimate.ts";
import { freeBytesAt } from "../../archive/archive-place.ts";
import type { HookInfo } from "../../hooks/hook-runner.ts";
import type { SelectionEstimate } from "./archive-wish.ts";
import type { Selection } from "./selection.ts";

/** A line of the table of contents and one of the manifest, roughly. */
const bytesPerFile = 700;

/**
 * What a selection comes to, and whether it fits.
 * @param kept bytes of segments that an earlier try has closed.
 */
export async function estimateArchive(
  selection: Selection,
  { place, facts }: Archive,
  signal: AbortSignal,
  kept = 0,
): Promise<SelectionEstimate> {
  const estimate = await estimateSelection(selection.roots, facts.segmentBytes, signal);
  const catalogueBytes = Buffer.byteLength(selection.catalogue) + Buffer.byteLength(selection.sequences);
  const metadataBytes = 2 * catalogueBytes + bytesPerFile * estimate.files;
  const freeBytes = freeBytesAt(place);
  const needed = Math.max(0, estimate.archiveBytes + metadataBytes - kept);
  return {
    ...estimate,
    clips: selection.clips,
    frames: selection.frames,
    metadataBytes,
    freeBytes,
    fits: freeBytes === undefined || needed <= freeBytes,
  };
}

const megabyte = 1_000_000;

/** What `archiveSelectionUpdated` is told. */
export function selectionInfo(estimate: SelectionEstimate, { place }: Archive, session: number): HookInfo {
  const segments = Array.from({ length: estimate.segments }, (_, index): [string, string] => [
    String(index + 1),
    path.join(place.root, sessionFolder(session), `seg_${String(index + 1).padStart(4, "0")}.tar`),
  ]);
  return {
    segmentInfo: Object.fromEntries(segments),
    numFrames: estimate.frames,
    numClips: estimate.clips,
    dataSize: estimate.storedBytes / megabyte,
    metadataSize: estimate.metadataBytes / megabyte,
    destinationFree: estimate.freeBytes === undefined ? -1 : estimate.freeBytes / megabyte,
  };
}
