import type { Destination, StoredFile } from "./destination.ts";

/** Longer ones are not read faster, and lie about until they are collected. */
const readBytes = 256 * 1024;
const newline = 0x0a;

/** Whether a stored file is there. */
export function isStored(destination: Destination, path: string): boolean {
  const parts = path.split("/");
  return destination.list(parts.slice(0, -1).join("/")).includes(parts.at(-1) ?? "");
}

/**
 * The lines of a stored file, one at a time, without their line ends; none where there is no such file. A last line without
 * an end is left out: it was cut off.
 */
export function* readLines(destination: Destination, path: string): Generator<string> {
  if (!isStored(destination, path)) return;
  const file = destination.open(path);
  try {
    yield* linesOf(file);
  } finally {
    file.close();
  }
}

/** The same for anything that can be read from front to back. */
export function* linesOf(file: Pick<StoredFile, "read">): Generator<string> {
  const buffer = Buffer.allocUnsafe(readBytes);
  let rest: Buffer = Buffer.alloc(0);
  for (let at = 0; ;) {
    const got = file.read(buffer, at);
    if (got === 0) return;
    at += got;
    const part = buffer.subarray(0, got);
    const bytes = rest.length === 0 ? part : Buffer.concat([rest, part]);
    let start = 0;
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
      yield bytes.toString("utf8", start, end);
      start = end + 1;
    }
    // The buffer is read into again.
    rest = Buffer.from(bytes.subarray(start));
  }
}
