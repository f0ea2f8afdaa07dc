import { add, floor, multiply, rational } from "../time/rational.ts";
import type { PicturePiece, SourcePiece } from "./render-job.ts";

/** The source frame that frame `k` of a piece shows, by the seam's rule: `floor(first + k * step)`. */
export function sourceFrameAt({ first, step }: SourcePiece, k: number): number {
  // Whole positions at the source's own rate are by far the most frequent.
  if (first.den === 1n && step.den === 1n) return Number(first.num) + k * Number(step.num);
  return floor(add(first, multiply(step, rational(k))));
}

/** The lowest and the highest source frame of a piece, both included. */
export function sourceSpan(piece: SourcePiece): { readonly lowest: number; readonly highest: number } {
  const [start, end] = [sourceFrameAt(piece, 0), sourceFrameAt(piece, Math.max(0, piece.frames - 1))];
  return { lowest: Math.min(start, end), highest: Math.max(start, end) };
}

/** The source pieces that a piece is made of: none, one, or both sides of a mix. */
export function sourcesOf(piece: PicturePiece): readonly SourcePiece[] {
  if (piece.kind === "black") return [];
  if (piece.kind === "source") return [piece];
  return [piece.from, piece.to].filter((side) => side.kind === "source");
}
