import { rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RenderAsset } from "./render-job.ts";

/** Names on common file systems hold 255 bytes; the rest is for the dot, the id and the ending. */
const longestPart = 100;

const short = (text: string): string => text.replaceAll(/[^\w.-]/g, "_").slice(0, longestPart);

/**
 * Where an asset is written until it is whole: beside its target, so that the last step is a rename on one file system. A
 * file; for a file sequence a folder. The same asset always gets the same name, so what a killed run left is found again.
 */
export const partialPath = ({ path, id }: Pick<RenderAsset, "path" | "id">): string =>
  join(dirname(path), `.${short(basename(path))}.cresset-${short(id)}.partial`);

/** Takes away what an asset that was not finished left behind. */
export const removePartial = (asset: RenderAsset): Promise<void> =>
  rm(partialPath(asset), { recursive: true, force: true });
