import { writeEdl } from "./formats/edl-writer.ts";
import { type ExportedMedia, writeOtio } from "./formats/otio-writer.ts";
import type { Sequence, SequenceWarning } from "./sequence.ts";

export type { ExportedMedia };

/**
 * The text of a sequence as a cut: OTIO holds all of it, an EDL one video track and four audio tracks, and `warnings`
 * tell what it has no place for.
 * @param media what segments should play instead of their source, by segment id: the files that an export wrote
 */
export function writeCut(
  sequence: Sequence,
  format: "otio" | "edl",
  media: ReadonlyMap<string, ExportedMedia> = new Map(),
): { readonly text: string; readonly warnings: readonly SequenceWarning[] } {
  if (format === "otio") return { text: writeOtio(sequence, { media }), warnings: [] };
  const videoTracks = sequence.videoTracks.map((track) => ({
    ...track,
    segments: track.segments.map((segment) => {
      const path = media.get(segment.id)?.path;
      return path === undefined ? segment : { ...segment, source: { ...segment.source, path } };
    }),
  }));
  return writeEdl({ ...sequence, videoTracks });
}
