import { open } from "node:fs/promises";
import { offPageBuffer } from "./off-page-buffer.ts";
import { createXxh128 } from "./xxh128.ts";

const blockBytes = 4 * 1024 * 1024;

/** A file's checksum: xxh128 (XXH3, seed 0) in lower-case hex, most significant byte first, as `xxhsum -H2` prints it. */
export interface FileChecksum {
  readonly xxh128: string;
  readonly bytes: number;
}

/** The xxh128 of bytes in memory, in lower-case hex. */
export const hashBytes = (bytes: Uint8Array): string => hashParts([bytes]);

/** The xxh128 of bytes that follow each other, in lower-case hex. */
export function hashParts(parts: readonly Uint8Array[]): string {
  const hash = createXxh128();
  for (const part of parts) hash.update(asBuffer(part));
  return hash.digest();
}

/**
 * Reads a file from end to end and answers with its checksum and size. Holds two blocks of 4 MB, one hashed while the
 * other is read, however large the file is.
 *
 * @throws the file system's error when the file cannot be read, and the signal's reason when it is stopped.
 */
export async function hashFile(path: string, options: { readonly signal?: AbortSignal } = {}): Promise<FileChecksum> {
  const hash = createXxh128();
  const file = await open(path, "r");
  try {
    let [filled, empty] = [offPageBuffer(blockBytes), offPageBuffer(blockBytes)];
    let bytes = 0;
    let length = (await file.read(filled, 0, blockBytes)).bytesRead;
    while (length > 0) {
      options.signal?.throwIfAborted();
      const reading = file.read(empty, 0, blockBytes);
      hash.update(filled.subarray(0, length));
      bytes += length;
      length = (await reading).bytesRead;
      [filled, empty] = [empty, filled];
    }
    options.signal?.throwIfAborted();
    return { xxh128: hash.digest(), bytes };
  } finally {
    await file.close();
  }
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
