import { writeEdl } from "./formats/edl-writer.ts";
import { type ExportedMedia, writeOtio } from "./formats/otio-writer.ts";
import type { Sequence, SequenceWarning } from "./sequence.ts";

export interface WriteCutOptions {
  /** What segments should play instead of their source, by segment id: the files that an export wrote. */
  readonly media?: ReadonlyMap<string, ExportedMedia>;
}

/**
 * The text of a sequence as a cut: OTIO holds all of it, an EDL one video track and four audio tracks, and `warnings`
 * tell what it has no place for.
 */
export function writeCut(
  sequence: Sequence,
  format: "otio" | "edl",
  options: WriteCutOptions = {},
): { readonly text: string; readonly warnings: readonly SequenceWarning[] } {
  if (format === "otio") return { text: writeOtio(sequence, options), warnings: [] };
  const videoTracks = sequence.videoTracks.map((track) => ({
    ...track,
    segments: track.segments.map((segment) => {
      const path = options.media?.get(segment.id)?.path;
      return path === undefined ? segment : { ...segment, source: { ...segment.source, path } };
    }),
  }));
  return writeEdl({ ...sequence, videoTracks });
}
