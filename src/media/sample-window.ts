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
 * Samples that there is memory for while a source is read on: what lies too far behind is thrown out once it is full. New
 * arrays for each block would bring a garbage collection about every few seconds of sound.
 */
const room = 65_536;

/**
 * A source that remembers what it read last, because a resampler's blocks overlap by its kernel, assets read the same
 * sound in turn, and backward reading asks for what lies before. What it gives is valid until the next `read`.
 */
export class SampleWindow implements SampleSource {
  readonly #source: SampleSource;
  /** Samples `#start` to `#end` are held, at the beginning of each plane. */
  #start = 0;
  #end = 0;
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
    const nothing = this.#end === this.#start;
    if (nothing || start > this.#end || start + count < this.#start) this.#fetch(start, start + count);
    else if (start < this.#start) this.#fetch(Math.min(start, start + count - backwardBlock), start + count);
    else if (start + count > this.#end) this.#goOn(Math.max(this.#start, start - keptBehind), start + count);
    const from = start - this.#start;
    return this.#planes.map((plane) => plane.subarray(from, from + count));
  }

  #fetch(start: number, end: number): void {
    this.#planes = this.#source.read(start, end - start);
    [this.#start, this.#end] = [start, end];
  }

  /** Reads the rest, so that the source is read straight on, and keeps what overlaps, from `start` on. */
  #goOn(start: number, end: number): void {
    const more = this.#source.read(this.#end, end - this.#end);
    if (end - this.#start > (this.#planes[0]?.length ?? 0)) {
      const [from, to] = [start - this.#start, this.#end - this.#start];
      this.#planes = this.#planes.map((plane) => {
        const held =
          plane.length >= Math.max(room, end - start) ? plane : new Float32Array(Math.max(room, end - start));
        held.set(plane.subarray(from, to));
        return held;
      });
      this.#start = start;
    }
    this.#planes.forEach((plane, channel) => {
      const samples = more[channel];
      if (samples !== undefined) plane.set(samples, this.#end - this.#start);
    });
    this.#end = end;
  }
}
