import type { FrameFactsShape } from "../../../../src/server/shapes/viewer-shapes.ts";
import { request } from "../../api/client.ts";

/** A frame, decoded and ready to be drawn. */
interface LoadedFrame {
  readonly bitmap: ImageBitmap;
  readonly facts: FrameFactsShape;
  /** Sentences about damage. */
  readonly warnings: readonly string[];
}

interface FrameLook {
  /** Pixels. */
  readonly width: number;
  readonly lut: boolean;
}

interface Wanted {
  readonly at: string | number;
  readonly look: FrameLook;
}

/** Requests that are under way at a time: one is being made while the other one is on its way. */
const most = 2;

/**
 * Fetches frames; of those that are wanted while others are under way, only the latest. What comes after a later one is
 * passed over.
 */
export class FrameLoader {
  readonly #viewerId: string;
  readonly #loaded: (frame: LoadedFrame) => void;
  readonly #failed: (error: unknown) => void;
  readonly #closed = new AbortController();
  #underWay = 0;
  #waiting: Wanted | undefined;
  #asked = 0;
  #given = 0;

  constructor(viewerId: string, on: { loaded: (frame: LoadedFrame) => void; failed: (error: unknown) => void }) {
    this.#viewerId = viewerId;
    this.#loaded = on.loaded;
    this.#failed = on.failed;
  }

  /** @param at a frame, or a record timecode */
  want(at: string | number, look: FrameLook): void {
    this.#waiting = { at, look };
    void this.#work();
  }

  /** What was wanted is not any more. */
  forget(): void {
    this.#waiting = undefined;
    this.#given = this.#asked;
  }

  async #work(): Promise<void> {
    const wanted = this.#waiting;
    if (wanted === undefined || this.#underWay >= most) return;
    this.#waiting = undefined;
    this.#underWay++;
    const order = ++this.#asked;
    try {
      const frame = await this.#fetch(wanted);
      if (order > this.#given && !this.#closed.signal.aborted) {
        this.#given = order;
        this.#loaded(frame);
      } else frame.bitmap.close();
    } catch (error) {
      if (order > this.#given && !this.#closed.signal.aborted) this.#failed(error);
    } finally {
      this.#underWay--;
      void this.#work();
    }
  }

  async #fetch({ at, look }: Wanted): Promise<LoadedFrame> {
    const path = `/viewers/${this.#viewerId}/frames/${encodeURIComponent(at)}`;
    const query = { width: look.width, lut: look.lut ? "on" : "off" };
    const response = await request("GET", path, undefined, { query, signal: this.#closed.signal });
    const { source, warnings } = JSON.parse(decodeURIComponent(response.headers.get("x-cresset-facts") ?? "%7B%7D"));
    return {
      bitmap: await createImageBitmap(await response.blob()),
      facts: {
        frame: Number(response.headers.get("x-cresset-frame")),
        timecode: response.headers.get("x-cresset-timecode") ?? "",
        ...(source === undefined ? {} : { source }),
      },
      warnings: warnings ?? [],
    };
  }

  get isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  close(): void {
    this.#closed.abort();
  }
}
