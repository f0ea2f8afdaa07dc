import type { MediaDescription, SequenceDescription } from "../app/describe-source.ts";
import { table } from "./table.ts";

/** A media file or image sequence, for people. */
export function mediaText(media: MediaDescription): string {
  const lines = [media.path, `  ${media.format}, ${media.seconds.toFixed(3)} s`];
  const counted = media.video.length === 0 ? ` at ${media.timecodeRate} fps` : "";
  if (media.startTimecode !== "") lines.push(`  timecode ${media.startTimecode}${counted}`);
  if (media.tapeName !== "") lines.push(`  tape ${media.tapeName}`);
  if (media.imageSequence !== undefined) {
    const { first, last, missing } = media.imageSequence;
    lines.push(`  files ${first} to ${last}${missing.length === 0 ? "" : `, ${missing.length} missing`}`);
  }
  for (const stream of media.video) {
    const { primaries, transfer, matrix, range } = stream.colour;
    const flags = [
      stream.scan === "progressive" ? "" : stream.scan,
      stream.alpha ? "alpha" : "",
      stream.rotation === undefined ? "" : stream.rotation === 0 ? "mirrored" : `turned by ${stream.rotation}°`,
    ].filter(Boolean);
    lines.push(
      `  video ${stream.index}: ${stream.codec}${stream.profile === "" ? "" : ` (${stream.profile})`} ${stream.width}x${stream.height}, ${stream.rate} fps, ${stream.frameCount} frames, ${stream.pixelFormat}, ${stream.bitDepth}-bit${stream.floatingPoint ? " float" : ""}${flags.length > 0 ? `, ${flags.join(", ")}` : ""}`,
      `    colour: primaries ${primaries}, transfer ${transfer}, matrix ${matrix}, range ${range}`,
    );
  }
  for (const { index, codec, sampleRate, channels, layout, sampleCount } of media.audio)
    lines.push(`  audio ${index}: ${codec} ${sampleRate} Hz, ${channels} ch (${layout}), ${sampleCount} samples`);
  for (const warning of media.warnings) lines.push(`  warning: ${warning}`);
  return lines.join("\n");
}

/** A sequence of a cut, for people. */
export function sequenceText(sequence: SequenceDescription): string {
  const lines = [
    sequence.name,
    `  ${sequence.rate} fps${sequence.dropFrame ? " drop frame" : ""}, from ${sequence.start}, ${sequence.durationFrames} frames (${sequence.duration})`,
  ];
  for (const track of sequence.tracks) {
    lines.push(
      `  ${track.kind} ${track.id}${track.name === track.id ? "" : ` ${track.name}`}: ${track.segments.length} segments`,
    );
    const rows = track.segments.map((segment) => [
      `    ${segment.recordIn}`,
      segment.recordOut,
      segment.shotName || "–",
      segment.name,
      segment.sourceIn,
      segment.speed === 1 ? "" : `${segment.speed}x`,
      segment.enabled ? segment.media || "(no media)" : "(disabled)",
    ]);
    if (rows.length > 0) lines.push(table(rows));
    for (const { kind, recordIn, frames } of track.transitions)
      lines.push(`    ${recordIn}  ${kind} of ${frames} frames`);
  }
  if (sequence.shots.length > 0) lines.push(`  shots: ${sequence.shots.join(", ")}`);
  if (sequence.markers > 0) lines.push(`  markers: ${sequence.markers}`);
  for (const text of sequence.unlinked) lines.push(`  unlinked: ${text}`);
  for (const { message, place } of sequence.warnings) lines.push(`  warning: ${message} (${place})`);
  return lines.join("\n");
}
