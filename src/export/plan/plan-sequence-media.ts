import { bareName } from "../../catalogue/bare-name.ts";
import { allowsDropFrame } from "../../time/rate.ts";
import type { FlatPiece } from "../../timeline/flatten.ts";
import { colourSpaceName } from "../colour-space-name.ts";
import { assetFacts } from "./asset-facts.ts";
import { planAudioEncoding, planVideoEncoding, pictureOf } from "./plan-encoding.ts";
import { drawnVideo, pictureTokens } from "./drawn-video.ts";
import { warnOfColour } from "./mixed-colour.ts";
import { assetRateOf } from "./plan-extent.ts";
import { assetFrameAt, planPicture } from "./plan-picture.ts";
import { cuesOf } from "./plan-documents.ts";
import { usedSources } from "./plan-sources.ts";
import { timecodeFrameAt } from "./timecode-frame.ts";
import { planSound } from "./plan-sound.ts";
import { sourceVersion } from "../naming/source-version.ts";
import type { PlanContext } from "./plan-context.ts";
import type { AssetExtent, PlannedMedia } from "../planned-asset.ts";
import { soundExtent } from "./sound-extent.ts";
import { warnOfSize } from "./warn-of-size.ts";
import { writtenChannels } from "./written-channels.ts";

/** The asset that holds a whole sequence (or what lies between its marks), flattened. */
export function planSequenceMedia(context: PlanContext, pieces: readonly FlatPiece[]): PlannedMedia {
  const { sequence, conformed, recordRange, loadedPreset } = context;
  const { preset } = loadedPreset;
  const assetRate = assetRateOf(preset, sequence, sequence.rate);
  const { links } = conformed;
  const shown = firstShown(context, pieces);
  const source = pictureOf(shown?.link.media);
  const frameCount = assetFrameAt(recordRange.end, recordRange.start, sequence.rate, assetRate);
  const dropFrame = sequence.dropFrame && allowsDropFrame(assetRate);
  const timecodeFrame = timecodeFrameAt(sequence.startFrame + recordRange.start, sequence, {
    rate: assetRate,
    dropFrame,
  });
  const numbers = preset.type === "video" ? fileRangeOf(context, timecodeFrame, frameCount) : undefined;
  const isStill = context.isSnapshot === true && frameCount === 1 && numbers !== undefined;
  const fileRange = isStill ? undefined : numbers;
  const video = planVideoEncoding(preset, sequence, source, numbers?.first ?? 1001);
  if (video !== undefined) {
    warnOfColour(context, pieces, video);
    warnOfSize(context, shown?.link.media, video);
  }
  const audio = sequence.audioTracks.length > 0 || preset.type === "audio" ? planAudioEncoding(preset) : undefined;
  const colourSpace = preset.video?.colourSpace ?? (video === undefined ? "" : colourSpaceName(video.colour));
  const tapeNames = new Set([...links.values()].map(({ media }) => media.tapeName));
  const tapeName = tapeNames.size === 1 ? ([...tapeNames][0] ?? "") : "";
  const extent: AssetExtent = {
    record: recordRange,
    source: { start: timecodeFrame, end: timecodeFrame + frameCount },
    handleIn: 0,
    handleOut: 0,
    rate: assetRate,
    frameCount,
  };
  const exact = preset.type === "audio" ? soundExtent(sequence, recordRange) : undefined;
  const picture =
    video === undefined
      ? []
      : planPicture({ pieces, links, segments: context.segments, recordRate: sequence.rate, assetRate }, recordRange);
  const sound =
    audio === undefined
      ? []
      : planSound(
          { tracks: sequence.audioTracks, links, recordRate: sequence.rate, assetRate, written: audio.tracks },
          recordRange,
        );
  const facts = assetFacts({
    sequence,
    extent,
    assetName: sequence.name,
    assetType: preset.type,
    video,
    ...(audio === undefined ? {} : { sound: { codec: audio.codec, channels: writtenChannels(audio, sound, links) } }),
    colourSpace,
    track: sequence.videoTracks.at(-1),
    tapeName,
    shotName: "",
    dropFrame,
    link: shown?.link,
  });
  const tokens = {
    ...context.tokens,
    name: sequence.name,
    ...recordTokens(context),
    "shot name": "",
    "segment name": sequence.name,
    "source name": bareName(shown?.segment.source.clipName ?? "") || sequence.name,
    ...sourceVersion(shown?.link.media.path),
    tape: tapeName,
    "track name": facts.trackName,
    track: facts.track,
    ...pictureTokens(video),
    "colour space": colourSpace,
    depth: facts.depth,
    codec: preset.video?.codec ?? (preset.audio === false ? "" : preset.audio.codec),
    // Two snapshots of a clip are two files, movies as well.
    ...(context.isSnapshot === true && fileRange === undefined ? { frame: numbers?.first ?? timecodeFrame } : {}),
  };
  return {
    kind: "media",
    id: `${context.idPrefix}/${preset.type}`,
    loadedPreset,
    namePattern: preset.namePattern,
    extension: preset.extension,
    versionGroup: context.idPrefix,
    tokens,
    ...(isStill ? { tokenPadding: { frame: numbers.padding } } : {}),
    ...(fileRange === undefined ? {} : { fileRange }),
    info: facts,
    ...burnInCues(context),
    sources: usedSources(context.sources, picture, sound),
    render: {
      id: `${context.idPrefix}/${preset.type}`,
      container: preset.container,
      ...(numbers === undefined ? {} : { firstFileNumber: numbers.first }),
      ...drawnVideo(context, video, tokens),
      ...(audio === undefined ? {} : { audio }),
      picture,
      sound,
      frameCount,
      rate: assetRate,
      ...(exact === undefined ? {} : { soundExtent: exact }),
      timecode: { frame: timecodeFrame, dropFrame },
      tapeName,
      ...(preset.passthrough ? { passthrough: true } : {}),
      metadata: { title: sequence.name },
    },
  };
}

function firstShown({ conformed }: PlanContext, pieces: readonly FlatPiece[]) {
  for (const { segment } of pieces) {
    const link = segment === undefined ? undefined : conformed.links.get(segment.id);
    if (segment !== undefined && link !== undefined && link.media.video.length > 0) return { segment, link };
  }
  return undefined;
}

function burnInCues(context: PlanContext) {
  if (context.subtitles?.asFiles !== false || context.loadedPreset.preset.type === "audio") return {};
  const cues = context.subtitleTracks.flatMap((track) => cuesOf(context, track));
  return cues.length === 0 ? {} : { burnInCues: cues };
}

/** Numbers of the files of a file sequence. */
export function fileRangeOf(
  { loadedPreset }: PlanContext,
  timecodeFrame: number,
  frameCount: number,
  sourceFirst = timecodeFrame,
) {
  const { start, padding } = loadedPreset.preset.frames;
  const first = start === "timecode" ? timecodeFrame : start === "source" ? sourceFirst : start;
  return { first, last: first + frameCount - 1, padding };
}

function recordTokens({ sequence, recordRange }: PlanContext) {
  return { "record frame": sequence.startFrame + recordRange.start, "event number": 1, segment: 1 };
}
