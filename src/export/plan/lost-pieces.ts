import type { SegmentLink } from "../../catalogue/conform.ts";
import { lostImages } from "../../catalogue/lost-images.ts";
import type { BlackPiece, MixPiece, SourcePiece } from "../../media/render-job.ts";
import { add, floor, multiply, rational, zero } from "../../time/rational.ts";
import type { Segment } from "../../timeline/sequence.ts";
import type { AssetExtent } from "../planned-asset.ts";

type PlainPiece = BlackPiece | SourcePiece;

/**
 * A piece of an image sequence as the cut wants its missing images shown: black, or the image before them held (the first
 * that there is where none is before them). One that counts as missing media is black: it is exported only where black was
 * asked for.
 */
export function withLostImages(piece: SourcePiece, segment: Segment, { media }: SegmentLink): readonly PlainPiece[] {
  const isLost = lostImages(segment, media);
  if (isLost === undefined) return [piece];
  const isHeld = segment.source.missingImages === "hold";
  const pieces: PlainPiece[] = [];
  let [shown, start]: [string | undefined, number] = [undefined, 0];
  const end = (next: number) => {
    const frames = next - start;
    if (shown === "black") pieces.push({ kind: "black", frames });
    else if (shown === "source") pieces.push({ ...piece, frames, first: firstOf(start) });
    else if (shown !== undefined) pieces.push({ ...piece, frames, first: rational(Number(shown)), step: zero });
    start = next;
  };
  const firstOf = (frame: number) => add(piece.first, multiply(rational(frame), piece.step));
  for (let frame = 0; frame < piece.frames; frame++) {
    const wanted = floor(firstOf(frame));
    const next = !isLost(wanted) ? "source" : isHeld ? String(before(wanted, isLost)) : "black";
    if (next === shown) continue;
    end(frame);
    shown = next;
  }
  end(piece.frames);
  return pieces;
}

/** The image before a lost one; the frame itself where there is none, because then the nearest stands in. */
function before(frame: number, isLost: (frame: number) => boolean): number {
  for (let other = frame - 1; other >= 0; other--) if (!isLost(other)) return other;
  return frame;
}

/** A dissolve or wipe between two sides that consist of pieces: a piece for each stretch in which neither changes. */
export function mixed(
  from: readonly PlainPiece[],
  to: readonly PlainPiece[],
  mix: Omit<MixPiece, "kind" | "frames" | "from" | "to">,
): readonly MixPiece[] {
  const pieces: MixPiece[] = [];
  const [fromSide, toSide] = [[...from], [...to]];
  for (let [a, b, at] = [fromSide.shift(), toSide.shift(), 0]; a !== undefined && b !== undefined;) {
    const frames = Math.min(a.frames, b.frames);
    pieces.push({ ...mix, kind: "mix", frames, from: { ...a, frames }, to: { ...b, frames }, offset: mix.offset + at });
    at += frames;
    [a, b] = [rest(a, frames) ?? fromSide.shift(), rest(b, frames) ?? toSide.shift()];
  }
  return pieces;
}

function rest(piece: PlainPiece, taken: number): PlainPiece | undefined {
  const frames = piece.frames - taken;
  if (frames === 0) return undefined;
  if (piece.kind === "black") return { ...piece, frames };
  return { ...piece, frames, first: add(piece.first, multiply(rational(taken), piece.step)) };
}

/** How many images that are not on disk the handles of a segment's asset show, where its cut says what is shown for them. */
export function lostInHandles(
  extent: AssetExtent & Pick<SourcePiece, "first" | "step">,
  segment: Segment,
  { media }: SegmentLink,
): number {
  const isLost = lostImages(segment, media);
  if (isLost === undefined) return 0;
  const { frameCount, handleIn, handleOut, first, step } = extent;
  return Array.from({ length: frameCount }, (_, frame) => frame).filter(
    (frame) =>
      (frame < handleIn || frame >= frameCount - handleOut) &&
      isLost(floor(add(first, multiply(rational(frame), step)))),
  ).length;
}
