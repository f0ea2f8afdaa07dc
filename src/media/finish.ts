import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { hashFile } from "./checksum.ts";
import { type Expected, verifyFile, verifyImage } from "./ffmpeg/verify-file.ts";
import { isOfRendering, keepWholeFrames, removeFrameJournal } from "./frame-journal.ts";
import type { ImageFile } from "./image-files.ts";
import { imageName } from "./image-names.ts";
import type { MadeFolders } from "./made-folders.ts";
import { partialPath, partialsOf, removeLeftoversNow } from "./partial-name.ts";
import type { RenderAsset, WrittenAsset } from "./render-job.ts";
import { RenderFault, writeFault } from "./render-fault.ts";

type WrittenFile = WrittenAsset["files"][number];

/** Where this process writes an asset until it is whole: a file; for a file sequence a folder. */
export const partialOf = ({ path, id }: RenderAsset): string => partialPath(path, id);

/** Takes away what this process wrote of an asset that it does not finish. */
export const removePartial = (asset: RenderAsset): Promise<void> =>
  rm(partialOf(asset), { recursive: true, force: true });

/** Where an asset is written, and what of it is there already. */
export interface Partial {
  /** A file, or for a file sequence a folder that exists. */
  readonly path: string;
  /** Files of a file sequence that a rendering before left whole, from the first on. */
  readonly there: readonly ImageFile[];
}

/**
 * Makes the folder of an asset's target and clears what killed processes left of it, but for the whole files of a file
 * sequence whose rendering was the same.
 * @param rendering its `renderFingerprint`; without it nothing is taken over.
 * @throws RenderFault of cause "write" or "disk-full".
 */
export async function beginPartial(asset: RenderAsset, folders: MadeFolders, rendering?: string): Promise<Partial> {
  const partial = partialOf(asset);
  try {
    folders.make(dirname(asset.path));
    const isThere = rendering !== undefined && (await takeOver(asset, rendering));
    // Somebody may wait for one still: nothing here is worth a way through other threads.
    removeLeftoversNow(asset.path);
    if (isThere) {
      const nameOf = (index: number) => imageName(basename(asset.path), (asset.firstFileNumber ?? 0) + index);
      return { path: partial, there: await keepWholeFrames(partial, asset.frameCount, nameOf) };
    }
    // A process that is gone may have had this one's number.
    rmSync(partial, { recursive: true, force: true });
    // The folder around it may have gone with the failure of another export.
    if (asset.container === "image") mkdirSync(partial, { recursive: true });
    return { path: partial, there: [] };
  } catch (error) {
    throw writeFault(asset.path, error);
  }
}

/** Makes the folder that a rendering left ours, if there is one. */
async function takeOver(asset: RenderAsset, rendering: string): Promise<boolean> {
  const own = partialOf(asset);
  if (await isOfRendering(own, rendering)) return true;
  for (const giveUp = performance.now() + patience; performance.now() < giveUp;) {
    const same = [];
    for (const found of await partialsOf(asset.path))
      if (found.path !== own && (await isOfRendering(found.path, rendering))) same.push(found);
    const left = same.find(({ isLeft }) => isLeft);
    if (left !== undefined) {
      await removePartial(asset);
      // Where somebody else was quicker, all is rendered.
      return rename(left.path, own).then(
        () => true,
        () => false,
      );
    }
    if (same.length === 0) return false;
    await setTimeout(50);
  }
  return false;
}

/** The process of a server that was killed may need a moment to notice; in milliseconds. */
const patience = 3000;

/**
 * Makes sure of a closed partial file: reads it back, hashes it and brings it to the disk. It still lies at `partialOf`;
 * `nameFiles` gives it its name, and until then an existing target stays what it was.
 * @throws RenderFault
 */
export async function finishFile(asset: RenderAsset, expected: Expected): Promise<readonly WrittenFile[]> {
  const partial = partialOf(asset);
  try {
    if ((await stat(partial)).size === 0) throw empty(asset.path);
    const synced = syncToDisk(partial);
    verifyFile({ path: partial, name: asset.path }, expected);
    const [hash] = await Promise.all([hashFile(partial), synced]);
    return [{ path: asset.path, ...hash }];
  } catch (error) {
    throw writeFault(asset.path, error);
  }
}

/**
 * The same for a file sequence, whose files were hashed as they were written.
 * @param onDisk when `finish` is over all of them are on the disk; until then they are looked at
 * @throws RenderFault
 */
export async function finishImages(
  asset: RenderAsset,
  images: readonly ImageFile[],
  onDisk: { finish(): Promise<void> },
): Promise<readonly WrittenFile[]> {
  const [folder, target] = [partialOf(asset), dirname(asset.path)];
  try {
    for (const image of new Set([images[0], images.at(-1)]))
      if (image !== undefined && image.bytes > 0)
        verifyImage({ path: join(folder, image.name), name: join(target, image.name) });
    await onDisk.finish();
    removeFrameJournal(folder);
    const there = readdirSync(folder);
    if (there.length !== asset.frameCount || images.length !== asset.frameCount)
      throw new RenderFault(
        "encode",
        `${there.length} files were written for ${asset.frameCount} frames of "${asset.path}".`,
      );
    const nothing = images.find(({ bytes }) => bytes === 0);
    if (nothing !== undefined) throw empty(nothing.name);
    return images.map(({ name, bytes, xxh128 }) => ({ path: join(target, name), bytes, xxh128 }));
  } catch (error) {
    throw writeFault(asset.path, error);
  }
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
