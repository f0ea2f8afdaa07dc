import { bareName } from "../../catalogue/bare-name.ts";
import type { SegmentLink } from "../../catalogue/conform.ts";
import type { AudioEncoding, PicturePiece, RenderAsset } from "../../media/render-job.ts";
import { startTimecodeAt } from "../../media/start-timecode.ts";
import { allowsDropFrame, type Rate } from "../../time/rate.ts";
import { floor, multiply, rational, type Rational } from "../../time/rational.ts";
import type { Segment } from "../../timeline/sequence.ts";
import { colourSpaceName } from "../colour-space-name.ts";
import { assetFacts } from "./asset-facts.ts";
import { planAudioEncoding, planVideoEncoding, pictureOf } from "./plan-encoding.ts";
import { sourceVersion } from "../naming/source-version.ts";
import { drawnVideo, pictureTokens } from "./drawn-video.ts";
import { warnOfPrimaries } from "./mixed-colour.ts";
import { assetRateOf, planExtent, type SegmentExtent } from "./plan-extent.ts";
import { lostInHandles, withLostImages } from "./lost-pieces.ts";
import { sourceStep } from "./plan-picture.ts";
import { fileRangeOf } from "./plan-sequence-media.ts";
import { usedSources } from "./plan-sources.ts";
import { firstHeard, planMediaSound, planSound } from "./plan-sound.ts";
import type { PlanContext } from "./plan-context.ts";
import type { PlanUnit } from "./plan-units.ts";
import type { PlannedAsset, PlannedMedia } from "../planned-asset.ts";
import type { Preset } from "../preset.ts";
import { timecodeFrameAt } from "./timecode-frame.ts";
import { warnOfScan } from "./warn-of-scan.ts";
import { warnOfSize } from "./warn-of-size.ts";
import { writtenChannels } from "./written-channels.ts";

/** The assets of one shot or segment: its media, then its sound file and its OpenClip where the preset asks for them. */
export function planUnitAssets(context: PlanContext, unit: PlanUnit): readonly PlannedAsset[] {
  const { preset } = context.loadedPreset;
  const link = context.conformed.links.get(unit.segment.id);
  const extent = extentOf(context, unit, link);
  const media = planUnitMedia(context, unit, link, extent, preset, preset.type);
  const assets: PlannedAsset[] = [media];
  if (preset.shotAudio !== undefined) {
    const { namePattern, ...audio } = preset.shotAudio;
    const soundPreset: Preset = { ...preset, type: "audio", container: "wav", extension: "wav", namePattern, audio };
    const sound = planUnitMedia(context, unit, link, extent, soundPreset, "shotAudio");
    if (sound.render.sound.some(({ pieces }) => pieces.length > 0)) assets.push(sound);
  }
  if (preset.openClip !== undefined)
    assets.push({
      kind: "openClip",
      id: `${context.idPrefix}/openClip/${unit.name}`,
      loadedPreset: context.loadedPreset,
      namePattern: preset.openClip.namePattern,
      extension: "clip",
      versionGroup: media.versionGroup,
      tokens: media.tokens,
      info: { ...media.info, assetType: "openClip" },
      document: { type: "openClip", mediaIds: assets.map(({ id }) => id) },
    });
  return assets;
}

function extentOf(
  context: PlanContext,
  { track, segment, name }: PlanUnit,
  link: SegmentLink | undefined,
): SegmentExtent {
  const { sequence, loadedPreset } = context;
  const { preset } = loadedPreset;
  if (link === undefined) {
    const frameCount = segment.record.end - segment.record.start;
    const source = { start: floor(segment.sourceIn), end: floor(segment.sourceIn) + frameCount };
    const still = { first: rational(0), step: rational(0), handleIn: 0, handleOut: 0, missingHandle: 0 };
    return { record: segment.record, source, rate: sequence.rate, frameCount, ...still };
  }
  const extent = planExtent(preset, sequence, track, segment, link, mediaFrameCount(link));
  if (extent.missingHandle > 0)
    context.warn(
      "short-handle",
      `${name} gets handles of ${extent.handleIn} and ${extent.handleOut} frames: its media has no more.`,
      segment.place,
    );
  return extent;
}

/** Frames of the media at its rate; of sound alone as many as its samples last. */
function mediaFrameCount({ media, mediaRate }: SegmentLink): number {
  const picture = pictureOf(media);
  if (picture !== undefined) return picture.frameCount;
  return floor(multiply(media.duration, rational(mediaRate.num, mediaRate.den)));
}

function planUnitMedia(
  context: PlanContext,
  { track, segment, name }: PlanUnit,
  link: SegmentLink | undefined,
  extent: SegmentExtent,
  preset: Preset,
  idPart: string,
): PlannedMedia {
  const { sequence } = context;
  const id = `${context.idPrefix}/${idPart}/${name}`;
  const timecode = timecodeOf(context, segment, link, extent);
  const fileRange =
    preset.type === "video"
      ? fileRangeOf(context, timecode.recordFrame, extent.frameCount, extent.source.start)
      : undefined;
  const tapeName = segment.source.tapeName || (link?.media.tapeName ?? "");
  const named = {
    ...context.tokens,
    name: sequence.name,
    "shot name": name,
    "segment name": bareName(segment.name) || name,
    "source name": bareName(segment.source.clipName || segment.name) || name,
    ...sourceVersion(link?.media.path),
    tape: tapeName,
    "track name": track.name,
    track: track.id,
    segment: track.segments.indexOf(segment) + 1,
    "event number": context.eventNumbers.get(segment.id) ?? 0,
    "record frame": sequence.startFrame + segment.record.start,
  };
  const video = planVideoEncoding(preset, sequence, pictureOf(link?.media), fileRange?.first ?? 1001);
  if (video !== undefined && link !== undefined) {
    warnOfHandles(context, name, segment, link, extent);
    warnOfPrimaries(context, link.media);
    warnOfScan(context, link.media, video);
    warnOfSize(context, link.media, video);
  }
  const picture = video === undefined ? [] : pictureOfUnit(segment, link, extent);
  const sound = preset.audio === false ? [] : unitSound(context, segment, link, extent, preset.audio.tracks);
  const audio = sound.length > 0 || preset.type === "audio" ? planAudioEncoding(preset) : undefined;
  const colourSpace = preset.video?.colourSpace ?? (video === undefined ? "" : colourSpaceName(video.colour));
  const channels = audio === undefined ? 0 : writtenChannels(audio, sound, context.conformed.links);
  const facts = assetFacts({
    sequence,
    extent,
    assetName: name,
    assetType: preset.type,
    video,
    ...(audio === undefined ? {} : { sound: { codec: audio.codec, channels } }),
    colourSpace,
    track,
    segment,
    link,
    tapeName,
    shotName: name,
    dropFrame: timecode.dropFrame,
  });
  const tokens = {
    ...named,
    ...pictureTokens(video),
    "colour space": colourSpace,
    depth: facts.depth,
    codec: preset.type === "audio" ? (preset.audio === false ? "" : preset.audio.codec) : (preset.video?.codec ?? ""),
  };
  return {
    kind: "media",
    id,
    loadedPreset: context.loadedPreset,
    namePattern: preset.namePattern,
    extension: preset.extension,
    versionGroup: `${context.idPrefix}/${name}`,
    tokens,
    ...(fileRange === undefined ? {} : { fileRange }),
    info: facts,
    segment,
    ...(video === undefined || channels === 0 ? {} : { soundChannels: channels }),
    sources: usedSources(context.sources, picture, sound),
    render: {
      id,
      container: preset.container,
      ...(fileRange === undefined ? {} : { firstFileNumber: fileRange.first }),
      ...drawnVideo(context, video, tokens),
      ...(audio === undefined ? {} : { audio }),
      picture,
      sound,
      frameCount: extent.frameCount,
      rate: extent.rate,
      timecode: { frame: timecode.frame, dropFrame: timecode.dropFrame },
      tapeName,
      ...(preset.passthrough ? { passthrough: true } : {}),
      metadata: { title: name },
    },
  };
}

function warnOfHandles(
  { warn }: PlanContext,
  name: string,
  segment: Segment,
  link: SegmentLink,
  extent: SegmentExtent,
): void {
  const lost = lostInHandles(extent, segment, link);
  if (lost === 0) return;
  const shown = segment.source.missingImages === "hold" ? "the image before is held" : "they are black";
  warn("missing-images", `The handles of ${name} show ${lost} images that are not on disk: ${shown}.`, segment.place);
}

function pictureOfUnit(
  segment: Segment,
  link: SegmentLink | undefined,
  { frameCount, first, step }: SegmentExtent,
): readonly PicturePiece[] {
  if (link === undefined) return [{ kind: "black", frames: frameCount }];
  const piece = { kind: "source", frames: frameCount, sourceId: link.media.path, first, step } as const;
  return withLostImages(piece, segment, link);
}

/** The source's own timecode where each frame follows the one before it; else the record timecode. */
function timecodeOf(
  { sequence, loadedPreset }: PlanContext,
  segment: Segment,
  link: SegmentLink | undefined,
  extent: SegmentExtent,
): RenderAsset["timecode"] & { readonly recordFrame: number } {
  const rate = assetRateOf(loadedPreset.preset, sequence, extent.rate);
  const record = sequence.startFrame + segment.record.start;
  const recordFrame = timecodeFrameAt(record, sequence, { ...sequence, rate }) - extent.handleIn;
  const start = link && startTimecodeAt(link.media, link.mediaRate);
  if (link !== undefined && start !== undefined && extent.step.num === extent.step.den) {
    const own = { rate: link.mediaRate, dropFrame: start.dropFrame };
    const dropFrame = start.dropFrame && allowsDropFrame(rate);
    return {
      frame: timecodeFrameAt(start.frame + floor(extent.first), own, { rate, dropFrame }),
      dropFrame,
      recordFrame,
    };
  }
  return { frame: Math.max(0, recordFrame), dropFrame: sequence.dropFrame && allowsDropFrame(rate), recordFrame };
}

/** The media's own sound, in step with its picture; media without any gets what the sequence's audio tracks hold there. */
function unitSound(
  context: PlanContext,
  segment: Segment,
  link: SegmentLink | undefined,
  extent: SegmentExtent,
  written: AudioEncoding["tracks"],
) {
  const { sequence, conformed } = context;
  const duration = seconds(extent.frameCount, extent.rate);
  if (link !== undefined && link.media.audio.length > 0) {
    const perSecond = multiply(
      extent.step,
      rational(extent.rate.num * link.mediaRate.den, extent.rate.den * link.mediaRate.num),
    );
    if (extent.step.num === 0n) return [];
    const step = extent.step.num < 0n ? sourceStep(segment, link, sequence.rate) : extent.step;
    return planMediaSound(link.media, link.mediaRate, firstHeard(extent.first, step), perSecond, duration);
  }
  const handle = (frames: number) =>
    Math.ceil((frames * sequence.rate.num * extent.rate.den) / (sequence.rate.den * extent.rate.num));
  const range = {
    start: segment.record.start - handle(extent.handleIn),
    end: segment.record.end + handle(extent.handleOut),
  };
  const input = {
    tracks: sequence.audioTracks,
    links: conformed.links,
    recordRate: sequence.rate,
    assetRate: extent.rate,
    written,
  };
  return planSound(input, range).filter(({ pieces }) => pieces.length > 0);
}

const seconds = (frames: number, rate: Rate): Rational => rational(frames * rate.den, rate.num);
