import type { RenderSource, SoundPiece } from "../render-job.ts";
import { describe, RenderFault } from "../render-fault.ts";
import { type SampleSource, SampleWindow } from "../sample-window.ts";
import { SoundReader } from "./sound-reader.ts";

/** Sound streams that are open at a time: the tracks that sound together, and those of the cut before. */
const openStreams = 16;

/** The sound of a job's sources. Keeps few readers open, however many sources a cut has. */
export class SoundSources {
  readonly #sources: ReadonlyMap<string, RenderSource>;
  /** What readers had to say that are closed by now. */
  readonly #said = new Map<string, readonly string[]>();
  /** Least recently used first. */
  readonly #open = new Map<string, { readonly reader: SoundReader; readonly source: SampleSource }>();

  constructor(sources: readonly RenderSource[]) {
    this.#sources = new Map(sources.map((source) => [source.id, source]));
  }

  /** The sound that a piece plays. It is valid until the next call. @throws RenderFault of cause "source". */
  open({ sourceId, stream }: Pick<SoundPiece, "sourceId" | "stream">): SampleSource {
    const key = keyOf(sourceId, stream);
    const entry = this.#open.get(key) ?? this.#start(sourceId, stream);
    this.#open.delete(key);
    this.#open.set(key, entry);
    const [oldest] = this.#open;
    if (this.#open.size > openStreams && oldest !== undefined) {
      this.#said.set(oldest[0], this.#warningsOf(oldest[0]));
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

  /** Sentences about the sound that pieces play, as far as it was read. */
  warningsOf(pieces: readonly SoundPiece[]): readonly string[] {
    const keys = new Set(pieces.map(({ sourceId, stream }) => keyOf(sourceId, stream)));
    return [...keys].flatMap((key) => this.#warningsOf(key));
  }

  #warningsOf(key: string): readonly string[] {
    return [...new Set([...(this.#said.get(key) ?? []), ...(this.#open.get(key)?.reader.warnings ?? [])])];
  }

  close(): void {
    for (const { reader } of this.#open.values()) reader.close();
    this.#open.clear();
  }
}

const keyOf = (sourceId: string, stream: number): string => `${stream} ${sourceId}`;
