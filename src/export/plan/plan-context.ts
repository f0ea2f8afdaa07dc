import type { Conformed } from "../../catalogue/conform.ts";
import type { RenderSource } from "../../media/render-job.ts";
import type { FrameRange } from "../../time/frame-range.ts";
import type { Segment, Sequence, SubtitleTrack } from "../../timeline/sequence.ts";
import type { LoadedPreset } from "../planned-asset.ts";
import type { TokenValues } from "../naming/tokens.ts";

/** What a plan is made from: pure data, so that the same input plans the same assets on every resume. */
export interface PlanInput {
  readonly index: number;
  /** The sequence's name, made unique in the export. */
  readonly key: string;
  readonly sequence: Sequence;
  readonly conformed: Conformed;
  readonly presets: readonly LoadedPreset[];
  /** Takes the place of every preset's name pattern. */
  readonly namePattern: string | undefined;
  /** Frames of handle in place of the preset's. */
  readonly handles: number | undefined;
  readonly useTopVideoTrack: boolean;
  /** Record frames counted from the sequence's first; nothing = all of it. */
  readonly range: FrameRange | undefined;
  /** The frame that stands for the sequence, counted from its first; nothing = the middle of what is exported. */
  readonly thumbnailFrame?: number | undefined;
  /** A single frame is then one file, rather than a file sequence of one. */
  readonly isSnapshot?: boolean;
  /** Nothing = none but those that the preset asks for. What is left open is as the preset says. */
  readonly subtitles: { readonly asFiles: boolean | undefined; readonly all: boolean | undefined } | undefined;
  /** Tokens that are the same for every asset: date, user, project, workstation … */
  readonly tokens: TokenValues;
}

/** What the planning of one preset's assets shares. */
export interface PlanContext extends Omit<PlanInput, "subtitles"> {
  /** With the video tracks that are exported. */
  readonly sequence: Sequence;
  readonly subtitles: { readonly asFiles: boolean; readonly all: boolean } | undefined;
  readonly loadedPreset: LoadedPreset;
  /** Starts every asset id: sequence and preset. */
  readonly idPrefix: string;
  readonly segments: ReadonlyMap<string, Segment>;
  /** Position of each segment among all of the video tracks in record order, from 1. */
  readonly eventNumbers: ReadonlyMap<string, number>;
  readonly sources: ReadonlyMap<string, RenderSource>;
  readonly recordRange: FrameRange;
  readonly subtitleTracks: readonly SubtitleTrack[];
  readonly warn: (code: string, message: string, place: string) => void;
}
