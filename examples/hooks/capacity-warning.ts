// Says when what is to be archived does not fit, or fills the destination to 80 % or 95 %.
// capacity_warning.py does the same in Python. (A session that cannot fit is not begun in any case, unless with --force.)
import { existsSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { defineHooks } from "cresset";

/** Shares of the disk that are worth a word, the highest first. */
const limits = [0.95, 0.8];

export default defineHooks({
  archiveSelectionUpdated({ segmentInfo, dataSize, metadataSize, destinationFree }, cresset) {
    const folder = folderThere(Object.values(segmentInfo)[0] ?? "");
    if (destinationFree < 0 || folder === "") return;
    const needed = dataSize + metadataSize;
    if (needed > destinationFree) {
      cresset.log(`WARNING: ${gigabytes(needed)} do not fit: ${folder} has ${gigabytes(destinationFree)} left.`);
      return;
    }
    const { blocks, bsize } = statfsSync(folder);
    const total = (blocks * bsize) / 1e6;
    const share = (total - destinationFree + needed) / total;
    const passed = limits.find((limit) => share > limit);
    if (passed !== undefined)
      cresset.log(`WARNING: ${folder} will be ${Math.floor(share * 100)} % full, more than ${passed * 100} %.`);
  },
});

/** The nearest folder above a segment that is there: that of the archive may not be yet. */
function folderThere(path: string): string {
  if (path === "" || path === dirname(path)) return path;
  const folder = dirname(path);
  return existsSync(folder) ? folder : folderThere(folder);
}

const gigabytes = (megabytes: number): string => `${(megabytes / 1000).toFixed(3)} GB`;
