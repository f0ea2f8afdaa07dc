// Not by name: Node cannot see the names of this CommonJS module.
import xxhash from "xxhash-addon";

/** xxh128 (XXH3, seed 0) of bytes that come in pieces. */
export interface Xxh128 {
  update(bytes: Buffer): void;
  /** Lower-case hex, most significant byte first, as `xxhsum -H2` prints it. */
  digest(): string;
}

const seedZero = Buffer.alloc(4);

export function createXxh128(): Xxh128 {
  const hash = new xxhash.XXHash128(seedZero);
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest: () => hash.digest().toString("hex"),
  };
}
