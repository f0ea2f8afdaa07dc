import path from "node:path";
import type { Rate } from "../../time/rate.ts";
import { floor } from "../../time/rational.ts";
import { formatTimecode } from "../../time/timecode.ts";
import type { Segment, Sequence, SequenceWarning, Track } from "../../timeline/sequence.ts";
import type { JudgedMedia } from "./choose-media.ts";
import { type MediaClock, shownFrames } from "./source-position.ts";

/** What the media of a segment lacks: frames (those of its dissolves too), sound, files of a sequence. */
export function sourceWarnings(
  sequence: Sequence,
  track: Track,
  segment: Segment,
  { info, clock, position, hasNeeded }: JudgedMedia,
): readonly SequenceWarning[] {
  const file = path.basename(info.path);
  const warn = (code: string, message: string) => ({ code, message, place: segment.place });
  if (!hasNeeded) return [warn("no-sound", `"${segment.name}" plays the sound of ${file}, which has none: silence.`)];
  if (clock.isStill) return [];
  const record = recordWithTransitions(track, segment);
  const asked = shownFrames(segment, position.start, clock.rate, sequence.rate, record);
  const missing =
    Math.max(0, Math.min(asked.last + 1, 0) - asked.first) +
    Math.max(0, asked.last + 1 - Math.max(asked.first, clock.frameCount));
  if (missing > 0) {
    const shown = info.video.length === 0 ? "silence" : "the nearest frame, held";
    const what = `asks for ${frames(clock, asked.first, asked.last)} of ${file}, which has ${frames(clock, 0, clock.frameCount - 1)}`;
    return [warn("source-too-short", `"${segment.name}" ${what}: ${missing} of them show ${shown}.`)];
  }
  const holes = (info.imageSequence?.missing ?? []).filter((number) => {
    const frame = number - (info.imageSequence?.first ?? 0);
    return frame >= asked.first && frame <= asked.last;
  });
  if (holes.length === 0) return [];
  const some = `${holes.slice(0, 10).join(", ")}${holes.length > 10 ? " …" : ""}`;
  return [warn("missing-images", `"${segment.name}" shows images of ${file} that are not on disk: ${some}.`)];
}

/** A dissolve shows its segments beyond their cut. */
function recordWithTransitions({ transitions }: Track, { id, record }: Segment) {
  let { start, end } = record;
  for (const transition of transitions) {
    if (transition.fromSegmentId === id) end = Math.max(end, transition.record.end);
    if (transition.toSegmentId === id) start = Math.min(start, transition.record.start);
  }
  return { start, end };
}

/** As the artist sees it in the media: timecode, numbers of files, or frames from 0. */
function frames(clock: MediaClock, first: number, last: number): string {
  const { timecode, timecodeRate, rate, firstNumber, dropFrame } = clock;
  if (timecode !== undefined && sameCount(rate, timecodeRate)) {
    const label = (frame: number) => formatTimecode(floor(timecode) + frame, timecodeRate, dropFrame);
    return `${label(first)} to ${label(last)}`;
  }
  const begin = firstNumber ?? 0;
  return `frames ${first + begin} to ${last + begin}`;
}

const sameCount = (a: Rate, b: Rate) => Math.round(a.num / a.den) === Math.round(b.num / b.den);
