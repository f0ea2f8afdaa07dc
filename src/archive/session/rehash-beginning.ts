import { createXxh128 } from "../../media/xxh128.ts";
import type { OpenFile } from "./pack-file.ts";
import type { Spanning } from "./journal-line.ts";

/**
 * Brings a file's xxh128 to where an interrupted session stopped in it: its beginning is read, and not written again.
 * @returns false, with a hash of nothing, when its beginning is not what was archived.
 */
export function rehashBeginning(file: OpenFile, { offset, xxh128 }: Spanning): boolean {
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  for (let at = 0; at < offset;) {
    const got = file.read(buffer, Math.min(buffer.length, offset - at), at);
    if (got === 0) break;
    file.xxh128.update(buffer.subarray(0, got));
    at += got;
  }
  if (file.xxh128.digest() === xxh128) return true;
  file.xxh128.release();
  file.xxh128 = createXxh128();
  return false;
}
