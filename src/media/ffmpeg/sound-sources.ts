import type { RenderSource, SoundPiece } from "../render-job.ts";
import { describe, RenderFault } from "../render-fault.ts";
import { type SampleSource, SampleWindow } from "../sample-window.ts";
import { SoundReader } from "./sound-reader.ts";

/** Sound streams that are open at a time: the tracks that sound together, and those of the cut before. */
const openStreams = 16;

/** The sound of a job's sources. Keeps few readers open, however many sources a cut has. */
export class SoundSources {
  readonly #sources: ReadonlyMap<string, RenderSource>;
  /** Least recently used first. */
  readonly #open = new Map<string, { readonly reader: SoundReader; readonly source: SampleSource }>();

  constructor(sources: readonly RenderSource[]) {
    this.#sources = new Map(sources.map((source) => [source.id, source]));
  }

  /** The sound that a piece plays. It is valid until the next call. @throws RenderFault of cause "source". */
  open({ sourceId, stream }: Pick<SoundPiece, "sourceId" | "stream">): SampleSource {
    const key = `${stream} ${sourceId}`;
    const entry = this.#open.get(key) ?? this.#start(sourceId, stream);
    this.#open.delete(key);
    this.#open.set(key, entry);
    const [oldest] = this.#open;
    if (this.#open.size > openStreams && oldest !== undefined) {
      oldest[1].reader.close();
      this.#open.delete(oldest[0]);
    }
    return entry.source;
  }

  #start(sourceId: string, stream: number) {
    const source = this.#sources.get(sourceId);
    if (source === undefined) throw new RenderFault("source", `The render job has no source "${sourceId}".`);
    const told = <T>(read: () => T): T => {
      try {
        return read();
      } catch (error) {
        if (error instanceof RenderFault) throw error;
        throw new RenderFault("source", `The sound of "${source.path}" cannot be read: ${describe(error)}`, {
          cause: error,
        });
      }
    };
    const reader = told(() => SoundReader.open(source.path, stream));
    const { sampleRate, channels } = reader;
    const read = (start: number, count: number): readonly Float32Array[] => told(() => reader.read(start, count));
    return { reader, source: new SampleWindow({ sampleRate, channels, read }) };
  }

  close(): void {
    for (const { reader } of this.#open.values()) reader.close();
    this.#open.clear();
  }
}
