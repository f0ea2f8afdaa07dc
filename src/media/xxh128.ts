// Not by name: Node cannot see the names of this CommonJS module.
import xxhash from "xxhash-addon";

/** xxh128 (XXH3, seed 0) of bytes that come in pieces. */
export interface Xxh128 {
  update(bytes: Buffer): void;
  /** Lower-case hex, most significant byte first, as `xxhsum -H2` prints it. */
  digest(): string;
  /**
   * Gives it to the next who asks for one. Node frees native memory only between two turns of the event loop, and threads
   * that read a million files have no such turns.
   */
  release(): void;
}

const seedZero = Buffer.alloc(4);

const spare: InstanceType<typeof xxhash.XXHash128>[] = [];

export function createXxh128(): Xxh128 {
  const hash = spare.pop() ?? new xxhash.XXHash128(seedZero);
  hash.reset();
  let isReleased = false;
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest: () => hash.digest().toString("hex"),
    release() {
      if (!isReleased) spare.push(hash);
      isReleased = true;
    },
  };
}

/** xxh128 of bytes, one after the other. */
export function xxh128Of(...parts: readonly Buffer[]): string {
  const hash = createXxh128();
  for (const part of parts) hash.update(part);
  const digest = hash.digest();
  hash.release();
  return digest;
}
