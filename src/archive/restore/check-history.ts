import { CressetError } from "../../errors.ts";
import type { Destination } from "../destination/destination.ts";
import { appendGeneration, type GenerationFacts } from "../mhl/append-generation.ts";
import { archiveFiles, hashStored } from "../mhl/archive-files.ts";
import type { ManifestItem } from "../mhl/manifest.ts";
import { type MhlHistory, readHistory } from "../mhl/read-history.ts";

export interface HistoryCheck {
  /** What is wrong, in sentences. */
  readonly faults: readonly string[];
  /** Why the result was not noted in the history; nothing where it was, or nobody asked for it. */
  readonly unrecorded: string | undefined;
}

/**
 * Holds every file of an archive's folder against the folder's own checksum history.
 * @param hashes of files that were read already. @param record adds what was found as a generation.
 */
export function checkHistory(
  destination: Destination,
  hashes: ReadonlyMap<string, string>,
  record: GenerationFacts | undefined,
  onRead: (bytes: number) => void,
): HistoryCheck {
  const history = readHistory(destination);
  const faults = [...history.faults];
  const items: ManifestItem[] = [];
  const files = archiveFiles(destination);
  for (const path of files) {
    let xxh128: string;
    try {
      xxh128 = hashes.get(path) ?? hashStored(destination, path, onRead);
    } catch (error) {
      if (error instanceof Error && error.name === "CressetError" && !("syscall" in error)) throw error;
      faults.push(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    const known = history.known.get(path);
    const action = known === undefined ? "original" : known === xxh128 ? "verified" : "failed";
    if (action === "failed") faults.push(`${path} is not what was written (xxh128 ${xxh128}, not ${known}).`);
    items.push({ path, xxh128, action });
  }
  for (const path of history.known.keys()) if (!files.includes(path)) faults.push(`${path} is not there any more.`);
  return { faults, unrecorded: record === undefined ? undefined : noted(destination, history, record, items) };
}

/** A destination that cannot be written to, or that another process writes to, can be checked all the same. */
function noted(
  destination: Destination,
  history: MhlHistory,
  record: GenerationFacts,
  items: readonly ManifestItem[],
): string | undefined {
  // A new chain would take the traces of the damage with it.
  if (history.faults.length > 0) return `The history itself is damaged: ${history.faults.join(" ")}`;
  try {
    const lease = destination.lease();
    try {
      appendGeneration(destination, history, record, items);
    } finally {
      lease.release();
    }
    return undefined;
  } catch (error) {
    if (error instanceof CressetError) return error.message;
    throw error;
  }
}
