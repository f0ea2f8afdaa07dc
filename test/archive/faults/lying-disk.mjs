// Loaded before a process that archives: the disk says that it wrote what it did not, for segments, so many times.
import fs from "node:fs";
import { isMainThread } from "node:worker_threads";

let lies = Number(process.env.LIES ?? "0");
const segments = new Set();
const { openSync, writeSync } = fs;
fs.openSync = (file, ...rest) => {
  const handle = openSync(file, ...rest);
  if (!isMainThread && String(file).endsWith("seg_0002.tar.partial")) segments.add(handle);
  else segments.delete(handle);
  return handle;
};
fs.writeSync = (handle, bytes, ...rest) => {
  if (!segments.has(handle) || lies === 0 || typeof bytes === "string") return writeSync(handle, bytes, ...rest);
  lies -= 1;
  const changed = Buffer.from(bytes);
  changed[changed.length >> 1] ^= 1;
  return writeSync(handle, changed, ...rest);
};
