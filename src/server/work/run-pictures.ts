import path from "node:path";
import type { RunStore } from "../../catalogue/run-store.ts";

const withPictures = new Set([
  ".mov",
  ".mp4",
  ".m4v",
  ".mxf",
  ".mkv",
  ".avi",
  ".webm",
  ".exr",
  ".dpx",
  ".png",
  ".tif",
  ".tiff",
  ".jpg",
  ".jpeg",
]);

/** A file that stands for an asset of a run: of a file sequence the one in the middle. */
export interface RunPicture {
  readonly assetId: string;
  readonly path: string;
  readonly name: string;
}

/** What a run wrote that can be looked at, one file for each asset. */
export async function runPictures(runId: string, history: RunStore): Promise<readonly RunPicture[]> {
  const byAsset = Map.groupBy(
    (await history.files(runId)).filter((file) => withPictures.has(path.extname(file.path).toLowerCase())),
    ({ assetId }) => assetId,
  );
  return [...byAsset].flatMap(([assetId, files]) => {
    const file = files[Math.floor(files.length / 2)];
    return file === undefined ? [] : [{ assetId, path: file.path, name: path.basename(file.path) }];
  });
}
