import { type FileHandle, open } from "node:fs/promises";
import type { Archive } from "./archive.ts";
import { nameBytes } from "./format/toc-name.ts";
import { sessionEntries } from "./read-session.ts";
import { createXxh128 } from "../media/xxh128.ts";

export interface SourceDifference {
  /** Where it was read from. */
  readonly source: string;
  readonly message: string;
}

const blockBytes = 8 * 1024 * 1024;

/**
 * Reads everything that a session archived once more from where it came from, and compares.
 * @throws the signal's reason when it is stopped.
 */
export async function compareSources(
  archive: Archive,
  session: number,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void },
): Promise<readonly SourceDifference[]> {
  const differences: SourceDifference[] = [];
  const block = Buffer.alloc(blockBytes);
  let bytes = 0;
  for (const { type, source, xxh128 } of sessionEntries(archive, session)) {
    if (type !== "file" || source === undefined || xxh128 === undefined) continue;
    const name = nameBytes(source);
    const found = await hashOf(name, block, signal, (more) => onProgress((bytes += more)));
    if (found !== xxh128)
      differences.push({
        source: name.toString(),
        message: found.startsWith("!")
          ? `It cannot be read any more: ${found.slice(1)}`
          : `It is not what was archived any more (xxh128 ${found}, archived ${xxh128}).`,
      });
  }
  return differences;
}

/** The checksum; with `!` in front why there is none. */
async function hashOf(
  file: Buffer,
  block: Buffer,
  signal: AbortSignal,
  onRead: (bytes: number) => void,
): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file);
    const hash = createXxh128();
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(block, 0, block.length);
      if (bytesRead === 0) return hash.digest();
      hash.update(block.subarray(0, bytesRead));
      onRead(bytesRead);
    }
  } catch (error) {
    signal.throwIfAborted();
    return `!${error instanceof Error ? error.message : String(error)}`;
  } finally {
    await handle?.close();
  }
}
