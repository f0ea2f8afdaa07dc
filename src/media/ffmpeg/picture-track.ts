import type { Frame } from "node-av/lib";
import { sourceFrameAt, sourcesOf } from "../picture-piece.ts";
import type { BlackPiece, MixPiece, PicturePiece, SourcePiece } from "../render-job.ts";
import type { OverlayText } from "../overlay-text.ts";
import { knowsWipe } from "../wipe.ts";
import { dissolve, wipe } from "./blend.ts";
import { checked } from "./checked.ts";
import { drawTexts } from "./draw-text.ts";
import type { PicturePipeline } from "./picture-pipeline.ts";
import type { PictureSources } from "./picture-sources.ts";

/** The pictures of one asset, one after the other, in its encoder's format. */
export class PictureTrack {
  readonly #pieces: readonly PicturePiece[];
  readonly #pipeline: PicturePipeline;
  readonly #sources: PictureSources;
  readonly #warnings = new Set<string>();
  readonly #texts: OverlayText | undefined;
  #piece = 0;
  #done = 0;
  #shown = 0;

  constructor(
    pieces: readonly PicturePiece[],
    pipeline: PicturePipeline,
    sources: PictureSources,
    texts: OverlayText | undefined,
  ) {
    this.#texts = texts;
    this.#pieces = pieces.filter(({ frames }) => frames > 0);
    this.#pipeline = pipeline;
    this.#sources = sources;
  }

  /** What could not be shown as asked, and what the sources had to say. */
  get warnings(): readonly string[] {
    const ids = new Set(this.#pieces.flatMap(sourcesOf).map(({ sourceId }) => sourceId));
    return [...this.#warnings, ...[...ids].flatMap((id) => this.#sources.warningsOf(id))];
  }

  /** The next picture, which the caller frees; nothing at the end. @throws RenderFault */
  next(): Frame | undefined {
    const step = this.#step();
    if (step === undefined) return undefined;
    const { piece, k } = step;
    const frame = piece.kind === "mix" ? this.#mix(piece, k) : this.#plain(piece, k);
    this.#write(frame, this.#shown++);
    return frame;
  }

  /** Goes on behind the next picture without making it. */
  skip(): void {
    this.#step();
    this.#shown++;
  }

  /** The piece of the next picture and its place there, which then count as done. */
  #step(): { readonly piece: PicturePiece; readonly k: number } | undefined {
    const piece = this.#pieces[this.#piece];
    if (piece === undefined) return undefined;
    const k = this.#done++;
    if (this.#done >= piece.frames) {
      this.#piece++;
      this.#done = 0;
    }
    return { piece, k };
  }

  #write(frame: Frame, k: number): void {
    const texts = this.#texts?.at(k) ?? [];
    if (texts.length === 0) return;
    checked(frame.makeWritable(), "get memory for a burn-in");
    drawTexts(frame, this.#pipeline.shape, texts);
  }

  #plain(piece: BlackPiece | SourcePiece, k: number): Frame {
    if (piece.kind === "black") return this.#pipeline.black();
    return this.#pipeline.convert(this.#sources.frame(piece.sourceId, sourceFrameAt(piece, k)));
  }

  #mix(piece: MixPiece, k: number): Frame {
    const from = this.#plain(piece.from, k);
    const to = this.#plain(piece.to, k);
    const weight = (piece.offset + k + 1) / (piece.length + 1);
    checked(from.makeWritable(), "get memory for a mix");
    if (piece.wipeCode === undefined) dissolve(from, to, this.#pipeline.shape, weight);
    else {
      if (!knowsWipe(piece.wipeCode))
        this.#warnings.add(`Wipe ${piece.wipeCode} was drawn as a wipe from left to right (001).`);
      wipe(from, to, this.#pipeline.shape, piece.wipeCode, weight);
    }
    to.free();
    return from;
  }
}
