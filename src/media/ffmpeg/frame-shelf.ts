import type { Frame } from "node-av/lib";

interface Shelved {
  readonly frame: Frame;
  readonly bytes: number;
}

/** So many stay however large they are: both sides of a dissolve. */
const leastFrames = 2;

/** The frames that were decoded last, as far as they fit into a limit of bytes; and those that are to stay. */
export class FrameShelf {
  readonly #limit: number;
  /** Least recently used first. */
  readonly #frames = new Map<string, Shelved>();
  #staying: ReadonlySet<string> = new Set();
  #bytes = 0;

  /** @param limit in bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get(sourceId: string, n: number): Frame | undefined {
    const key = keyOf(sourceId, n);
    const kept = this.#frames.get(key);
    if (kept === undefined) return undefined;
    this.#frames.delete(key);
    this.#frames.set(key, kept);
    return kept.frame;
  }

  /** Keeps a frame; no pixels are copied. */
  put(sourceId: string, n: number, frame: Frame): void {
    const clone = frame.clone();
    if (clone === null) return;
    const key = keyOf(sourceId, n);
    this.#drop(key);
    const bytes = (frame.data ?? []).reduce((sum, plane) => sum + plane.length, 0);
    this.#frames.set(key, { frame: clone, bytes });
    this.#bytes += bytes;
    this.#makeRoom();
  }

  /** These stay until others are named; the ones named before go when room is needed. */
  stay(frames: readonly { readonly sourceId: string; readonly n: number }[]): void {
    this.#staying = new Set(frames.map(({ sourceId, n }) => keyOf(sourceId, n)));
    this.#makeRoom();
  }

  #makeRoom(): void {
    for (const key of this.#frames.keys()) {
      if (this.#bytes <= this.#limit || this.#frames.size <= this.#staying.size + leastFrames) return;
      if (!this.#staying.has(key)) this.#drop(key);
    }
  }

  #drop(key: string): void {
    const shelved = this.#frames.get(key);
    if (shelved === undefined) return;
    this.#frames.delete(key);
    this.#bytes -= shelved.bytes;
    shelved.frame.free();
  }

  clear(): void {
    for (const key of this.#frames.keys()) this.#drop(key);
  }
}

const keyOf = (sourceId: string, n: number): string => `${n} ${sourceId}`;
