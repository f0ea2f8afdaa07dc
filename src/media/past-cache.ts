import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { ownPageMemory } from "./page-memory.ts";

/** What disks want to be written in, at the least; and what file systems do without looking at what was there before. */
const sector = 512;
const block = 4096;
/** Smaller files are not worth a way of their own. */
const leastBytes = 1024 * 1024;

/** How file systems say that they do not write past the cache. */
const refusals: ReadonlySet<unknown> = new Set(["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

/**
 * Writes new files past the system's page cache, which costs half of the CPU time that a way through it does, and leaves
 * alone what others have in it. Linux only. What was written still has to be synced: the disk has a cache too.
 */
export class PastCache {
  #refused = typeof constants.O_DIRECT !== "number";
  /** Memory to write from, used again: getting it costs as much as writing. */
  readonly #spare: Buffer[] = [];

  /** Copies parts of a file into memory from which it can be written; nothing where it had better be written as usual. */
  take(parts: readonly Uint8Array[]): Buffer | undefined {
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    if (this.#refused || bytes < leastBytes) return undefined;
    const memory = this.#memory(bytes);
    let filled = 0;
    for (const part of parts) {
      memory.set(part, filled);
      filled += part.length;
    }
    return memory.subarray(0, bytes);
  }

  #memory(bytes: number): Buffer {
    const at = this.#spare.findIndex((buffer) => buffer.length >= bytes);
    // The one that was too small goes; packed pictures, of which no two are of one length, soon find room.
    const [memory] = this.#spare.splice(Math.max(0, at), 1);
    return at >= 0 && memory !== undefined ? memory : Buffer.from(ownPageMemory(bytes * 1.25));
  }

  /** Writes what `take` gave into a file that is not there yet, and takes the memory back. */
  async store(path: string, taken: Buffer): Promise<void> {
    try {
      const rest = this.#refused ? 0 : await this.#storeDirectly(path, taken);
      if (rest < taken.length) await storeFrom(path, taken, rest);
    } finally {
      this.#spare.push(Buffer.from(taken.buffer));
    }
  }

  /** @returns how many bytes lie in the file: none where the file system refuses, else all, or all whole blocks. */
  async #storeDirectly(path: string, taken: Buffer): Promise<number> {
    const { O_WRONLY, O_CREAT, O_EXCL, O_DIRECT } = constants;
    const direct = taken.length - (taken.length % sector === 0 ? 0 : taken.length % block);
    try {
      const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_DIRECT);
      try {
        const { bytesWritten } = await file.write(taken, 0, direct, 0);
        // Of a short write the beginning only is sure to end at a block.
        return bytesWritten === direct ? direct : 0;
      } finally {
        await file.close();
      }
    } catch (error) {
      if (!(error instanceof Error && "code" in error && refusals.has(error.code))) throw error;
      this.#refused = true;
      return 0;
    }
  }
}

/** Through the cache, in a file that may have been made by a try to do without. */
async function storeFrom(path: string, bytes: Buffer, from: number): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT);
  try {
    for (let at = from; at < bytes.length;) at += (await file.write(bytes, at, bytes.length - at, at)).bytesWritten;
  } finally {
    await file.close();
  }
}
