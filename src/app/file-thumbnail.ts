import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import path from "node:path";
import { openSource } from "../catalogue/open-source.ts";
import { CressetError } from "../errors.ts";
import type { Prober } from "../media/probe.ts";
import { renderThumbnail } from "./clip-thumbnail.ts";
import { isKept } from "./is-kept.ts";

/** Small pictures of media files that are no clips of the catalogue. */
export interface FileThumbnails {
  /**
   * The middle frame of a file, as a JPEG in a folder of the home; made when it is first asked for, and again when the file
   * changes. One is made at a time.
   * @throws CressetError `not-found` when the file is gone, `bad-input` when it holds no picture.
   */
  of(file: string, signal: AbortSignal): Promise<string>;
}

export function createFileThumbnails({
  home,
  prober,
}: {
  readonly home: string;
  readonly prober: Prober;
}): FileThumbnails {
  let last: Promise<unknown> = Promise.resolve();
  return {
    of(file, signal) {
      const making = last.then(() => thumbnailOf(file, { home, prober }, signal));
      // Whoever asked is told; the next has its turn all the same.
      last = making.catch(() => undefined);
      return making;
    },
  };
}

async function thumbnailOf(
  file: string,
  { home, prober }: { readonly home: string; readonly prober: Prober },
  signal: AbortSignal,
): Promise<string> {
  const info = await stat(file).catch((cause: unknown) => {
    throw new CressetError("not-found", `${file} is not there any more.`, { cause });
  });
  const key = createHash("sha256")
    .update(JSON.stringify([file, info.mtimeMs, info.size]))
    .digest("hex");
  const target = path.join(home, "thumbnails", `${key.slice(0, 32)}.jpg`);
  if (await isKept(target)) return target;
  const [opened] = await openSource(file, { mediaFolders: [], probe: prober.probe.bind(prober), signal });
  if (opened === undefined || opened.sequence.videoTracks.length === 0)
    throw new CressetError("bad-input", `${file} holds no picture.`);
  await renderThumbnail(opened, Math.floor(opened.sequence.duration / 2), target, signal);
  return target;
}
