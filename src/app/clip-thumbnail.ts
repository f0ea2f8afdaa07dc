import { createHash } from "node:crypto";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../errors.ts";
import { planSequence } from "../export/plan.ts";
import { presetSchema } from "../export/preset.ts";
import { frameFileName } from "../media/image-sequence.ts";
import { createRenderer, type Renderer } from "../media/renderer.ts";
import type { OpenedSequence } from "../catalogue/open-source.ts";
import { type OpenedEntry, thumbnailFrame } from "./catalogue-sources.ts";
import { isKept } from "./is-kept.ts";

/** The picture that stands for a clip or sequence, or why there is none. */
export type Thumbnail =
  | { readonly file: string; readonly frame: number }
  | { readonly file?: never; readonly frame: number; readonly why: string };

/** Pixels, at most. */
const width = 320;

/**
 * The picture of the frame that stands for an entry (its in mark, else the middle), as a JPEG in a folder of the home. It is
 * made when it is first asked for, and again when its media changes.
 * @param renderer makes it, in a process that whoever makes many keeps; else one is started for it
 */
export async function clipThumbnail(
  opened: OpenedEntry,
  home: string,
  signal?: AbortSignal,
  renderer?: Renderer,
): Promise<Thumbnail> {
  const { sequence, conformed, entry } = opened;
  const frame = thumbnailFrame(entry, sequence.duration);
  if (sequence.videoTracks.length === 0) return { frame, why: "It has no picture." };
  if (conformed.links.size === 0) return { frame, why: "Its media is not there." };
  const file = path.join(home, "thumbnails", `${await keyOf(opened, frame)}.jpg`);
  if (await isKept(file)) return { file, frame };
  try {
    await renderThumbnail(opened, frame, file, signal, renderer);
    return { file, frame };
  } catch (error) {
    if (!(error instanceof CressetError) || error.code === "cancelled") throw error;
    return { frame, why: error.message };
  }
}

/** Same as long as the picture is: the media with its size and time, and what of it is shown. */
async function keyOf({ sequence, conformed, entry, facts }: OpenedEntry, frame: number): Promise<string> {
  const parts: unknown[] = [frame, sequence.duration];
  // Of a cut any segment may be what the frame shows.
  if (facts.source.kind === "cut") parts.push(entry.id, entry.changedAt.toISOString());
  for (const { media, sourceFrame } of new Set(conformed.links.values())) {
    const { imageSequence } = media;
    const number = imageSequence === undefined ? 0 : Math.min(imageSequence.first + frame, imageSequence.last);
    const info = await stat(imageSequence === undefined ? media.path : frameFileName(imageSequence, number)).catch(
      () => undefined,
    );
    parts.push(media.path, info?.mtimeMs, info?.size, String(sourceFrame.num), String(sourceFrame.den));
  }
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}

/** Writes a frame of what is opened as a small JPEG. @throws CressetError `render-failed`. */
export async function renderThumbnail(
  { sequence, conformed }: OpenedSequence,
  frame: number,
  file: string,
  signal?: AbortSignal,
  lent?: Renderer,
): Promise<void> {
  const planned = planSequence({
    index: 0,
    key: sequence.name,
    sequence,
    conformed,
    presets: [{ path: "", preset: presetFor(sequence.size ?? conformed.links.values().next().value?.media.video[0]) }],
    namePattern: undefined,
    handles: undefined,
    useTopVideoTrack: false,
    range: { start: frame, end: frame + 1 },
    subtitles: undefined,
    tokens: {},
  });
  const asset = planned.assets.find(({ kind }) => kind === "media");
  if (asset?.kind !== "media") throw new CressetError("internal", "A thumbnail was planned without a picture.");
  // Written under a name of its own: another process may make the same one now.
  const part = path.join(path.dirname(file), `${process.pid}-${path.basename(file, ".jpg")}`);
  await mkdir(path.dirname(file), { recursive: true });
  const renderer = lent ?? createRenderer();
  try {
    const job = { sources: asset.sources, assets: [{ ...asset.render, path: `${part}.%04d.jpg`, firstFileNumber: 1 }] };
    const [result] = await renderer.render(job, signal === undefined ? {} : { signal });
    if (result?.ok !== true) throw new CressetError("render-failed", result?.reason ?? "The engine gave no result.");
    await rename(result.files[0]?.path ?? "", file);
  } finally {
    if (lent === undefined) await renderer.close();
    await rm(`${part}.0001.jpg`, { force: true });
  }
}

/** Even sides, because JPEG shares colour between neighbours. */
function presetFor(size: { readonly width: number; readonly height: number } | undefined) {
  const scale = size === undefined || size.width === 0 ? 1 : Math.min(1, width / size.width);
  const even = (pixels: number) => Math.max(2, 2 * Math.round((pixels * scale) / 2));
  const [wide, high] = [even(size?.width ?? width), even(size?.height ?? (width * 9) / 16)];
  return presetSchema.parse({
    version: 1,
    name: "Thumbnail",
    type: "video",
    namePattern: "<name>",
    video: { codec: "jpeg", quality: 85, width: wide, height: high },
  });
}
