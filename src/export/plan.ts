import { resolve } from "node:path";
import { frameCount as framesOf, type FrameRange } from "../time/frame-range.ts";
import { flattenVideo } from "../timeline/flatten.ts";
import type { Sequence, SequenceWarning } from "../timeline/sequence.ts";
import { shotNames } from "../timeline/shots.ts";
import type { PlanContext, PlanInput } from "./plan/plan-context.ts";
import { planSequenceMedia } from "./plan/plan-sequence-media.ts";
import { planSources } from "./plan/plan-sources.ts";
import { planUnitAssets } from "./plan/plan-unit-assets.ts";
import { segmentUnits, shotUnits, shotWarnings } from "./plan/plan-units.ts";
import type { LoadedPreset, PlannedAsset, PlannedSequence } from "./planned-asset.ts";
import { planCuts, planSubtitles } from "./plan/plan-documents.ts";

/** Plans every asset of a sequence. Touches nothing: no file, no clock, no hook. */
export function planSequence(input: PlanInput): PlannedSequence {
  const { sequence, conformed, index } = input;
  const warnings: SequenceWarning[] = [...sequence.warnings, ...conformed.warnings];
  const assets = input.presets.flatMap((loadedPreset, presetIndex) =>
    planPreset(contextOf(input, overridden(loadedPreset, input), `${index + 1}.${presetIndex + 1}`, warnings)),
  );
  if ((input.handles ?? 0) > 0 && input.presets.every(({ preset }) => preset.scope === "sequence"))
    warnings.push({
      code: "handles-without-effect",
      message: "Handles were asked for, but the preset exports whole sequences, which have none.",
      place: input.presets.map(({ preset }) => preset.name).join(", "),
    });
  const recordRange = input.range ?? { start: 0, end: sequence.duration };
  return {
    index,
    key: input.key,
    sequence,
    links: new Map([...conformed.links].map(([id, { media }]) => [id, resolve(media.path)])),
    tapes: new Map([...conformed.links].map(([id, { media }]) => [id, media.tapeName])),
    shotNames: shotNamesOf(sequence, assets),
    thumbnailFrame: thumbnailOf(input.thumbnailFrame, recordRange),
    assets: subtitlesOnce(assets),
    media: [...planSources(sequence, conformed).values()],
    warnings: distinct(warnings),
  };
}

/** The frame that stands for the sequence, where it is exported; else the middle of what is. */
const thumbnailOf = (wanted: number | undefined, range: FrameRange): number =>
  wanted !== undefined && range.start <= wanted && wanted < range.end
    ? wanted
    : range.start + Math.floor(framesOf(range) / 2);

/** The shots that the cut names; where it names none, what the shots that are exported are called. */
function shotNamesOf(sequence: Sequence, assets: readonly PlannedAsset[]): readonly string[] {
  const named = shotNames(sequence);
  if (named.length > 0) return named;
  const shots = assets.filter(({ kind, loadedPreset }) => kind === "media" && loadedPreset.preset.scope === "shot");
  return [...new Set(shots.map(({ info }) => info.shotName))];
}

/** Presets that want the same subtitles in the same place share one file. With versions each preset has its own. */
function subtitlesOnce(assets: readonly PlannedAsset[]): readonly PlannedAsset[] {
  const planned = new Set<string>();
  return assets.filter(({ kind, id, namePattern }) => {
    if (kind !== "subtitles" || namePattern.includes("<version")) return true;
    const place = JSON.stringify([namePattern, id.split("/").at(-1)]);
    if (planned.has(place)) return false;
    planned.add(place);
    return true;
  });
}

function overridden(loaded: LoadedPreset, { namePattern, handles }: PlanInput): LoadedPreset {
  const { preset } = loaded;
  const perUnit = preset.scope !== "sequence";
  return {
    path: loaded.path,
    preset: {
      ...preset,
      ...(namePattern === undefined ? {} : { namePattern }),
      ...(handles === undefined || !perUnit ? {} : { handles: { head: handles, tail: handles } }),
    },
  };
}

function contextOf(
  input: PlanInput,
  loadedPreset: LoadedPreset,
  idPrefix: string,
  warnings: SequenceWarning[],
): PlanContext {
  const { sequence, conformed } = input;
  const all = sequence.videoTracks.flatMap(({ segments }) => segments);
  const topOnly = input.useTopVideoTrack || loadedPreset.preset.topVideoTrackOnly;
  const videoTracks = topOnly ? sequence.videoTracks.slice(-1) : sequence.videoTracks;
  const exported = topOnly ? { ...sequence, videoTracks } : sequence;
  const subtitles = wantedSubtitles(input, loadedPreset);
  return {
    ...input,
    sequence: exported,
    subtitles,
    loadedPreset,
    idPrefix,
    segments: new Map(all.map((segment) => [segment.id, segment])),
    eventNumbers: new Map(
      all.toSorted((a, b) => a.record.start - b.record.start).map(({ id }, index) => [id, index + 1]),
    ),
    sources: planSources(sequence, conformed),
    recordRange: input.range ?? { start: 0, end: sequence.duration },
    subtitleTracks:
      subtitles === undefined ? [] : subtitles.all ? sequence.subtitleTracks : sequence.subtitleTracks.slice(0, 1),
    warn: (code, message, place) => {
      warnings.push({ code, message, place });
    },
  };
}

/** The caller's word holds, and what it leaves open is as the preset says. */
function wantedSubtitles(
  { subtitles: asked }: PlanInput,
  { preset: { subtitles: own } }: LoadedPreset,
): PlanContext["subtitles"] {
  if (asked === undefined && own === undefined) return undefined;
  return { asFiles: asked?.asFiles ?? own?.mode !== "burnIn", all: asked?.all ?? own?.tracks === "all" };
}

function planPreset(context: PlanContext): readonly PlannedAsset[] {
  const { preset } = context.loadedPreset;
  const media: PlannedAsset[] = [];
  if ((preset.video !== undefined || preset.scope !== "sequence") && !hasPicture(context)) {
    const [written, becomes] =
      preset.scope === "sequence"
        ? ["pictures", "they become black"]
        : [`a file for each ${preset.scope}, which are pieces of the picture`, "nothing is exported with it"];
    context.warn(
      "no-picture",
      `The preset "${preset.name}" writes ${written}, but there is none here: ${becomes}.`,
      [...context.sources.keys()][0] ?? context.sequence.name,
    );
  }
  if (preset.type === "audio" && !hasSound(context))
    context.warn(
      "no-sound",
      `The preset "${preset.name}" writes sound, but there is none here: it becomes silence.`,
      context.sequence.name,
    );
  if (preset.scope === "sequence") {
    media.push(planSequenceMedia(context, flattenVideo(context.sequence)));
  } else {
    const units = preset.scope === "shot" ? shotUnits(context.sequence) : segmentUnits(context.sequence.videoTracks);
    const { start, end } = context.recordRange;
    const inRange = units.filter(({ segment: { record } }) => record.start < end && record.end > start);
    if (preset.scope === "shot")
      for (const { code, message, place } of shotWarnings(context.sequence)) context.warn(code, message, place);
    media.push(...inRange.flatMap((unit) => planUnitAssets(context, unit)));
  }
  return [...media, ...planSubtitles(context), ...planCuts(context, media)];
}

/** Segments without media count: what becomes of them is told by whoever looked for it. */
const hasPicture = ({ sequence, conformed }: PlanContext): boolean =>
  sequence.videoTracks.some(({ segments }) =>
    segments.some(({ id, enabled }) => enabled && conformed.links.get(id)?.media.video.length !== 0),
  );

/** A shot or segment has the sound of its own media, too. */
const hasSound = ({ sequence, loadedPreset, conformed }: PlanContext): boolean =>
  [...sequence.audioTracks, ...(loadedPreset.preset.scope === "sequence" ? [] : sequence.videoTracks)].some(
    ({ segments }) => segments.some(({ id, enabled }) => enabled && conformed.links.get(id)?.media.audio.length !== 0),
  );

function distinct(warnings: readonly SequenceWarning[]): readonly SequenceWarning[] {
  return [...new Map(warnings.map((warning) => [`${warning.place}\0${warning.message}`, warning])).values()];
}
