import { mkdirSync } from "node:fs";
import { rmdir } from "node:fs/promises";
import { dirname } from "node:path";

/** The folders that a job made for its assets, so that those in which nothing came to be can go again. */
export class MadeFolders {
  readonly #made = new Set<string>();

  /** Makes a folder, and those around it that are missing. */
  make(folder: string): void {
    const first = mkdirSync(folder, { recursive: true });
    if (first === undefined) return;
    for (let at = folder; at.length >= first.length; at = dirname(at)) this.#made.add(at);
  }

  /** Removes those that are empty; what was there before, and what holds anything, stays. */
  async removeEmpty(): Promise<void> {
    const deepestFirst = [...this.#made].toSorted((a, b) => b.length - a.length);
    // One that cannot be removed holds something, or somebody else was quicker.
    for (const folder of deepestFirst) await rmdir(folder).catch(() => {});
  }
}
