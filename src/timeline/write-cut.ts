import { writeEdl } from "./formats/edl-writer.ts";
import { isOtioOrigin } from "./formats/otio-origin.ts";
import { writeOrigin } from "./formats/otio-origin-writer.ts";
import { type ExportedMedia, writeOtio } from "./formats/otio-writer.ts";
import { linkedPath } from "./linked-path.ts";
import type { Sequence, SequenceWarning, Track } from "./sequence.ts";

export type { ExportedMedia };

/**
 * The text of a sequence as a cut: OTIO holds all of it, an EDL one video track and four audio tracks, and `warnings`
 * tell what it has no place for. A sequence that was read from OTIO is written as that OTIO, its timeline alone, with
 * everything in it that Cresset does not know; only what the files below change is changed.
 * @param media what segments should play instead of their source, by segment id: the files that an export wrote
 * @param links where the sources of the others are, by segment id: absolute paths, so that the cut finds them from anywhere
 */
export function writeCut(
  sequence: Sequence,
  format: "otio" | "edl",
  media: ReadonlyMap<string, ExportedMedia> = new Map(),
  links: ReadonlyMap<string, string> = new Map(),
): { readonly text: string; readonly warnings: readonly SequenceWarning[] } {
  const { origin } = sequence;
  if (format === "otio" && isOtioOrigin(origin)) return writeOrigin(sequence, origin, { media, links });
  const pointed = (track: Track): Track => ({
    ...track,
    segments: track.segments.map((segment) => {
      const link = links.get(segment.id);
      const found = link === undefined ? undefined : linkedPath(segment.source.path, link);
      const path = (format === "edl" ? media.get(segment.id)?.path : undefined) ?? found;
      return path === undefined ? segment : { ...segment, source: { ...segment.source, path } };
    }),
  });
  const { videoTracks, audioTracks } = sequence;
  const found = { ...sequence, videoTracks: videoTracks.map(pointed), audioTracks: audioTracks.map(pointed) };
  return format === "otio" ? { text: writeOtio(found, { media }), warnings: [] } : writeEdl(found);
}
