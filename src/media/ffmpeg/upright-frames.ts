import { type AVPixelFormat, type AVSampleFormat } from "node-av/constants";
import type { Frame } from "node-av/lib";
import type { FrameSource } from "./frame-source.ts";
import { buildPictureGraph, type PictureGraph } from "./picture-graph.ts";

/** Pictures as they should be seen, of a file whose pictures are stored turned or mirrored. */
export class UprightFrames implements FrameSource {
  readonly #frames: FrameSource;
  readonly #filters: string;
  /** One way for one kind of picture; they hardly ever change within a file. */
  #way: { readonly kind: string; readonly graph: PictureGraph } | undefined;
  #turned: { readonly number: number; readonly frame: Frame } | undefined;

  /** Takes the source over: closes it with itself. */
  constructor(frames: FrameSource, filters: string) {
    this.#frames = frames;
    this.#filters = filters;
  }

  get frameCount(): number {
    return this.#frames.frameCount;
  }

  get warnings(): readonly string[] {
    return this.#frames.warnings;
  }

  frame(n: number, alone = false): Frame {
    if (this.#turned?.number === n) return this.#turned.frame;
    const stored = this.#frames.frame(n, alone);
    const frame = this.#graphFor(stored).filter(stored);
    this.#turned?.frame.free();
    this.#turned = { number: n, frame };
    return frame;
  }

  #graphFor({ width, height, format, colorSpace: matrix, colorRange: range }: Frame): PictureGraph {
    const kind = [width, height, format, matrix, range].join(" ");
    if (this.#way?.kind !== kind) {
      this.#way?.graph.close();
      this.#way = undefined;
      if (!isPixelFormat(format)) throw new TypeError(`Expected a picture, got the format ${format}`);
      const graph = buildPictureGraph({ width, height, pixelFormat: format, tags: { matrix, range } }, this.#filters);
      this.#way = { kind, graph };
    }
    return this.#way.graph;
  }

  close(): void {
    this.#turned?.frame.free();
    this.#way?.graph.close();
    this.#frames.close();
  }
}

const isPixelFormat = (format: AVPixelFormat | AVSampleFormat): format is AVPixelFormat => Number(format) >= 0;
