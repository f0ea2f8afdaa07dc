import { spawnSync } from "node:child_process";
import type { DataStretch } from "./data-stretch.ts";

/** More than this of what tar says is not read: it goes on with the data. */
const answerBytes = 4 * 1024 * 1024;
const blockBytes = 512;
const asking = ["--format=posix", "--sparse", "--hole-detection=seek", "--dereference", "--create", "--file=-"];

/**
 * Where a file holds data, as the file system knows it. JavaScript cannot ask for holes; GNU tar does, and puts the answer
 * before the data.
 * @returns nothing where there is no GNU tar, or its answer is too long or none.
 */
export function askForHoles(handle: number, size: number): readonly DataStretch[] | undefined {
  if (process.platform !== "linux") return undefined;
  const { stdout } = spawnSync("tar", [...asking, "/proc/self/fd/3"], {
    stdio: ["ignore", "pipe", "ignore", handle],
    // It is ended when it has said so much, which is meant to be.
    maxBuffer: answerBytes,
  });
  return readSparseMember(stdout, size);
}

/** Reads the headers and the map of a member in GNU's sparse format 1.0. */
function readSparseMember(tar: Buffer | null, size: number): readonly DataStretch[] | undefined {
  if (tar === null || tar.toString("latin1", 156, 157) !== "x") return undefined;
  const recordBytes = Number.parseInt(tar.toString("latin1", 124, 136), 8);
  const records = tar.toString("latin1", blockBytes, blockBytes + recordBytes);
  if (!records.includes(` GNU.sparse.major=1\n`) || !records.includes(` GNU.sparse.realsize=${size}\n`))
    return undefined;
  let at = 2 * blockBytes + Math.ceil(recordBytes / blockBytes) * blockBytes;
  /** The next line of the map, which is a number; nothing where the answer ends before it. */
  const next = (): number => {
    const end = tar.indexOf(0x0a, at);
    const text = end === -1 ? "" : tar.toString("latin1", at, end);
    at = end + 1;
    return /^\d+$/.test(text) ? Number(text) : Number.NaN;
  };
  const stretches: DataStretch[] = [];
  let before = 0;
  for (let left = next(); left !== 0; left -= 1) {
    const [offset, length] = [next(), next()];
    // What is no number is caught here too.
    if (!(offset >= before && offset + length <= size)) return undefined;
    before = offset + length;
    if (length > 0) stretches.push([offset, length]);
  }
  return stretches;
}
