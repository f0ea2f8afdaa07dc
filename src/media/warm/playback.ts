import { setImmediate, setTimeout } from "node:timers/promises";
import type { Rate } from "../../time/rate.ts";
import type { PlayedPicture, PlayOrder, ScreenPicture } from "../shown-pictures.ts";

/** Seconds that pictures may be made before they are due: what a slow frame may eat up. */
const lead = 0.5;
/** Seconds that a picture may be late; whoever shows it begins so much later. */
const slack = 0.08;

interface PlaybackParts {
  readonly rate: Rate;
  /** Makes a picture, when it is its turn. */
  readonly make: (frame: number) => Promise<ScreenPicture>;
  readonly tell: (picture: PlayedPicture) => void;
}

/**
 * Makes one picture after the other by the clock: neither much earlier than it is due, nor when it would come too late.
 * Pictures that nobody took yet hold it up.
 */
export class Playback {
  readonly #order: PlayOrder;
  readonly #parts: PlaybackParts;
  readonly #stopped = new AbortController();
  #free: number;
  #roused: (() => void) | undefined;

  constructor(order: PlayOrder, parts: PlaybackParts) {
    this.#order = order;
    this.#parts = parts;
    this.#free = Math.max(1, order.ahead);
  }

  /** A picture has been taken. */
  taken(): void {
    this.#free++;
    this.#roused?.();
  }

  /** Nothing is made any more after what is being made. */
  stop(): void {
    this.#stopped.abort();
    this.#roused?.();
  }

  /** Until the last frame, or until it is stopped. @throws RenderFault */
  async run(): Promise<void> {
    const { from, until, step, everyFrame = false } = this.#order;
    const period = this.#parts.rate.den / this.#parts.rate.num;
    const steps = Math.ceil((until - from) / step);
    let start: number | undefined;
    /** Seconds that a picture takes, as the last ones did. */
    let cost = 0;
    for (let [k, next] = [0, 0]; k < steps && !this.#isStopped(); next = k) {
      await this.#room();
      if (start !== undefined && !everyFrame) {
        const early = start + k * period - lead - seconds();
        if (early > 0) await setTimeout(early * 1000, undefined, { signal: this.#stopped.signal }).catch(() => {});
        const late = seconds() + cost - slack - (start + k * period);
        if (late > 0) k = Math.min(k + Math.ceil(late / period), steps - 1);
      }
      if (this.#isStopped()) return;
      const begun = seconds();
      const picture = await this.#parts.make(from + Math.round(k * step));
      start ??= seconds();
      cost = k === 0 ? 0 : cost * 0.7 + (seconds() - begun) * 0.3;
      if (this.#isStopped()) return;
      this.#free--;
      this.#parts.tell({ ...picture, frame: from + Math.round(k * step), dropped: k - next });
      k++;
      // What came meanwhile is heard: a stop above all.
      await setImmediate();
    }
  }

  async #room(): Promise<void> {
    while (this.#free <= 0 && !this.#isStopped()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#roused = resolve;
      await promise;
    }
  }

  /** A call, so that it is asked anew after each wait. */
  #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }
}

const seconds = (): number => performance.now() / 1000;
