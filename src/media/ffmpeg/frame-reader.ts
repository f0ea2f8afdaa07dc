import type { Frame } from "node-av/lib";
import type { RenderSource } from "../render-job.ts";
import { displayTurnOf } from "./display-matrix.ts";
import type { FrameSource } from "./frame-source.ts";
import { ImageFrames } from "./image-frames.ts";
import { MovieFrames } from "./movie-frames.ts";
import { isStill, openInput, videoStreams } from "./open-input.ts";
import { UprightFrames } from "./upright-frames.ts";

export interface FrameReaderOptions {
  /** Decoder threads at most; 0 = as many as FFmpeg likes. */
  readonly threads: number;
  /** Memory for playing long-GOP pictures backwards, in bytes. */
  readonly cacheBytes?: number;
}

/**
 * Reads the pictures of a source by number, upright where the file says how they are turned: exactly frame `n`, counted from 0 in the order of showing, whatever the order of
 * coding, the edit list or the length of frames. Reading in order costs only the decoding; jumps begin at the key frame
 * before; backwards each stretch between key frames is decoded once (or, where it does not fit into the memory allowed, a
 * few times), so that reverse play costs about what forward play does.
 */
export class FrameReader {
  readonly #frames: FrameSource;

  private constructor(frames: FrameSource) {
    this.#frames = frames;
  }

  /** @throws CressetError("bad-input") when the source cannot be opened or holds no picture. */
  static open(source: RenderSource, { threads, cacheBytes = 256 * 2 ** 20 }: FrameReaderOptions): FrameReader {
    if (source.imageSequence !== undefined)
      return new FrameReader(ImageFrames.ofSequence(source.imageSequence, threads));
    const format = openInput(source.path);
    if (!isStill(format)) {
      const [stream] = videoStreams(format);
      const filters = stream && displayTurnOf(stream)?.filters;
      const frames = MovieFrames.of(source.path, format, { threads, cacheBytes });
      return new FrameReader(filters ? new UprightFrames(frames, filters) : frames);
    }
    format.closeInputSync();
    return new FrameReader(ImageFrames.ofFile(source.path, threads));
  }

  /** Frames of the source. Asking may read the file's packets once. */
  get frameCount(): number {
    return this.#frames.frameCount;
  }

  /** Sentences about what was met so far: damaged or missing frames. At most some dozens. */
  get warnings(): readonly string[] {
    return this.#frames.warnings;
  }

  /**
   * Frame `n`; before the first and after the last one the first and the last. The frame belongs to the reader and is valid
   * until the next call of `frame` or `close`: to keep it, `clone()` it (that copies no pixels) and free the clone. Its
   * pixels may be shared with frames that come later: do not write into them without `makeWritable()` on a clone. Its
   * timestamp is the file's own.
   * @param alone the next frame asked for is likely to be far away: this one comes sooner, and a step from it later
   * @throws CressetError("bad-input") when nothing can be decoded there
   */
  frame(n: number, alone = false): Frame {
    return this.#frames.frame(n, alone);
  }

  close(): void {
    this.#frames.close();
  }
}
