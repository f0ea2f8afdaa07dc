import type { Segment, Sequence, Track } from "../timeline/sequence.ts";
import type { EntryAttributes } from "./catalogue.ts";

/**
 * A sequence with what people wrote on its segments over what the cut says. The cut that was imported stays what it is.
 * Notes of segments that the cut does not have are passed over.
 */
export function withSegmentNotes(sequence: Sequence, notes: EntryAttributes["segments"]): Sequence {
  if (notes === undefined) return sequence;
  const noted = (segment: Segment): Segment => {
    const { name, shotName, comment } = notes[segment.id] ?? {};
    return {
      ...segment,
      name: name ?? segment.name,
      shotName: shotName ?? segment.shotName,
      comment: comment ?? segment.comment,
    };
  };
  const inTrack = (track: Track): Track => ({ ...track, segments: track.segments.map(noted) });
  return {
    ...sequence,
    videoTracks: sequence.videoTracks.map(inTrack),
    audioTracks: sequence.audioTracks.map(inTrack),
  };
}
