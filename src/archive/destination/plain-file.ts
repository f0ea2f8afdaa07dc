import fs from "node:fs";

/** A file that is written front to back, past the page cache where the system lets us. */
export interface PlainFile {
  write(bytes: Uint8Array): void;
  /** Writes at a place at or behind the end of what was written; between the two a hole stays. */
  writeAt(bytes: Uint8Array, at: number): void;
  /** Makes the file so long, with a hole at its end where it is shorter. */
  setLength(bytes: number): void;
  sync(): void;
  close(): void;
}

const alignment = 4096;
/** Written back in stretches, so that the sync at the end does not stand still for all of it. */
const writeBackBytes = 64 * 1024 * 1024;

/**
 * Makes a file that must not exist. Blocks that lie at page boundaries in memory and in the file go to the disk directly,
 * which on most machines is much faster than through the cache; the rest, and all where that is refused, goes through it.
 */
export function createPlainFile(file: string | Buffer): PlainFile {
  const { O_WRONLY, O_CREAT, O_EXCL } = fs.constants;
  const handle = fs.openSync(file, O_WRONLY | O_CREAT | O_EXCL, 0o644);
  let direct = openDirect(file);
  let position = 0;
  let unsynced = 0;

  function writeThroughCache(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;)
      done += fs.writeSync(handle, bytes, done, bytes.length - done, position + done);
    unsynced += bytes.length;
    if (unsynced < writeBackBytes) return;
    fs.fdatasyncSync(handle);
    unsynced = 0;
  }

  /** @returns false where the file system does not do it after all. */
  function writeDirectly(to: number, bytes: Uint8Array): boolean {
    for (let done = 0; done < bytes.length;) {
      try {
        done += fs.writeSync(to, bytes, done, bytes.length - done, position + done);
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "EINVAL")) throw error;
        return false;
      }
    }
    return true;
  }

  return {
    writeAt(bytes, at) {
      position = at;
      this.write(bytes);
    },
    setLength: (bytes) => fs.ftruncateSync(handle, bytes),
    write(bytes) {
      const whole = direct === undefined ? 0 : alignedLength(bytes, position);
      if (whole > 0 && whole < bytes.length) {
        this.write(bytes.subarray(0, whole));
        this.write(bytes.subarray(whole));
        return;
      }
      if (direct !== undefined && whole > 0 && !writeDirectly(direct, bytes)) {
        fs.closeSync(direct);
        direct = undefined;
        writeThroughCache(bytes);
      } else if (whole === 0) writeThroughCache(bytes);
      position += bytes.length;
    },
    sync: () => fs.fsyncSync(handle),
    close() {
      if (direct !== undefined) fs.closeSync(direct);
      direct = undefined;
      fs.closeSync(handle);
    },
  };
}

function openDirect(file: string | Buffer): number | undefined {
  const { O_WRONLY, O_DIRECT } = fs.constants;
  if (typeof O_DIRECT !== "number") return undefined;
  try {
    return fs.openSync(file, O_WRONLY | O_DIRECT);
  } catch {
    return undefined;
  }
}

/** Shorter ones are not worth a way to the disk of their own. */
const leastDirect = 65_536;

/** How many bytes can go to the disk directly. WebAssembly memory begins at a page, so the offset in it tells. */
function alignedLength(bytes: Uint8Array, position: number): number {
  if (!(bytes.buffer instanceof SharedArrayBuffer)) return 0;
  if (bytes.byteOffset % alignment !== 0 || position % alignment !== 0) return 0;
  const length = bytes.length - (bytes.length % alignment);
  return length < leastDirect ? 0 : length;
}
