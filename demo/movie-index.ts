import { open } from "node:fs/promises";

/** Whether a MOV or MP4 file is there and has its index, which is written last; one that was cut off has none. */
export async function hasMovieIndex(path: string): Promise<boolean> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { size } = await file.stat();
    const head = Buffer.alloc(16);
    for (let at = 0; at + 8 <= size;) {
      await file.read(head, 0, 16, at);
      const short = head.readUInt32BE(0);
      const length = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
      if (length < 8 || at + length > size) return false;
      if (head.toString("latin1", 4, 8) === "moov") return true;
      at += length;
    }
    return false;
  } finally {
    await file.close();
  }
}
