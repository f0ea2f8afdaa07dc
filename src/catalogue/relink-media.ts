import path from "node:path";
import { CressetError } from "../errors.ts";
import { imageSequencePattern } from "../media/image-sequence.ts";
import type { MediaInfo } from "../media/media-info.ts";
import type { Rate } from "../time/rate.ts";
import { formatTimecode } from "../time/timecode.ts";
import type { ClipFacts, ClipVersion } from "./catalogue.ts";
import { isMediaThere, mediaFacts } from "./clip-facts.ts";
import { stemOf } from "./conform/media-name.ts";
import type { MediaItem } from "./conform/media-folder.ts";
import { type MediaIndex, readMediaIndex, refuseMissingFolders } from "./conform/media-index.ts";
import { pathParts, sharedTail } from "./conform/media-name.ts";

/** Media that was missing, and what was found for it. */
export interface Relinked {
  /** Where it was. */
  readonly from: string;
  /** Where it is now; nothing where nothing fits. */
  readonly to?: string;
  /** A sentence: what was looked for and why it does not fit, or which others would fit as well. */
  readonly note: string;
}

/** Finds media that went away in folders, whose names are read once for any number of clips. */
export interface Relinker {
  /** What is missing of a clip; the facts are changed where something was found. */
  relink(facts: ClipFacts): Promise<{ readonly facts: ClipFacts; readonly media: readonly Relinked[] }>;
}

interface RelinkOptions {
  readonly mediaFolders: readonly string[];
  readonly probe: (path: string, options?: { readonly imageSequenceRate?: Rate }) => Promise<MediaInfo>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks for missing media by its file name (or the same name with another extension). What is found must begin at the same
 * timecode and have all its frames.
 * @throws CressetError when a media folder is not there.
 */
export async function createRelinker(options: RelinkOptions): Promise<Relinker> {
  await refuseMissingFolders(options.mediaFolders);
  const index = await readMediaIndex(options.mediaFolders, options.signal);
  return {
    async relink(facts) {
      if (facts.source.kind !== "media") return { facts, media: [] };
      const media: Relinked[] = [];
      const find = async (missing: MediaInfo): Promise<MediaInfo> => {
        if (await isMediaThere(missing)) return missing;
        options.signal?.throwIfAborted();
        const { found, note } = await findMedia(missing, facts.rate, index, options);
        media.push({ from: missing.path, note, ...(found === undefined ? {} : { to: found.path }) });
        return found ?? missing;
      };
      const versions: ClipVersion[] = [];
      for (const version of facts.source.versions) {
        const main = await find(version.media);
        const sound = [];
        for (const each of version.sound ?? []) sound.push(await find(each));
        versions.push({ ...version, media: main, ...(version.sound === undefined ? {} : { sound }) });
      }
      if (media.every(({ to }) => to === undefined)) return { facts, media };
      const { current, openClip } = facts.source;
      const changed = mediaFacts(versions, current, { openClip, rate: facts.rate });
      // What people counted from stays: the media begins where the old one did.
      return { facts: { ...changed, startFrame: facts.startFrame, dropFrame: facts.dropFrame }, media };
    },
  };
}

async function findMedia(
  missing: MediaInfo,
  rate: Rate,
  index: MediaIndex,
  { mediaFolders, probe }: RelinkOptions,
): Promise<{ readonly found?: MediaInfo; readonly note: string }> {
  const name = path.basename(missing.path);
  const { imageSequence } = missing;
  const sameName = imageSequence === undefined ? index.byName(name) : index.byImage(name);
  const stem = imageSequence === undefined ? stemOf(name) : imageSequence.prefix.replace(/[._\- ]+$/, "");
  const items = new Set([...sameName, ...index.byStem(stem)]);
  if (items.size === 0) return { note: `There is no ${name} in ${mediaFolders.join(", ")}.` };
  const written = pathParts(missing.path);
  const ranked = [...items].toSorted(
    (a, b) =>
      Number(sameName.includes(b)) - Number(sameName.includes(a)) ||
      sharedTail(written, b.parts) - sharedTail(written, a.parts),
  );
  const reasons: string[] = [];
  const fitting: MediaInfo[] = [];
  for (const item of ranked) {
    try {
      const media = await probe(spelledAs(missing, item), { imageSequenceRate: rate });
      const reason = misfit(media, missing);
      if (reason === undefined) fitting.push(media);
      else reasons.push(`${item.path} ${reason}`);
    } catch (error) {
      if (!(error instanceof CressetError) || error.code !== "bad-input") throw error;
      reasons.push(error.message);
    }
  }
  const [found, ...others] = fitting;
  if (found === undefined) return { note: `${reasons.join("; ")}.` };
  const note = others.length === 0 ? "" : `${others.map((each) => each.path).join(", ")} would fit as well.`;
  return { found, note };
}

/** Of an image sequence the numbers that are looked for, although more may lie there. */
function spelledAs({ imageSequence: wanted }: MediaInfo, { path: file, sequence }: MediaItem): string {
  if (wanted === undefined || sequence === undefined) return file;
  const { first, last } = wanted;
  return sequence.first <= first && last <= sequence.last ? imageSequencePattern({ ...sequence, first, last }) : file;
}

/** Why media is not the one that is looked for; nothing where it is. */
function misfit(media: MediaInfo, wanted: MediaInfo): string | undefined {
  const [picture, wantedPicture] = [media.video[0], wanted.video[0]];
  if (wantedPicture !== undefined && picture === undefined) return "has no picture";
  if (wantedPicture === undefined && media.audio.length === 0) return "has no sound";
  const rate = wantedPicture?.rate ?? picture?.rate;
  const [start, wantedStart] = [startOf(media), startOf(wanted)];
  if (start !== wantedStart) {
    const text = (frame: number | undefined) =>
      frame === undefined ? "no timecode" : rate === undefined ? `${frame}` : formatTimecode(frame, rate);
    return `begins at ${text(start)} rather than ${text(wantedStart)}`;
  }
  const numbers = media.imageSequence?.first;
  if (wanted.imageSequence !== undefined && numbers !== undefined && numbers !== wanted.imageSequence.first)
    return `begins with number ${numbers} rather than ${wanted.imageSequence.first}`;
  if (picture !== undefined && wantedPicture !== undefined && picture.frameCount < wantedPicture.frameCount)
    return `has ${picture.frameCount} frames rather than ${wantedPicture.frameCount}`;
  return undefined;
}

const startOf = ({ startTimecode }: MediaInfo): number | undefined => startTimecode?.frame;
