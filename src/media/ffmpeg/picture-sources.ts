import type { Frame } from "node-av/lib";
import type { RenderSource } from "../render-job.ts";
import { describe, RenderFault } from "../render-fault.ts";
import { FrameReader } from "./frame-reader.ts";
import type { FrameShelf } from "./frame-shelf.ts";

/** Sources that are open at a time: both sides of a dissolve. A decoder of HD pictures holds some 70 MB. */
const openSources = 2;

/** The pictures of a job's sources, by number. Keeps few readers open, however many sources a cut has. */
export class PictureSources {
  readonly #sources: ReadonlyMap<string, RenderSource>;
  readonly #threads: number;
  readonly #shelf: FrameShelf | undefined;
  /** What readers had to say that are closed by now. */
  readonly #said = new Map<string, readonly string[]>();
  /** Least recently used first. */
  readonly #open = new Map<string, FrameReader>();

  /**
   * @param threads of each decoder; 0 = as many as FFmpeg likes
   * @param shelf keeps what was decoded last, for whoever asks for it again
   */
  constructor(sources: readonly RenderSource[], threads = 0, shelf?: FrameShelf) {
    this.#threads = threads;
    this.#shelf = shelf;
    this.#sources = new Map(sources.map((source) => [source.id, source]));
  }

  /**
   * Frame `n` of a source. It belongs to the reader and is valid until the next call.
   * @param alone as in `FrameReader.frame`
   * @throws RenderFault of cause "source".
   */
  frame(id: string, n: number, alone = false): Frame {
    const source = this.#sources.get(id);
    if (source === undefined) throw new RenderFault("source", `The render job has no source "${id}".`);
    const kept = this.#shelf?.get(id, n);
    if (kept !== undefined) return kept;
    try {
      const frame = this.#reader(source).frame(n, alone);
      this.#shelf?.put(id, n, frame);
      return frame;
    } catch (error) {
      if (error instanceof RenderFault) throw error;
      throw new RenderFault("source", `Frame ${n} of "${source.path}" cannot be read: ${describe(error)}`, {
        cause: error,
      });
    }
  }

  #reader(source: RenderSource): FrameReader {
    const reader = this.#open.get(source.id) ?? FrameReader.open(source, { threads: this.#threads });
    this.#open.delete(source.id);
    this.#open.set(source.id, reader);
    const [oldest] = this.#open;
    if (this.#open.size > openSources && oldest !== undefined) {
      this.#said.set(oldest[0], this.warningsOf(oldest[0]));
      oldest[1].close();
      this.#open.delete(oldest[0]);
    }
    return reader;
  }

  /** Sentences about a source's pictures as far as they were read: damaged, missing. */
  warningsOf(id: string): readonly string[] {
    return [...new Set([...(this.#said.get(id) ?? []), ...(this.#open.get(id)?.warnings ?? [])])];
  }

  close(): void {
    for (const reader of this.#open.values()) reader.close();
    this.#open.clear();
    this.#shelf?.clear();
  }
}
