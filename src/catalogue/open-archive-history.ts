import type { ArchiveHistory } from "./archive-history.ts";
import { StoredArchiveHistory } from "./archived/stored-archive-history.ts";
import { openStore } from "./store/store.ts";

/**
 * Opens the history of archives in the store at `file` (made if missing); several processes may at once.
 * @throws CressetError when the file is damaged, not Cresset's, not writable, or from a newer Cresset.
 */
export async function openArchiveHistory(file: string): Promise<ArchiveHistory> {
  return new StoredArchiveHistory(await openStore(file));
}
