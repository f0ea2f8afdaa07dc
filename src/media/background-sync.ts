import { open } from "node:fs/promises";

/** Time between two calls to the disk, in milliseconds. */
const interval = 1000;

/**
 * Brings a growing file to the disk while it is written, so that the last sync, which everybody waits for, is short. What
 * goes wrong here goes wrong again, and is told, at the end.
 */
export class BackgroundSync {
  readonly #path: string;
  #last = performance.now();
  #running = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** To be called often. */
  tick(): void {
    if (this.#running || performance.now() - this.#last < interval) return;
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
