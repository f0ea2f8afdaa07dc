import { add, multiply, rational } from "../time/rational.ts";
import type { BlackPiece, PicturePiece, SourcePiece } from "./render-job.ts";

/** The one frame of pieces that stands at `frame`, counted from the first, as a piece; nothing outside. */
export function pieceAt(pieces: readonly PicturePiece[], frame: number): PicturePiece | undefined {
  let first = 0;
  for (const piece of pieces) {
    if (frame >= first && frame < first + piece.frames) return oneFrameOf(piece, frame - first);
    first += piece.frames;
  }
  return undefined;
}

function oneFrameOf(piece: PicturePiece, k: number): PicturePiece {
  if (piece.kind !== "mix") return sideOf(piece, k);
  return { ...piece, frames: 1, from: sideOf(piece.from, k), to: sideOf(piece.to, k), offset: piece.offset + k };
}

function sideOf(piece: BlackPiece | SourcePiece, k: number): BlackPiece | SourcePiece {
  if (piece.kind === "black") return { ...piece, frames: 1 };
  return { ...piece, frames: 1, first: add(piece.first, multiply(piece.step, rational(k))) };
}
