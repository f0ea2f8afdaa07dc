import fs from "node:fs";
import type { PlainFile } from "./plain-file.ts";

/** Tapes sync slowly: they write a mark and an index. It is done when a file is finished, and not in between. */
export function createSequentialFile(file: string): Pick<PlainFile, "write" | "sync" | "close"> {
  const handle = fs.openSync(file, "wx", 0o644);
  return {
    write(bytes) {
      for (let done = 0; done < bytes.length;) done += fs.writeSync(handle, bytes, done, bytes.length - done);
    },
    sync: () => fs.fsyncSync(handle),
    close: () => fs.closeSync(handle),
  };
}
