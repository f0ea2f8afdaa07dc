import { closeSync, fsync, openSync } from "node:fs";
import { promisify } from "node:util";

const fsyncAway = promisify(fsync);

/** A name lasts through a power cut only once its folder is on the disk too; Windows has no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    await fsyncAway(handle);
  } finally {
    closeSync(handle);
  }
}
