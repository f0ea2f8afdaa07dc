import { availableParallelism } from "node:os";
import { CressetError } from "../../errors.ts";
import { PictureSources } from "../ffmpeg/picture-sources.ts";
import { screenPicture } from "../ffmpeg/screen-picture.ts";
import { sourceFrameAt, sourcesOf } from "../picture-piece.ts";
import type { PicturePiece, RenderSource } from "../render-job.ts";
import type { ScreenPicture, ShownPictures } from "../shown-pictures.ts";
import { pieceAt } from "./cut-piece.ts";

/** Somebody waits for one frame far from its key frame: two more pictures under way than there are processors pay. */
const decoderThreads = availableParallelism() + 2;

/** What a process looks at: its sources stay open, and their decoders stand where they were left. */
export class Stage {
  readonly sources: PictureSources;
  readonly #shown: ShownPictures;

  constructor(shown: ShownPictures) {
    this.#shown = shown;
    this.sources = new PictureSources(shown.sources, decoderThreads);
  }

  /** Whether all of these sources are its own. */
  holds(sources: readonly RenderSource[]): boolean {
    return sources.every(({ id, path }) => this.#shown.sources.some((own) => own.id === id && own.path === path));
  }

  /** Decodes what a frame shows, and stays there. @throws RenderFault */
  show(frame: number): void {
    for (const side of sourcesOf(this.#at(frame))) this.sources.frame(side.sourceId, sourceFrameAt(side, 0));
  }

  /** The frame as a screen takes it. @throws RenderFault */
  picture(frame: number, format: ScreenPicture["format"], width: number): ScreenPicture {
    return screenPicture(this.#at(frame), this.sources, { video: this.#shown.video, format, width });
  }

  #at(frame: number): PicturePiece {
    const piece = pieceAt(this.#shown.picture, frame);
    if (piece === undefined) throw new CressetError("internal", `There is no frame ${frame} to show.`);
    return piece;
  }

  /** Sentences about what was decoded so far. */
  get warnings(): readonly string[] {
    return this.#shown.sources.flatMap(({ id }) => this.sources.warningsOf(id));
  }

  close(): void {
    this.sources.close();
  }
}
