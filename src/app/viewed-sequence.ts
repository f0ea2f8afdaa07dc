import { pieceAt } from "../media/cut-piece.ts";
import { sourceFrameAt, sourcesOf } from "../media/picture-piece.ts";
import type { ShownPictures } from "../media/shown-pictures.ts";
import { startTimecodeAt } from "../media/start-timecode.ts";
import type { Rate } from "../time/rate.ts";
import { ceil, multiply, rational } from "../time/rational.ts";
import { formatTimecode } from "../time/timecode.ts";
import { type FlatPiece, flattenVideo } from "../timeline/flatten.ts";
import type { Segment } from "../timeline/sequence.ts";
import type { GatheredSequence } from "./gather-sources.ts";
import type { OwnMarks } from "./marked-range.ts";

/** A clip or sequence that is looked at. */
export interface ViewedSequence {
  readonly name: string;
  readonly frames: number;
  readonly rate: Rate;
  /** Record timecode of the first frame, in frames at `rate`. */
  readonly startFrame: number;
  readonly dropFrame: boolean;
  readonly width: number;
  readonly height: number;
  readonly hasSound: boolean;
  /** The .cube file that it can be looked at through. */
  readonly lut?: string;
  readonly subtitles: readonly ViewedSubtitles[];
  readonly marks: OwnMarks;
  /** Sentences: what cannot be shown as the cut has it. */
  readonly warnings: readonly string[];
  readonly shown: FrameFacts & { readonly warnings: readonly string[] };
}

/** A subtitles track as text, by frame. */
export interface ViewedSubtitles {
  readonly name: string;
  /** Half open, counted from the first frame. */
  readonly cues: readonly { readonly start: number; readonly end: number; readonly text: string }[];
}

/** What a frame is. */
export interface FrameFacts {
  /** Counted from the first, which is 0. */
  readonly frame: number;
  /** Record timecode. */
  readonly timecode: string;
  /** What is seen; nothing where it is black. Of a dissolve the segment that comes. */
  readonly source?: SourceFacts;
}

/** The place in the media that a frame shows. */
export interface SourceFacts {
  readonly segment: string;
  readonly shotName: string;
  readonly tapeName: string;
  readonly path: string;
  /** Frame of the media, counted from its first; of an image sequence the number of its file. */
  readonly frame: number;
  /** Nothing where the media has none. */
  readonly timecode?: string;
}

/** @param more what the viewer knows beside the pictures */
export function viewedSequence(
  { sequence, conformed, marks }: GatheredSequence,
  { video: { width, height }, sound }: ShownPictures,
  { lut, shown }: { readonly lut: string | undefined; readonly shown: ViewedSequence["shown"] },
): ViewedSequence {
  const { name, duration, rate, startFrame, dropFrame } = sequence;
  const { inMark, outMark } = marks;
  const warnings = [...sequence.warnings, ...conformed.warnings].map(({ message }) => message);
  return {
    name,
    frames: duration,
    rate,
    startFrame,
    dropFrame,
    width,
    height,
    hasSound: sound !== undefined,
    ...(lut === undefined ? {} : { lut }),
    subtitles: sequence.subtitleTracks.map((track) => ({ name: track.name, cues: cuesOf(track.cues, rate) })),
    marks: { ...(inMark === undefined ? {} : { inMark }), ...(outMark === undefined ? {} : { outMark }) },
    warnings: [...new Set(warnings)],
    shown,
  };
}

type Cues = GatheredSequence["sequence"]["subtitleTracks"][number]["cues"];

/** A cue stands over the frames that begin while it lasts, as where it is drawn in. */
function cuesOf(cues: Cues, { num, den }: Rate): ViewedSubtitles["cues"] {
  const rate = rational(num, den);
  return cues.map(({ start, end, text }) => ({
    start: ceil(multiply(start, rate)),
    end: ceil(multiply(end, rate)),
    text,
  }));
}

/** What a frame of a sequence shows. */
export function frameFacts(gathered: GatheredSequence, shown: ShownPictures, frame: number): FrameFacts {
  const { startFrame, rate, dropFrame } = gathered.sequence;
  const source = sourceFacts(gathered, shown, frame);
  return {
    frame,
    timecode: formatTimecode(startFrame + frame, rate, dropFrame),
    ...(source === undefined ? {} : { source }),
  };
}

/** Asked for with each frame; a sequence never changes. */
const flattened = new WeakMap<GatheredSequence["sequence"], readonly FlatPiece[]>();

function segmentAt({ sequence }: GatheredSequence, frame: number): Segment | undefined {
  const pieces = flattened.get(sequence) ?? flattenVideo(sequence);
  flattened.set(sequence, pieces);
  const piece = pieces.find(({ record }) => frame >= record.start && frame < record.end);
  if (piece?.transition === undefined) return piece?.segment;
  const { toSegmentId, fromSegmentId } = piece.transition;
  const id = toSegmentId ?? fromSegmentId;
  return sequence.videoTracks.flatMap(({ segments }) => segments).find((segment) => segment.id === id);
}

function sourceFacts(gathered: GatheredSequence, shown: ShownPictures, frame: number): SourceFacts | undefined {
  const segment = segmentAt(gathered, frame);
  const link = segment === undefined ? undefined : gathered.conformed.links.get(segment.id);
  const piece = pieceAt(shown.picture, frame);
  const side =
    piece === undefined ? undefined : sourcesOf(piece).findLast(({ sourceId }) => sourceId === link?.media.path);
  if (segment === undefined || link === undefined || side === undefined) return undefined;
  const { media, mediaRate } = link;
  const last = (media.video[0]?.frameCount ?? Number.POSITIVE_INFINITY) - 1;
  const at = Math.max(0, Math.min(sourceFrameAt(side, 0), last));
  const start = startTimecodeAt(media, mediaRate);
  return {
    segment: segment.name,
    shotName: segment.shotName,
    tapeName: media.tapeName === "" ? segment.source.tapeName : media.tapeName,
    path: media.path,
    frame: (media.imageSequence?.first ?? 0) + at,
    ...(start === undefined ? {} : { timecode: formatTimecode(start.frame + at, mediaRate, start.dropFrame) }),
  };
}
