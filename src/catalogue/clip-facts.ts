import { stat } from "node:fs/promises";
import { frameFileName } from "../media/image-sequence.ts";
import type { MediaInfo } from "../media/media-info.ts";
import type { Rate } from "../time/rate.ts";
import type { ClipFacts, ClipVersion } from "./catalogue.ts";
import { mediaSequence } from "./media-sequence.ts";

/**
 * What a clip is that plays these versions.
 * @param rate of sound alone, which has none of its own
 */
export function mediaFacts(
  versions: readonly ClipVersion[],
  current: number,
  { openClip, rate }: { readonly openClip?: string | undefined; readonly rate?: Rate | undefined } = {},
): ClipFacts {
  const version = versions[current];
  if (version === undefined)
    throw new RangeError(`Expected the version to be one of ${versions.length}, got ${current}`);
  const { sequence } = mediaSequence(version.media, rate, version.sound);
  return {
    source: { kind: "media", versions, current, ...(openClip === undefined ? {} : { openClip }) },
    duration: sequence.duration,
    rate: sequence.rate,
    dropFrame: sequence.dropFrame,
    startFrame: sequence.startFrame,
    width: sequence.size?.width ?? 0,
    height: sequence.size?.height ?? 0,
  };
}

/** The version that a clip shows; nothing for a sequence that plays a cut. */
export const currentVersion = ({ source }: ClipFacts): ClipVersion | undefined =>
  source.kind === "media" ? source.versions[source.current] : undefined;

/**
 * Whether the media of a clip's current version is where it was; of an image sequence its first and last frame are looked
 * for. Of a cut the file that it was read from does not matter, because its text is kept: it counts as unlinked when all
 * folders are gone in which its media was found; an export looks at each of its media.
 */
export async function isLinked(facts: ClipFacts): Promise<boolean> {
  const version = currentVersion(facts);
  if (version === undefined) {
    const folders = facts.source.kind === "cut" ? facts.source.mediaFolders : [];
    const there = await Promise.all(folders.map(exists));
    return folders.length === 0 || there.some(Boolean);
  }
  const found = await Promise.all([version.media, ...(version.sound ?? [])].map(isMediaThere));
  return found.every(Boolean);
}

/** Whether a media file is where it was, or the ends of an image sequence. */
export async function isMediaThere(media: MediaInfo): Promise<boolean> {
  const found = await Promise.all(endFiles(media).map(exists));
  return found.every(Boolean);
}

function endFiles({ path, imageSequence }: MediaInfo): readonly string[] {
  if (imageSequence === undefined) return [path];
  const { first, last } = imageSequence;
  return (first === last ? [first] : [first, last]).map((number) => frameFileName(imageSequence, number));
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
