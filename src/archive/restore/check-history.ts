import type { Destination } from "../destination/destination.ts";
import { appendGeneration, type GenerationFacts } from "../mhl/append-generation.ts";
import { archiveFiles, hashStored } from "../mhl/archive-files.ts";
import type { ManifestItem } from "../mhl/manifest.ts";
import { readHistory } from "../mhl/read-history.ts";

/**
 * Holds every file of an archive's folder against the folder's own checksum history.
 * @param hashes of files that were read already. @param record adds what was found as a generation.
 * @returns what is wrong, in sentences.
 */
export function checkHistory(
  destination: Destination,
  hashes: ReadonlyMap<string, string>,
  record: GenerationFacts | undefined,
  onRead: (bytes: number) => void,
): readonly string[] {
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
  if (record !== undefined) appendGeneration(destination, history, record, items);
  return faults;
}
