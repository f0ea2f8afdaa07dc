import { rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** As much as a change of the store takes at the least, in bytes. */
const probe = new Uint8Array(64 * 1024);

/** Why nothing can be written into a folder, found out by writing; nothing when it can. */
export async function faultOfFolder(folder: string): Promise<"disk-full" | "not-writable" | undefined> {
  const file = path.join(folder, `.room-${process.pid}`);
  try {
    await writeFile(file, probe);
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    return code === "ENOSPC" || code === "EDQUOT" ? "disk-full" : "not-writable";
  } finally {
    await rm(file, { force: true }).catch(() => {});
  }
}
