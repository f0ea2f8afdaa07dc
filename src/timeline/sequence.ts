import type { FrameRange } from "../time/frame-range.ts";
import type { Rate } from "../time/rate.ts";
import type { Rational } from "../time/rational.ts";

/**
 * An edit: tracks of segments, immutable. Record positions are frames at `rate`, counted from 0 at the first frame of the
 * sequence; add `startFrame` to get record timecode.
 */
export interface Sequence {
  readonly name: string;
  readonly rate: Rate;
  /** Record timecode of the first frame, in frames since 00:00:00:00 at `rate`. */
  readonly startFrame: number;
  readonly dropFrame: boolean;
  /** Frames from the first to past the last of all tracks. */
  readonly duration: number;
  /** Bottom first. */
  readonly videoTracks: readonly Track[];
  readonly audioTracks: readonly Track[];
  readonly subtitleTracks: readonly SubtitleTrack[];
  readonly markers: readonly Marker[];
  /** What the reader met and cannot be rendered or understood, in order of appearance. */
  readonly warnings: readonly SequenceWarning[];
  /** Picture size where the format says it. */
  readonly size?: { readonly width: number; readonly height: number };
  /**
   * Of a sound file alone: where it begins, in seconds since midnight, and how many seconds it lasts. Frames are only how it is
   * counted, so it need not begin or end with one.
   */
  readonly soundAlone?: { readonly start: Rational; readonly duration: Rational };
  /** What it was read from, opaque: `writeCut` writes that again, with all that a sequence has no place for. */
  readonly origin?: SequenceOrigin;
}

/** The file that a sequence was read from, as its format keeps it: for the writer of that format, and nobody else. */
export interface SequenceOrigin {
  readonly format: "otio";
}

/** Segments and transitions in record order; what no segment covers is a gap (black, silence). */
export interface Track {
  /** Unique in the sequence: `V1`, `V2`, `A1` … */
  readonly id: string;
  readonly name: string;
  readonly segments: readonly Segment[];
  readonly transitions: readonly Transition[];
}

/** A piece of a clip placed on a track. */
export interface Segment {
  /** Unique in the sequence. */
  readonly id: string;
  readonly name: string;
  /** Empty where the segment belongs to no shot. */
  readonly shotName: string;
  readonly comment: string;
  /** Frames at the sequence's rate from its start, half-open. A dissolve's overlap is not in it: see `Transition`. */
  readonly record: FrameRange;
  readonly source: SourceReference;
  /**
   * First source frame shown at `record.start`: frames at `sourceRate`, in the source's own time (its timecode where it
   * has one). For reverse speed it lies in the last frame of the range, which is played backwards: see `backwardsLead`.
   */
  readonly sourceIn: Rational;
  /** Rate at which `sourceIn` is counted. Nothing where the format does not say: then it is the sequence's. */
  readonly sourceRate: Rate;
  /**
   * Source seconds per record second: 1 as shot, 2 twice as fast, -1 reverse, 0 a freeze frame.
   */
  readonly speed: Rational;
  readonly enabled: boolean;
  readonly markers: readonly Marker[];
  /** Where it stands in its file, for messages: `line 12`, `track V1, item 3`. */
  readonly place: string;
}

/** What a segment plays, as the cut names it; conform finds the file. */
export interface SourceReference {
  /** Path or URL as written, when the cut names a file. */
  readonly path?: string;
  /** A file sequence, when the cut says so: numbers of its first and last frame. */
  readonly frames?: { readonly first: number; readonly last: number; readonly padding: number };
  /**
   * What to show for images of a file sequence that are not on disk, where the cut says it: black, the image before them,
   * or nothing at all, because it counts as missing media.
   */
  readonly missingImages?: "black" | "hold" | "error";
  readonly clipName: string;
  /** Source identifier of the clip; empty where it has none. */
  readonly tapeName: string;
  /** The whole extent of the media in the source's own time, frames at the segment's `sourceRate`, where the cut says it. */
  readonly available?: FrameRange;
  /** Whether `sourceIn` was counted from a drop frame label; nothing where the cut counts frames (OTIO) or none exists. */
  readonly dropFrame?: boolean;
  /** For sound: which audio stream of the source, from 0, and which of its channels; all where the cut does not say. */
  readonly audioStream?: number;
  readonly audioChannels?: readonly number[];
  /** Colour bars, black, slug and the like that a cut can name without a file. */
  readonly generator?: "black";
}

/** A transition between two segments that meet at a cut, or between a segment and a gap. */
export interface Transition {
  readonly kind: "dissolve" | "wipe";
  /** SMPTE wipe code of an EDL (`1` for W001). */
  readonly wipeCode?: number;
  /** Frames at the sequence's rate, from the sequence's start, half-open. */
  readonly record: FrameRange;
  /** The segments it mixes; nothing for a side that is a gap (black). */
  readonly fromSegmentId?: string;
  readonly toSegmentId?: string;
  readonly place: string;
}

export interface Marker {
  readonly name: string;
  /** Frame at the rate of its holder, in its holder's time. */
  readonly frame: number;
  readonly duration: number;
  readonly colour: string;
  readonly comment: string;
}

export interface SubtitleTrack {
  readonly id: string;
  readonly name: string;
  readonly cues: readonly SubtitleCue[];
}

/** One subtitle; seconds from the start of the sequence, exact. */
export interface SubtitleCue {
  readonly start: Rational;
  readonly end: Rational;
  readonly text: string;
}

export interface SequenceWarning {
  /** Short and stable, for programs: `unsupported-effect`. */
  readonly code: string;
  /** One sentence for people. */
  readonly message: string;
  readonly place: string;
}
