import type { SegmentLink } from "../../catalogue/conform.ts";
import type { MediaInfo } from "../../media/media-info.ts";
import type { AudioEncoding, SoundTrack } from "../../media/render-job.ts";

/**
 * How many channels the sound of an asset is written with, all of its streams together: what the preset says, or as many as
 * the widest source in a stream has. Silence is stereo.
 */
export function writtenChannels(
  { tracks, channels }: AudioEncoding,
  sound: readonly SoundTrack[],
  links: ReadonlyMap<string, SegmentLink>,
): number {
  const media = mediaByPath(links);
  const streams = tracks === "mix" ? [sound] : sound.map((track) => [track]);
  return streams
    .map((parts) => {
      if (channels > 0) return channels;
      const widths = parts
        .flatMap(({ pieces }) => pieces)
        .map((piece) => piece.channels?.length ?? media.get(piece.sourceId)?.audio[piece.stream]?.channels ?? 0);
      return Math.max(0, ...widths) || 2;
    })
    .reduce((sum, width) => sum + width, 0);
}

/** Links of a cut are the same for all its assets: they are looked through once. */
const known = new WeakMap<ReadonlyMap<string, SegmentLink>, ReadonlyMap<string, MediaInfo>>();

function mediaByPath(links: ReadonlyMap<string, SegmentLink>): ReadonlyMap<string, MediaInfo> {
  const found = known.get(links) ?? new Map([...links.values()].map(({ media }) => [media.path, media]));
  known.set(links, found);
  return found;
}
