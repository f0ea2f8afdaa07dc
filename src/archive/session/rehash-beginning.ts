import type { OpenFile } from "./pack-file.ts";
import { type ArchiveRing, hasherConsumer } from "./segment-stream.ts";

/** Brings a file's hashes to where an interrupted session stopped in it: its beginning is read, and not written again. */
export function rehashBeginning(access: Buffer, file: OpenFile, length: number, hasher: ArchiveRing | undefined): void {
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  for (let at = 0; at < length;) {
    const got = file.read(buffer, Math.min(buffer.length, length - at), at);
    if (got === 0) break;
    file.xxh128.update(buffer.subarray(0, got));
    at += got;
  }
  hasher?.tell(hasherConsumer, { kind: "file", path: access, file: file.number, length });
}
