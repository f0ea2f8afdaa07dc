import type { ArchiveHistory } from "../catalogue/archive-history.ts";
import { cressetHome, storeFile } from "../catalogue/home.ts";

/** Opens the history of archives of this house for as long as `work` takes. */
export async function withArchiveHistory<T>(work: (history: ArchiveHistory) => Promise<T>): Promise<T> {
  // Loaded here: hook files import this module through "cresset", and most never ask.
  const { openArchiveHistory } = await import("../catalogue/open-archive-history.ts");
  const history = await openArchiveHistory(storeFile(cressetHome()));
  try {
    return await work(history);
  } finally {
    await history.close();
  }
}
