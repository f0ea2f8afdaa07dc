import type { SegmentLink } from "../../catalogue/conform.ts";
import { frameDuration, type Rate } from "../../time/rate.ts";
import { add, compare, multiply, type Rational, rational, subtract } from "../../time/rational.ts";
import type { Segment, Sequence, Track } from "../../timeline/sequence.ts";
import type { ExportedSound, PlannedMedia } from "../planned-asset.ts";

/**
 * Audio segments whose sound an exported file of a shot or segment holds as it is: the same moments of the same media, at
 * its own speed, with its streams and channels. Any other keeps its source.
 */
export function exportedSound(
  { audioTracks, rate }: Sequence,
  links: ReadonlyMap<string, SegmentLink>,
  media: readonly PlannedMedia[],
): ReadonlyMap<string, ExportedSound> {
  const holders = media.flatMap((planned) => holderOf(planned, links) ?? []);
  const found = new Map<string, ExportedSound>();
  for (const track of audioTracks)
    for (const segment of track.segments) {
      const link = links.get(segment.id);
      if (link === undefined || !segment.enabled || compare(segment.speed, rational(1)) !== 0) continue;
      const heard = heardOf(track, segment, link, rate);
      const holder = holders.find(
        ({ path, from, to }) =>
          path === link.media.path && compare(from, heard.from) <= 0 && compare(heard.to, to) <= 0,
      );
      if (holder !== undefined)
        found.set(segment.id, { mediaId: holder.id, seconds: subtract(heard.start, holder.from) });
    }
  return found;
}

/** A file that holds sound of its segment's media, and from where to where: seconds of that media. */
interface Holder {
  readonly id: string;
  readonly path: string;
  readonly from: Rational;
  readonly to: Rational;
}

function holderOf({ id, segment, render }: PlannedMedia, links: ReadonlyMap<string, SegmentLink>): Holder | undefined {
  const link = segment && links.get(segment.id);
  const [piece] = render.sound[0]?.pieces ?? [];
  if (link === undefined || render.audio === undefined || piece?.sourceId !== link.media.path) return undefined;
  const { tracks, channels } = render.audio;
  const { audio } = link.media;
  const keepsStreams = (tracks === "keep" || audio.length === 1) && render.sound.length === audio.length;
  const keepsChannels = channels === 0 || audio.every((stream) => stream.channels === channels);
  if (!keepsStreams || !keepsChannels || compare(piece.speed, rational(1)) !== 0) return undefined;
  return { id, path: link.media.path, from: piece.sourceStart, to: add(piece.sourceStart, piece.duration) };
}

/** What a segment plays of its media, cross-fades included: seconds of the media. */
function heardOf({ transitions }: Track, { id, record }: Segment, { sourceFrame, mediaRate }: SegmentLink, rate: Rate) {
  const seconds = (frames: number) => multiply(rational(frames), frameDuration(rate));
  const head = transitions.find(({ toSegmentId }) => toSegmentId === id)?.record.start ?? record.start;
  const tail = transitions.find(({ fromSegmentId }) => fromSegmentId === id)?.record.end ?? record.end;
  const start = multiply(sourceFrame, frameDuration(mediaRate));
  return {
    start,
    from: subtract(start, seconds(Math.max(0, record.start - head))),
    to: add(start, seconds(Math.max(record.end, tail) - record.start)),
  };
}
