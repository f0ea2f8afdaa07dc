import { allowsDropFrame, formatRate } from "../../time/rate.ts";
import { add, multiply, type Rational, rational, subtract } from "../../time/rational.ts";
import { backwardsLead } from "../../timeline/backwards-lead.ts";
import type { Segment, Sequence, Track } from "../../timeline/sequence.ts";
import { type ExportedMedia, writeCut } from "../../timeline/write-cut.ts";
import { framesPerFrame } from "../plan/frame-ratio.ts";
import type { PlannedDocument, PlannedMedia, PlannedSequence } from "../planned-asset.ts";
import { parseSequencePath } from "../sequence-path.ts";
import type { DecidedAsset } from "./decide-asset.ts";

/** Media that lies on disk: written by this export, or left as it was because it should not be overwritten. */
export interface FinishedMedia {
  readonly asset: DecidedAsset;
  readonly planned: PlannedMedia;
}

type PlannedCut = Extract<PlannedDocument["document"], { readonly type: "cut" }>;

/** The text of the cut that an export publishes: segments that were exported play the exported files. */
export function publishedCut(
  planned: PlannedSequence,
  { format, sequence, sound }: PlannedCut,
  media: readonly FinishedMedia[],
): { readonly text: string; readonly warnings: string[] } {
  const heard = heardMedia(sound, media);
  const pointed = withSound(pointedAt(format === "edl" ? withTapes(sequence, planned) : sequence, media), heard);
  const { text, warnings } = writeCut(pointed, format, exportedMedia(media, heard), planned.links);
  const rateless = format === "edl" ? media.flatMap((finished) => ratelessWarning(finished, sequence)) : [];
  return { text, warnings: [...warnings.map(({ message, place }) => `${message} (${place})`), ...rateless] };
}

/** Where the cut does not say a tape, its media may: an EDL's events are found again by tape and timecode. */
function withTapes(sequence: Sequence, { tapes }: PlannedSequence): Sequence {
  const named = (track: Track): Track => ({
    ...track,
    segments: track.segments.map((segment) => {
      const tapeName = segment.source.tapeName || (tapes.get(segment.id) ?? "");
      return { ...segment, source: { ...segment.source, tapeName } };
    }),
  });
  return { ...sequence, videoTracks: sequence.videoTracks.map(named), audioTracks: sequence.audioTracks.map(named) };
}

/** A movie tells its rate itself and OTIO tells it of images; nothing does for images that an EDL plays. */
function ratelessWarning({ asset, planned: { render } }: FinishedMedia, sequence: Sequence): readonly string[] {
  const { num, den } = framesPerFrame(render.rate, sequence.rate);
  if (render.container !== "image" || num === den) return [];
  const rates = `${formatRate(render.rate)} frames a second in a cut at ${formatRate(sequence.rate)}`;
  return [`The EDL cannot say that ${asset.path} has ${rates}: conform it from the OTIO.`];
}

/** Segments count in the files that were exported for them; speed that is in these files already is not applied again. */
function pointedAt(sequence: Sequence, media: readonly FinishedMedia[]): Sequence {
  const exported = new Map(
    media.flatMap((finished) => {
      const { segment, render } = finished.planned;
      return segment === undefined || render.video === undefined ? [] : [[segment.id, finished]];
    }),
  );
  const videoTracks = sequence.videoTracks.map((track) => ({
    ...track,
    segments: track.segments.map((segment) => {
      const finished = exported.get(segment.id);
      if (finished === undefined) return segment;
      const { render, info, loadedPreset } = finished.planned;
      const asSource = loadedPreset.preset.video?.rate === "source";
      const isBackwards = asSource && segment.speed.num < 0n;
      const speed = asSource ? segment.speed : rational(1);
      const step = multiply(speed, framesPerFrame(render.rate, sequence.rate));
      const first = isBackwards
        ? subtract(rational(render.frameCount - info.handleOut), backwardsLead(step))
        : rational(info.handleIn);
      return { ...playing(segment, finished, first), speed };
    }),
  }));
  return { ...sequence, videoTracks };
}

/** Audio segments whose sound an exported file holds play that file. */
function withSound(sequence: Sequence, heard: HeardMedia): Sequence {
  const audioTracks = sequence.audioTracks.map((track) => ({
    ...track,
    segments: track.segments.map((segment) => {
      const found = heard.get(segment.id);
      if (found === undefined) return segment;
      const { num, den } = found.finished.planned.render.rate;
      return playing(segment, found.finished, multiply(found.seconds, rational(num, den)));
    }),
  }));
  return { ...sequence, audioTracks };
}

type HeardMedia = ReadonlyMap<string, { readonly finished: FinishedMedia; readonly seconds: Rational }>;

const heardMedia = (sound: PlannedCut["sound"], media: readonly FinishedMedia[]): HeardMedia =>
  new Map(
    [...sound].flatMap(([id, { mediaId, seconds }]) => {
      const finished = media.find(({ planned }) => planned.id === mediaId);
      return finished === undefined ? [] : [[id, { finished, seconds }]];
    }),
  );

/** A segment as it plays in an exported file, from a frame of that on. */
function playing(segment: Segment, finished: FinishedMedia, first: Rational): Segment {
  const { render } = finished.planned;
  const dropFrame = holdsTimecode(finished) && render.timecode.dropFrame && allowsDropFrame(render.rate);
  return {
    ...segment,
    source: { ...segment.source, dropFrame },
    sourceIn: add(rational(ownStart(finished)), first),
    sourceRate: render.rate,
  };
}

/** Image files without a place for timecode are counted by their numbers. */
const holdsTimecode = ({ planned: { render } }: FinishedMedia): boolean =>
  render.container !== "image" || render.video?.codec === "exr" || render.video?.codec === "dpx";

/** The first frame of an exported file in its own time, as a reader of the file finds it. */
const ownStart = (finished: FinishedMedia): number =>
  holdsTimecode(finished)
    ? finished.planned.render.timecode.frame
    : (parseSequencePath(finished.asset.path)?.first ?? finished.planned.render.timecode.frame);

/** The files that were exported for the segments of a cut. */
function exportedMedia(media: readonly FinishedMedia[], heard: HeardMedia): ReadonlyMap<string, ExportedMedia> {
  const pictures = media.flatMap((finished): readonly [string, ExportedMedia][] => {
    const { segment, render } = finished.planned;
    return segment === undefined || render.video === undefined ? [] : [[segment.id, fileOf(finished)]];
  });
  return new Map([...pictures, ...[...heard].map(([id, { finished }]) => [id, fileOf(finished)] as const)]);
}

function fileOf(finished: FinishedMedia): ExportedMedia {
  const { asset, planned } = finished;
  const parts = parseSequencePath(asset.path);
  return {
    path: asset.path,
    ...(parts === undefined ? {} : { frames: { first: parts.first, last: parts.last, padding: parts.padding } }),
    availableStart: ownStart(finished),
    availableDuration: planned.render.frameCount,
    rate: planned.render.rate,
  };
}
