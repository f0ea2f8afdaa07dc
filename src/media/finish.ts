import { mkdir, open, readdir, rename, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hashFile } from "./checksum.ts";
import { type Expected, verifyFile, verifyImage } from "./ffmpeg/verify-file.ts";
import { imageName } from "./image-names.ts";
import { partialPath, removePartial } from "./partial-name.ts";
import type { RenderAsset, WrittenAsset } from "./render-job.ts";
import { RenderFault, writeFault } from "./render-fault.ts";

type WrittenFile = WrittenAsset["files"][number];

/**
 * Makes the folder of an asset's target and clears what an earlier run of the same asset left. Answers with the place to
 * write to: a file, or for a file sequence a folder that exists.
 * @throws RenderFault of cause "write" or "disk-full".
 */
export async function beginPartial(asset: RenderAsset): Promise<string> {
  const partial = partialPath(asset);
  try {
    await mkdir(dirname(asset.path), { recursive: true });
    await removePartial(asset);
    if (asset.container === "image") await mkdir(partial);
    return partial;
  } catch (error) {
    throw writeFault(asset.path, error);
  }
}

/**
 * Turns what was written into the asset: reads it back, hashes it, brings it to the disk and gives it its name. Until
 * then an existing target stays what it was.
 * @throws RenderFault
 */
export async function finishAsset(asset: RenderAsset, expected: Expected): Promise<readonly WrittenFile[]> {
  try {
    return asset.container === "image" ? await finishImages(asset) : [await finishFile(asset, expected)];
  } catch (error) {
    throw writeFault(asset.path, error);
  }
}

async function finishFile(asset: RenderAsset, expected: Expected): Promise<WrittenFile> {
  const partial = partialPath(asset);
  if ((await stat(partial)).size === 0) throw empty(asset.path);
  verifyFile(partial, expected);
  const [hash] = await Promise.all([hashFile(partial), syncToDisk(partial)]);
  await rename(partial, asset.path);
  await syncToDisk(dirname(asset.path));
  return { path: asset.path, ...hash };
}

async function finishImages(asset: RenderAsset): Promise<readonly WrittenFile[]> {
  const folder = partialPath(asset);
  const names = Array.from({ length: asset.frameCount }, (_, index) =>
    imageName(basename(asset.path), (asset.firstFileNumber ?? 0) + index),
  );
  const there = await readdir(folder);
  if (there.length !== names.length)
    throw new RenderFault(
      "encode",
      `${there.length} files were written for ${names.length} frames of "${asset.path}".`,
    );
  for (const name of new Set([names[0], names.at(-1)])) if (name !== undefined) verifyImage(join(folder, name));
  const files: WrittenFile[] = [];
  for (const name of names) {
    const hash = await hashFile(join(folder, name));
    if (hash.bytes === 0) throw empty(name);
    await syncToDisk(join(folder, name));
    files.push({ path: join(dirname(asset.path), name), ...hash });
  }
  // Only renames from here on: they take a moment for all files together.
  for (const name of names) await rename(join(folder, name), join(dirname(asset.path), name));
  await rmdir(folder);
  await syncToDisk(dirname(asset.path));
  return files;
}

const empty = (path: string): RenderFault => new RenderFault("encode", `"${path}" was written without content.`);

async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
