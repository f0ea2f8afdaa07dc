import { cutSubtitles } from "../../timeline/subtitles.ts";
import type { SubtitleCue, SubtitleTrack } from "../../timeline/sequence.ts";
import { assetFacts } from "./asset-facts.ts";
import { exportedSound } from "./exported-sound.ts";
import { assetSeconds } from "./plan-picture.ts";
import type { PlanContext } from "./plan-context.ts";
import type { AssetFacts, PlannedAsset, PlannedDocument } from "../planned-asset.ts";

/** An SRT file for each subtitles track, where subtitles are wanted as files. */
export function planSubtitles(context: PlanContext): readonly PlannedDocument[] {
  if (context.subtitles?.asFiles !== true) return [];
  const namePattern = context.loadedPreset.preset.subtitles?.namePattern ?? "<name>_<subtitles name>";
  return context.subtitleTracks.map((track) => ({
    kind: "subtitles",
    id: `${context.idPrefix}/subtitles/${track.id}`,
    loadedPreset: context.loadedPreset,
    namePattern,
    extension: "srt",
    versionGroup: context.idPrefix,
    tokens: { ...context.tokens, name: context.sequence.name, "subtitles name": track.name },
    info: factsOf(context, "subtitles", track.name),
    document: { type: "subtitles", cues: cuesOf(context, track) },
  }));
}

/** Cues within the exported range, in seconds from its start. */
export function cuesOf({ sequence, recordRange }: PlanContext, track: SubtitleTrack): readonly SubtitleCue[] {
  const seconds = (frame: number) => assetSeconds(frame, 0, sequence.rate, sequence.rate);
  return cutSubtitles(track.cues, seconds(recordRange.start), seconds(recordRange.end));
}

/** The cut itself, pointing to the media that this preset writes. */
export function planCuts(context: PlanContext, media: readonly PlannedAsset[]): readonly PlannedDocument[] {
  const { preset } = context.loadedPreset;
  const rendered = media.flatMap((asset) => (asset.kind === "media" ? [asset] : []));
  const mediaIds = rendered.map(({ id }) => id);
  const sound = exportedSound(context.sequence, context.conformed.links, rendered);
  return preset.cut.map(({ format, namePattern }, index) => ({
    kind: "cut",
    id: `${context.idPrefix}/cut/${index + 1}-${format}`,
    loadedPreset: context.loadedPreset,
    namePattern,
    extension: format,
    versionGroup: context.idPrefix,
    tokens: { ...context.tokens, name: context.sequence.name },
    info: factsOf(context, "distributionPackage", ""),
    document: { type: "cut", format, mediaIds, sequence: context.sequence, sound },
  }));
}

function factsOf(context: PlanContext, assetType: AssetFacts["assetType"], subtitlesName: string): AssetFacts {
  const { sequence, recordRange } = context;
  const start = sequence.startFrame + recordRange.start;
  const frameCount = recordRange.end - recordRange.start;
  return assetFacts({
    sequence,
    extent: {
      record: recordRange,
      source: { start, end: start + frameCount },
      handleIn: 0,
      handleOut: 0,
      rate: sequence.rate,
      frameCount,
    },
    assetName: sequence.name,
    assetType,
    video: undefined,
    colourSpace: "",
    tapeName: "",
    shotName: "",
    subtitlesName,
    dropFrame: sequence.dropFrame,
  });
}
