import { open } from "node:fs/promises";

/**
 * Brings a growing file to the disk while it is written, so that the last sync, which everybody waits for, is short. What
 * goes wrong here goes wrong again, and is told, at the end.
 */
export class BackgroundSync {
  readonly #path: string;
  readonly #interval: number;
  #last = performance.now();
  #running = false;

  /** @param interval time between two calls to the disk, in milliseconds: the shorter, the faster the file grows */
  constructor(path: string, interval: number) {
    this.#path = path;
    this.#interval = interval;
  }

  /** To be called often. */
  tick(): void {
    if (this.#running || performance.now() - this.#last < this.#interval) return;
    this.#running = true;
    void this.#sync();
  }

  async #sync(): Promise<void> {
    try {
      const file = await open(this.#path, "r");
      await file.datasync().finally(() => file.close());
    } catch {
      // The sync at the end meets it too.
    }
    this.#last = performance.now();
    this.#running = false;
  }
}
