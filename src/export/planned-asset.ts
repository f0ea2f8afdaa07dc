import type { RenderAsset, RenderSource } from "../media/render-job.ts";
import type { FrameRange } from "../time/frame-range.ts";
import type { Rate } from "../time/rate.ts";
import type { Rational } from "../time/rational.ts";
import type { Segment, Sequence, SequenceWarning, SubtitleCue } from "../timeline/sequence.ts";
import type { Preset } from "./preset.ts";
import type { TokenValues } from "./naming/tokens.ts";

/** A preset with the file it came from. */
export interface LoadedPreset {
  readonly path: string;
  readonly preset: Preset;
}

/** A sequence of the export and everything that will be written for it. Nothing is decided by hooks yet. */
export interface PlannedSequence {
  readonly index: number;
  /** Its name, made unique in the export: what scopes of hooks and messages call it. */
  readonly key: string;
  readonly sequence: Sequence;
  /** Absolute paths of the media that segments were conformed to, by segment id. */
  readonly links: ReadonlyMap<string, string>;
  /** Tape names that this media carries, by segment id; empty where it has none. */
  readonly tapes: ReadonlyMap<string, string>;
  readonly shotNames: readonly string[];
  /** Record frame, counted from the sequence's first. */
  readonly thumbnailFrame: number;
  readonly assets: readonly PlannedAsset[];
  /** All media that its segments link to, played by an asset or not. */
  readonly media: readonly RenderSource[];
  /** Of the reader, of conform and of the plan, in this order. */
  readonly warnings: readonly SequenceWarning[];
}

interface PlannedBase {
  /** Unique in the export and the same whenever the same request is planned. */
  readonly id: string;
  readonly loadedPreset: LoadedPreset;
  readonly namePattern: string;
  /** Without its dot. */
  readonly extension: string;
  readonly tokens: TokenValues;
  /** Digits of numeric tokens that have no `#` of their own, by the token's name. */
  readonly tokenPadding?: Readonly<Record<string, number>>;
  /** File numbers of a file sequence, both included. */
  readonly fileRange?: { readonly first: number; readonly last: number; readonly padding: number };
  /** Assets of one group (those of a shot) share a version. */
  readonly versionGroup: string;
  /** What preExportAsset and postExportAsset are told, but for paths, version and what the run adds. */
  readonly info: AssetFacts;
}

/** A file that the engine renders. */
export interface PlannedMedia extends PlannedBase {
  readonly kind: "media";
  readonly sources: readonly RenderSource[];
  readonly render: Omit<RenderAsset, "path">;
  /** The segment it shows, for assets of a shot or segment. */
  readonly segment?: Segment;
  /** Channels that the sound beside its picture is written with, all streams together; nothing where it has none. */
  readonly soundChannels?: number;
  /** Cues that are drawn into the picture, in seconds from the asset's start. */
  readonly burnInCues?: readonly SubtitleCue[];
}

/** Where in an exported file the sound of an audio segment begins: seconds from the file's start. */
export interface ExportedSound {
  readonly mediaId: string;
  readonly seconds: Rational;
}

/** A file that is written from what is known, when the media it tells of is finished. */
export interface PlannedDocument extends PlannedBase {
  readonly kind: "openClip" | "cut" | "subtitles";
  readonly document:
    | { readonly type: "openClip"; readonly mediaIds: readonly string[] }
    | {
        readonly type: "cut";
        readonly format: "otio" | "edl";
        readonly mediaIds: readonly string[];
        /** With the video tracks that were exported. */
        readonly sequence: Sequence;
        /** By id of the audio segment: which of the media holds its sound. */
        readonly sound: ReadonlyMap<string, ExportedSound>;
      }
    | { readonly type: "subtitles"; readonly cues: readonly SubtitleCue[] };
}

export type PlannedAsset = PlannedMedia | PlannedDocument;

/** Facts of an asset in the contract's terms; see hooks/hook-table.ts for units. */
export interface AssetFacts {
  readonly assetName: string;
  readonly sequenceName: string;
  readonly shotName: string;
  readonly tapeName: string;
  readonly assetType: "video" | "movie" | "audio" | "openClip" | "distributionPackage" | "subtitles";
  readonly width: number;
  readonly height: number;
  readonly aspectRatio: number;
  readonly depth: string;
  readonly scanFormat: "PROGRESSIVE" | "FIELD_1" | "FIELD_2";
  readonly colourSpace: string;
  readonly fps: number;
  readonly sequenceFps: number;
  readonly sourceIn: number;
  readonly sourceOut: number;
  readonly recordIn: number;
  readonly recordOut: number;
  readonly handleIn: number;
  readonly handleOut: number;
  readonly startFrame: number;
  readonly track: string;
  readonly trackName: string;
  readonly subtitlesName: string;
  readonly segmentIndex: number;
  readonly channelsEncoding: "Float" | "Integer";
  readonly pixelLayout: "RGB" | "RGBA" | "";
  readonly nbChannels: number;
  readonly drop: boolean;
  readonly sequenceDrop: boolean;
}

/** Where in sequence and source an asset lies, in frames. */
export interface AssetExtent {
  /** Record frames from the sequence's first, without handles. */
  readonly record: FrameRange;
  /** Source frames at `rate` in the source's own time, handles included. */
  readonly source: FrameRange;
  readonly handleIn: number;
  readonly handleOut: number;
  readonly rate: Rate;
  readonly frameCount: number;
}
