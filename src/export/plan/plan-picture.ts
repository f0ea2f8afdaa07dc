import type { SegmentLink } from "../../catalogue/conform.ts";
import type { BlackPiece, PicturePiece, SourcePiece } from "../../media/render-job.ts";
import { type FrameRange, intersect } from "../../time/frame-range.ts";
import type { Rate } from "../../time/rate.ts";
import { add, ceil, divide, multiply, type Rational, rational } from "../../time/rational.ts";
import type { FlatPiece } from "../../timeline/flatten.ts";
import type { Segment, Transition } from "../../timeline/sequence.ts";
import { framesPerFrame } from "./frame-ratio.ts";
import { mixed, withLostImages } from "./lost-pieces.ts";

/** What a picture is planned from: the flattened tracks, where their media lies, and the rates. */
export interface PictureInput {
  readonly pieces: readonly FlatPiece[];
  readonly links: ReadonlyMap<string, SegmentLink>;
  readonly segments: ReadonlyMap<string, Segment>;
  readonly recordRate: Rate;
  readonly assetRate: Rate;
}

/** Source frames per record frame of a segment, in frames of its media. */
export const sourceStep = (segment: Segment, link: SegmentLink, recordRate: Rate): Rational =>
  multiply(segment.speed, framesPerFrame(link.mediaRate, recordRate));

/** The first asset frame at or after a record frame; both count from `origin`. */
export function assetFrameAt(recordFrame: number, origin: number, recordRate: Rate, assetRate: Rate): number {
  return ceil(multiply(rational(recordFrame - origin), framesPerFrame(assetRate, recordRate)));
}

/**
 * The picture of a record range as pieces at the asset's rate. Where the rates differ, asset frame `k` shows what the
 * sequence shows at the time at which `k` starts.
 */
export function planPicture(input: PictureInput, range: FrameRange): readonly PicturePiece[] {
  const at = (recordFrame: number) => assetFrameAt(recordFrame, range.start, input.recordRate, input.assetRate);
  const pieces: PicturePiece[] = [];
  for (const flat of input.pieces) {
    const shown = intersect(flat.record, range);
    if (shown === undefined) continue;
    const first = at(shown.start);
    const frames = at(shown.end) - first;
    if (frames <= 0) continue;
    const show = (segment: Segment | undefined) => playSegment(input, segment, range.start, first, frames);
    if (flat.transition === undefined) {
      pieces.push(...show(flat.segment));
      continue;
    }
    const { fromSegmentId, toSegmentId } = flat.transition;
    const begin = at(flat.transition.record.start);
    const length = at(flat.transition.record.end) - begin;
    const [from, to] = [show(segmentOf(input, fromSegmentId)), show(segmentOf(input, toSegmentId))];
    pieces.push(...mixed(from, to, { offset: first - begin, length, ...wipeOf(flat.transition) }));
  }
  return pieces;
}

const segmentOf = (input: PictureInput, id: string | undefined) =>
  id === undefined ? undefined : input.segments.get(id);

const wipeOf = ({ kind, wipeCode }: Transition) => (kind === "wipe" ? { wipeCode: wipeCode ?? 1 } : {});

function playSegment(
  { links, recordRate, assetRate }: PictureInput,
  segment: Segment | undefined,
  origin: number,
  firstAssetFrame: number,
  frames: number,
): readonly (BlackPiece | SourcePiece)[] {
  const link = segment === undefined ? undefined : links.get(segment.id);
  if (segment === undefined || link === undefined) return [{ kind: "black", frames }];
  const step = sourceStep(segment, link, recordRate);
  const recordPerAsset = framesPerFrame(recordRate, assetRate);
  const recordFrame = add(rational(origin - segment.record.start), multiply(rational(firstAssetFrame), recordPerAsset));
  const piece: SourcePiece = {
    kind: "source",
    frames,
    sourceId: link.media.path,
    first: add(link.sourceFrame, multiply(recordFrame, step)),
    step: multiply(step, recordPerAsset),
  };
  return withLostImages(piece, segment, link);
}

/** Seconds of asset time from `origin` to a record frame. */
export function assetSeconds(recordFrame: number, origin: number, recordRate: Rate, assetRate: Rate): Rational {
  const frames = multiply(rational(recordFrame - origin), framesPerFrame(assetRate, recordRate));
  return divide(multiply(frames, rational(assetRate.den)), rational(assetRate.num));
}
