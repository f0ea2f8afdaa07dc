import type { ArchiveHistory } from "../catalogue/archive-history.ts";
import { cressetHome, storeFile } from "../catalogue/home.ts";
import { openArchiveHistory } from "../catalogue/open-archive-history.ts";

/** Opens the history of archives of this house for as long as `work` takes. */
export async function withArchiveHistory<T>(work: (history: ArchiveHistory) => Promise<T>): Promise<T> {
  const history = await openArchiveHistory(storeFile(cressetHome()));
  try {
    return await work(history);
  } finally {
    await history.close();
  }
}
