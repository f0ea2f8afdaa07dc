import type { Rate } from "../../time/rate.ts";
import type { Rational } from "../../time/rational.ts";
import type { Segment, SequenceOrigin, SubtitleTrack } from "../sequence.ts";
import type { OtioDocument } from "./otio-document.ts";
import type { OtioRange } from "./otio-fields.ts";
import type { JsonObject } from "./otio-json.ts";

/** The part of an OTIO file that a sequence was read from, untouched. */
export interface OtioOrigin extends SequenceOrigin {
  readonly document: OtioDocument;
  /** The timeline, or the stack, track or clip that stands for one. */
  readonly top: JsonObject;
  /** By segment id. Nested clips may be seen in several segments. */
  readonly segments: ReadonlyMap<string, OriginSegment>;
  readonly subtitleTracks: readonly SubtitleTrack[];
  /** Ids of the video tracks that were read, bottom first: one for each video row of the top stack. */
  readonly videoTrackIds: readonly string[];
}

/** Whether a sequence was read from OTIO; `format` says so, and only its reader makes one. */
export const isOtioOrigin = (origin: SequenceOrigin | undefined): origin is OtioOrigin => origin?.format === "otio";

/** A segment as it was read, and its clip. */
export interface OriginSegment {
  readonly clip: JsonObject;
  /** What the clip plays of its media: its `source_range`, else all that there is. */
  readonly range: OtioRange;
  /** `sourceIn` and `speed` of the clip by itself: those of the segment where nothing trims or retimes it. */
  readonly clipSourceIn: Rational;
  readonly clipSpeed: Rational;
  readonly sourceIn: Rational;
  readonly sourceRate: Rate;
  readonly speed: Rational;
  readonly words: SegmentWords;
}

/** What people read and write of a segment. */
export type SegmentWords = Pick<Segment, "name" | "shotName" | "comment">;
