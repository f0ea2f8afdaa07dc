import type { Frame } from "node-av/lib";

/** Decoded frames kept for playing backwards: the last ones before the frame asked for that fit into a limit of bytes. */
export class FrameCache {
  readonly #limit: number;
  /** In ascending order of number. */
  readonly #frames = new Map<number, Frame>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(number: number): Frame | undefined {
    return this.#frames.get(number);
  }

  /** Keeps a frame (no pixels are copied) if it is near enough to `wanted` to fit; lets go of those that no longer do. */
  add(number: number, frame: Frame, wanted: number): void {
    const bytes = (frame.data ?? []).reduce((sum, plane) => sum + plane.length, 0);
    const room = Math.max(1, Math.floor(this.#limit / Math.max(1, bytes)));
    if (number <= wanted - room) return;
    const clone = frame.clone();
    if (clone !== null) this.#frames.set(number, clone);
  }

  /** Frees the frames after one: going backwards they are done with. */
  dropAfter(number: number): void {
    for (const [held, frame] of this.#frames) if (held > number) this.#drop(held, frame);
  }

  clear(): void {
    for (const [held, frame] of this.#frames) this.#drop(held, frame);
  }

  #drop(number: number, frame: Frame): void {
    frame.free();
    this.#frames.delete(number);
  }
}
