import type { Destination } from "../destination/destination.ts";
import { appendGeneration, type GenerationFacts } from "./append-generation.ts";
import { archiveFiles, hashStored } from "./archive-files.ts";
import { chainXml, type ManifestItem } from "./manifest.ts";
import { chainFile, historyFolder, readHistory } from "./read-history.ts";

/** Begins the history of an archive's folder, before its first session is finished: one without it has lost it. */
export function beginHistory(destination: Destination): void {
  if (destination.list(historyFolder).length > 0) return;
  destination.makeFolder(historyFolder);
  destination.replace(`${historyFolder}/${chainFile}`, chainXml([]));
}

/**
 * Adds what a session brought to the history of the archive's folder.
 * @param segments xxh128 of segments by their files: they are not read again.
 */
export function recordSession(
  destination: Destination,
  segments: ReadonlyMap<string, string>,
  facts: GenerationFacts,
): void {
  const history = readHistory(destination);
  const items: ManifestItem[] = [];
  let isNew = false;
  for (const file of archiveFiles(destination)) {
    const known = history.known.get(file);
    isNew ||= known === undefined;
    if (known === undefined)
      items.push({
        path: file,
        xxh128: segments.get(file) ?? hashStored(destination, file, () => {}),
        size: sizeOf(destination, file),
      });
    else items.push({ path: file, xxh128: known, isUnlisted: true });
  }
  if (isNew) appendGeneration(destination, history, facts, items);
}

function sizeOf(destination: Destination, file: string): number {
  const stored = destination.open(file);
  try {
    return stored.bytes;
  } finally {
    stored.close();
  }
}
