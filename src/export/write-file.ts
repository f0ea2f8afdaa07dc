import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { type FileChecksum, hashFile } from "../media/checksum.ts";
import { partialPath, removeLeftovers } from "../media/partial-name.ts";
import { syncFolder } from "../media/sync-folder.ts";

/**
 * Writes a small file whole or not at all: under a temporary name beside it, synced, then renamed. Folders are made.
 * @returns its size in bytes and its xxh128, read back from the disk.
 * @throws the file system's error; then nothing is left behind and what was there stays.
 */
export async function writeFileWhole(file: string, text: string): Promise<FileChecksum> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  await removeLeftovers(file);
  const partial = partialPath(file, randomUUID().slice(0, 8));
  try {
    const handle = await open(partial, "wx");
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  await syncFolder(folder);
  return hashFile(file);
}
