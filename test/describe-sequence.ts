import { formatRate } from "../src/time/rate.ts";
import { type Rational } from "../src/time/rational.ts";
import { formatTimecode } from "../src/time/timecode.ts";
import type { Marker, Segment, Sequence, Track } from "../src/timeline/sequence.ts";

/** A sequence as lines that a person can check against the cut: what samples are compared with. */
export function describeSequence(sequence: Sequence): string {
  const { name, rate, startFrame, dropFrame, duration, markers, warnings } = sequence;
  const lines = [
    `sequence "${name}" at ${formatRate(rate)}, starts ${formatTimecode(startFrame, rate, dropFrame)} (${startFrame}), ${duration} frames`,
    ...markers.map((marker) => `  marker ${describeMarker(marker)}`),
    ...[...sequence.videoTracks, ...sequence.audioTracks].flatMap(describeTrack),
    ...warnings.map(({ code, message, place }) => `  ! ${code}: ${message} [${place}]`),
  ];
  return `${lines.join("\n")}\n`;
}

const describeTrack = (track: Track): readonly string[] => [
  `  track ${track.id} "${track.name}"`,
  ...track.segments.flatMap(describeSegment),
  ...track.transitions.map(({ kind, wipeCode, record, fromSegmentId, toSegmentId, place }) => {
    const what = wipeCode === undefined ? kind : `${kind} ${wipeCode}`;
    return `    ${record.start}–${record.end} ${what} ${fromSegmentId ?? "black"} → ${toSegmentId ?? "black"} [${place}]`;
  }),
];

function describeSegment(segment: Segment): readonly string[] {
  const { id, name, shotName, comment, record, source, sourceIn, sourceRate, speed, enabled, markers, place } = segment;
  const { path, clipName, tapeName, frames, available, generator } = source;
  const facts = [
    `from ${exact(sourceIn)} at ${formatRate(sourceRate)}`,
    exact(speed) === "1" ? "" : `speed ${exact(speed)}`,
    shotName === "" ? "" : `shot ${shotName}`,
    comment === "" ? "" : `comment "${comment}"`,
    tapeName === "" ? "" : `tape ${tapeName}`,
    clipName === name ? "" : `clip ${clipName}`,
    path === undefined ? "" : `path ${path}`,
    frames === undefined ? "" : `files ${frames.first}–${frames.last} padded ${frames.padding}`,
    available === undefined ? "" : `has ${available.start}–${available.end}`,
    generator ?? "",
    enabled ? "" : "disabled",
  ];
  return [
    `    ${record.start}–${record.end} ${id} "${name}" ${facts.filter((fact) => fact !== "").join(", ")} [${place}]`,
    ...markers.map((marker) => `      marker ${describeMarker(marker)}`),
  ];
}

const describeMarker = ({ name, frame, duration, colour, comment }: Marker): string =>
  `"${name}" at ${frame} for ${duration}, ${colour}${comment === "" ? "" : `, "${comment}"`}`;

const exact = ({ num, den }: Rational): string => (den === 1n ? String(num) : `${num}/${den}`);
