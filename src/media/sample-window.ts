/** Sound of one stream by sample number. What lies outside the stream is silence. */
export interface SampleSource {
  readonly sampleRate: number;
  readonly channels: number;
  /** `count` samples of every channel from sample `start` on, which may be negative. */
  read(start: number, count: number): readonly Float32Array[];
}

/** Samples that are fetched at once when sound is read backwards, so that the decoder is not sent back for each block. */
const backwardBlock = 65_536;

/** Samples that are kept behind a block: assets that are rendered together ask for nearly the same places in turn. */
const keptBehind = 16_384;

/**
 * A source that remembers what it read last, because a resampler's blocks overlap by its kernel, assets read the same
 * sound in turn, and backward reading asks for what lies before.
 */
export class SampleWindow implements SampleSource {
  readonly #source: SampleSource;
  #start = 0;
  #planes: readonly Float32Array[] = [];

  constructor(source: SampleSource) {
    this.#source = source;
  }

  get sampleRate(): number {
    return this.#source.sampleRate;
  }

  get channels(): number {
    return this.#source.channels;
  }

  read(start: number, count: number): readonly Float32Array[] {
    const held = this.#planes[0]?.length ?? 0;
    const end = this.#start + held;
    if (held === 0 || start > end || start + count < this.#start) this.#fetch(start, count);
    else if (start < this.#start) this.#fetch(Math.min(start, start + count - backwardBlock), 0, start + count);
    else if (start + count > end) this.#goOn(Math.max(this.#start, start - keptBehind), end, start + count);
    const from = start - this.#start;
    return this.#planes.map((plane) => plane.subarray(from, from + count));
  }

  #fetch(start: number, count: number, end = start + count): void {
    this.#planes = this.#source.read(start, end - start);
    this.#start = start;
  }

  /** Keeps what overlaps and reads the rest, so that the source is read straight on. */
  #goOn(start: number, held: number, end: number): void {
    const more = this.#source.read(held, end - held);
    const kept = held - start;
    this.#planes = this.#planes.map((plane, channel) => {
      const joined = new Float32Array(end - start);
      joined.set(plane.subarray(plane.length - kept));
      joined.set(more[channel] ?? new Float32Array(end - held), kept);
      return joined;
    });
    this.#start = start;
  }
}
