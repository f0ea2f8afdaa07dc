import type { FrameRange } from "../../time/frame-range.ts";
import { formatTimecode } from "../../time/timecode.ts";
import type { Marker, Sequence, SequenceWarning, Track } from "../sequence.ts";
import { recordFrameOf } from "./edl-placement.ts";

/**
 * Locator lines of a sequence's markers and of those of its segments, by the index of the event that they stand under:
 * the last that starts at or before them. A locator has no length.
 */
export function edlMarkerLines(sequence: Sequence, tracks: readonly Track[], events: readonly FrameRange[]) {
  const lines = new Map<number, string[]>();
  const warnings: SequenceWarning[] = [];
  for (const { marker, frame, place } of allMarkers(sequence, tracks)) {
    const text = [marker.name, marker.comment].filter((part) => part !== "").join(": ");
    if (frame === undefined) {
      const message = `The marker "${text}" stands at no one frame of the cut: it is left out.`;
      warnings.push({ code: "marker-left-out", message, place });
      continue;
    }
    if (marker.duration > 1)
      warnings.push({
        code: "marker-length",
        message: `The marker "${text}" loses its length: an EDL's locators have none.`,
        place,
      });
    const timecode = formatTimecode(frame + sequence.startFrame, sequence.rate, sequence.dropFrame);
    const index = Math.max(
      0,
      events.findLastIndex(({ start }) => start <= frame),
    );
    const line = `* LOC: ${timecode} ${marker.colour.toUpperCase().padEnd(7)} ${text.replaceAll(/\s*[\r\n]\s*/g, " ")}`;
    lines.set(index, [...(lines.get(index) ?? []), line.trimEnd()]);
  }
  return { lines, warnings };
}

function* allMarkers(
  sequence: Sequence,
  tracks: readonly Track[],
): Generator<{ marker: Marker; frame: number | undefined; place: string }> {
  for (const marker of sequence.markers) yield { marker, frame: marker.frame, place: "" };
  for (const segment of tracks.flatMap(({ segments }) => segments)) {
    for (const marker of segment.markers) {
      const frame = recordFrameOf(segment, marker.frame, sequence.rate);
      const isSeen = frame !== undefined && frame >= segment.record.start && frame < segment.record.end;
      yield { marker, frame: isSeen ? frame : undefined, place: segment.place };
    }
  }
}
