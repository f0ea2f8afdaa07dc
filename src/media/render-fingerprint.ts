import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { imageName } from "./image-names.ts";
import type { ImageSequence } from "./media-info.ts";
import { sourceSpan, sourcesOf } from "./picture-piece.ts";
import type { RenderAsset, RenderSource } from "./render-job.ts";

/** Tells of the versions of Cresset and of FFmpeg: others may write other bytes. */
const ownPackage = new URL("../../package.json", import.meta.url);

/**
 * What the frames of an asset are made of, as one word: its whole order, the very state of each source file that it shows, and
 * the content of its look-up table and of the subtitles that are drawn in. Two renderings with the same word write the same
 * frames; any change of a source, in name, size or the moment of its last change, makes another word.
 */
export async function renderFingerprint(asset: RenderAsset, sources: readonly RenderSource[]): Promise<string> {
  const { id: _id, mayReplace: _mayReplace, ownFiles: _ownFiles, outdated: _outdated, video, ...order } = asset;
  const { burnInSubtitles, lut, ...encoding } = video ?? {};
  const shown = new Set(asset.picture.flatMap(sourcesOf).map(({ sourceId }) => sourceId));
  const hash = createHash("sha256");
  const add = (part: unknown) =>
    hash.update(
      `${JSON.stringify(part, (_key, value: unknown) => (typeof value === "bigint" ? `${value}n` : value))}\n`,
    );
  add([await readFile(ownPackage, "utf8"), order, encoding]);
  for (const file of [burnInSubtitles, lut]) add(file === undefined ? null : await readFile(file, "base64"));
  for (const source of sources) if (shown.has(source.id)) add([source, statesOf(source, asset)]);
  return hash.digest("hex");
}

/** The state of each file that may be shown of a source; of one that is not there, that it is not. */
function statesOf({ id, path, imageSequence }: RenderSource, asset: RenderAsset): readonly unknown[] {
  const files = imageSequence === undefined ? [path] : shownFiles(imageSequence, spanOf(id, asset));
  return files.map((file) => {
    const facts = statSync(file, { bigint: true, throwIfNoEntry: false });
    return facts === undefined ? null : [facts.dev, facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs];
  });
}

function spanOf(id: string, asset: RenderAsset): { readonly lowest: number; readonly highest: number } {
  const spans = asset.picture
    .flatMap(sourcesOf)
    .filter(({ sourceId }) => sourceId === id)
    .map(sourceSpan);
  return {
    lowest: Math.min(...spans.map(({ lowest }) => lowest)),
    highest: Math.max(...spans.map(({ highest }) => highest)),
  };
}

/** All files where some are missing, for others are shown in their place then. */
function shownFiles(
  { folder, prefix, suffix, padding, first, last, missing }: ImageSequence,
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
): readonly string[] {
  const pattern = `%${padding === 0 ? "" : `0${padding}`}d`;
  const within = (number: number) => Math.min(last, Math.max(first, number));
  const [from, to] = missing.length > 0 ? [first, last] : [within(first + lowest), within(first + highest)];
  return Array.from({ length: to - from + 1 }, (_, index) =>
    join(folder, `${prefix}${imageName(pattern, from + index)}${suffix}`),
  );
}
