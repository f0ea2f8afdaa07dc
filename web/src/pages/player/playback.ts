import type { FrameFactsShape } from "../../../../src/server/shapes/viewer-shapes.ts";
import { request } from "../../api/client.ts";
import { readRecords } from "./read-records.ts";

/** A picture that waits until it is due. */
interface Due {
  /** Pictures since the first. */
  readonly place: number;
  readonly bitmap: ImageBitmap;
  readonly facts: FrameFactsShape;
}

interface PlaybackOrder {
  readonly viewerId: string;
  readonly from: number;
  /** Not shown any more; below `from` to play backwards. */
  readonly until: number;
  /** Frames from picture to picture. */
  readonly speed: number;
  readonly framesPerSecond: number;
  readonly width: number;
  readonly lut: boolean;
}

interface PlaybackEvents {
  draw(bitmap: ImageBitmap, facts: FrameFactsShape): void;
  /** Pictures that were due and not shown, since playing began. */
  dropped(count: number): void;
  /** The clock starts: `at` is the moment, as of `performance.now()`, at which the first picture is due. */
  started(at: number): void;
  /** The last picture was shown; with a sentence when it was no good end. */
  ended(fault: string | undefined): void;
}

/** Milliseconds that pictures have to come before the clock starts: the server may be as late as that. */
const headStart = 140;
/** Decoded pictures that are held at most. */
const mostWaiting = 6;

/** Shows the pictures of a stream by the clock: what is due is drawn, what is late is dropped and counted. */
export class Playback {
  readonly #order: PlaybackOrder;
  readonly #on: PlaybackEvents;
  readonly #stopped = new AbortController();
  readonly #waiting: Due[] = [];
  #room: (() => void) | undefined;
  #startAt: number | undefined;
  #shown = -1;
  #dropped = 0;
  #fault: string | undefined;
  #isOver = false;

  constructor(order: PlaybackOrder, on: PlaybackEvents) {
    this.#order = order;
    this.#on = on;
    this.#read().catch((error: unknown) => {
      this.#fault = error instanceof Error ? error.message : String(error);
      this.#isOver = true;
    });
    requestAnimationFrame(this.#tick);
  }

  async #read(): Promise<void> {
    const { viewerId, from, until, speed, width, lut } = this.#order;
    const query = { from, until, speed, width, lut: lut ? "on" : "off" };
    const path = `/viewers/${viewerId}/stream`;
    const { body } = await request("GET", path, undefined, { query, signal: this.#stopped.signal });
    if (body === null) return;
    for await (const { said, jpeg } of readRecords(body)) {
      if (this.#stopped.signal.aborted) return;
      if ("over" in said) {
        this.#fault = said.fault;
        break;
      }
      const { dropped: _, ...facts } = said;
      const bitmap = await createImageBitmap(new Blob([jpeg], { type: "image/jpeg" }));
      this.#waiting.push({ place: Math.round((said.frame - from) / speed), bitmap, facts });
      if (this.#startAt === undefined) {
        this.#startAt = performance.now() + headStart;
        this.#on.started(this.#startAt);
      }
      while (this.#waiting.length >= mostWaiting && !this.#stopped.signal.aborted)
        await new Promise<void>((resolve) => {
          this.#room = resolve;
        });
    }
    this.#isOver = true;
  }

  readonly #tick = (): void => {
    if (this.#stopped.signal.aborted) return;
    if (this.#startAt !== undefined) {
      const due = Math.floor(((performance.now() - this.#startAt) / 1000) * this.#order.framesPerSecond + 0.25);
      let next: Due | undefined;
      while ((this.#waiting[0]?.place ?? Number.POSITIVE_INFINITY) <= due) {
        next?.bitmap.close();
        next = this.#waiting.shift();
      }
      if (next !== undefined) this.#show(next);
      this.#room?.();
    }
    if (!this.#isOver || this.#waiting.length > 0) {
      requestAnimationFrame(this.#tick);
      return;
    }
    // What did not come at the end was dropped as well.
    const { from, until, speed } = this.#order;
    if (this.#fault === undefined) this.#drop(Math.ceil((until - from) / speed) - 1 - this.#shown);
    this.#on.ended(this.#fault);
  };

  #show({ place, bitmap, facts }: Due): void {
    this.#on.draw(bitmap, facts);
    bitmap.close();
    const missed = place - this.#shown - 1;
    this.#shown = place;
    this.#drop(missed);
  }

  #drop(missed: number): void {
    if (missed <= 0) return;
    this.#dropped += missed;
    this.#on.dropped(this.#dropped);
  }

  stop(): void {
    this.#stopped.abort();
    this.#room?.();
    for (const { bitmap } of this.#waiting.splice(0)) bitmap.close();
  }
}
