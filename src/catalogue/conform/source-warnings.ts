import path from "node:path";
import type { Rate } from "../../time/rate.ts";
import { floor } from "../../time/rational.ts";
import { formatTimecode } from "../../time/timecode.ts";
import type { Segment, Sequence, SequenceWarning, Track } from "../../timeline/sequence.ts";
import type { JudgedMedia } from "./choose-media.ts";
import { recordWithTransitions, shownLostImages, someNumbers } from "./shown-lost-images.ts";
import { type MediaClock, shownFrames } from "./source-position.ts";

/** What the media of a segment lacks: frames (those of its dissolves too), sound, files of a sequence. */
export function sourceWarnings(
  sequence: Sequence,
  track: Track,
  segment: Segment,
  judged: JudgedMedia,
): readonly SequenceWarning[] {
  const { info, clock, position, hasNeeded } = judged;
  const file = path.basename(info.path);
  const warn = (code: string, message: string) => ({ code, message, place: segment.place });
  if (!hasNeeded) return [warn("no-sound", `"${segment.name}" plays the sound of ${file}, which has none: silence.`)];
  if (clock.isStill) return [];
  const record = recordWithTransitions(track, segment);
  const asked = shownFrames(segment, position.start, clock.rate, sequence.rate, record);
  const { missingImages } = segment.source;
  if (missingImages !== undefined) {
    const lost = shownLostImages(sequence, track, segment, judged);
    // Where they count as missing media, whoever lists that tells of them.
    if (lost.length > 0 && missingImages === "error") return [];
    const shown = missingImages === "black" ? "they are black" : "the image before is held";
    if (lost.length > 0)
      return [warn("missing-images", `${notOnDisk(segment, file, lost)}: ${shown}, as the cut says.`)];
  }
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
  return holes.length === 0 ? [] : [warn("missing-images", `${notOnDisk(segment, file, holes)}.`)];
}

const notOnDisk = ({ name }: Segment, file: string, numbers: readonly number[]): string =>
  `"${name}" shows images of ${file} that are not on disk: ${someNumbers(numbers)}`;

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
