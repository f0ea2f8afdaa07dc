import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { randomUUID } from "node:crypto";
import { type FileChecksum, hashFile } from "../media/checksum.ts";

/**
 * Writes a small file whole or not at all: under a temporary name beside it, synced, then renamed. Folders are made.
 * @returns its size in bytes and its xxh128, read back from the disk.
 * @throws the file system's error; then nothing is left behind and what was there stays.
 */
export async function writeFileWhole(file: string, text: string): Promise<FileChecksum> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  await removeLeftovers(file);
  const partial = path.join(folder, `${partialStem(file)}${process.pid}-${randomUUID().slice(0, 8)}.partial`);
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

/** The machine and the process are in the name, so that it can be told whether somebody is still writing. */
const partialStem = (file: string) =>
  `.${path.basename(file).slice(0, 120)}.${hostname()
    .replaceAll(/[^\w-]/g, "_")
    .slice(0, 60)}-`;

/** What a process of this machine that was killed left of the same file. */
async function removeLeftovers(file: string): Promise<void> {
  const [folder, stem] = [path.dirname(file), partialStem(file)];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(stem)) continue;
    const [, pid] = /^(\d+)-[0-9a-f]{8}\.partial$/.exec(name.slice(stem.length)) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) await rm(path.join(folder, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A rename lasts through a power cut only once its folder is synced; Windows has no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
