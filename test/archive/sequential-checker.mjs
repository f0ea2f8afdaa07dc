// Loaded before a process that archives to a tape: notes every write that a tape cannot do, from all of its threads.
import fs from "node:fs";

const root = process.env.SEQUENTIAL_ROOT ?? "";
const notes = process.env.SEQUENTIAL_NOTES ?? "";
const { openSync, writeSync, appendFileSync, closeSync, writeFileSync, fstatSync } = fs;
/** File by handle, with how far it is written. */
const open = new Map();
const note = (text) => appendFileSync(notes, `${text}\n`);

fs.openSync = (file, flags = "r", ...rest) => {
  const isNew = !fs.existsSync(file);
  const handle = openSync(file, flags, ...rest);
  open.delete(handle);
  if (!String(file).startsWith(root)) return handle;
  const { O_WRONLY, O_RDWR, O_DIRECT } = fs.constants;
  const isWrite = typeof flags === "number" ? (flags & (O_WRONLY | O_RDWR)) !== 0 : flags !== "r";
  if (typeof flags === "number" && (flags & O_DIRECT) !== 0) note(`past memory: ${file}`);
  if (isWrite && !isNew && flags !== "a") note(`opened for writing again: ${file}`);
  if (isWrite) {
    open.set(handle, { file: String(file), end: isNew ? 0 : fstatSync(handle).size });
    note(`+ ${file}`);
  }
  return handle;
};
fs.writeSync = (handle, bytes, ...rest) => {
  const known = open.get(handle);
  const written = writeSync(handle, bytes, ...rest);
  const at = rest[2];
  if (known !== undefined && typeof at === "number" && at !== known.end)
    note(`written at ${at}, not ${known.end}: ${known.file}`);
  if (known !== undefined) known.end += written;
  return written;
};
fs.closeSync = (handle) => {
  open.delete(handle);
  closeSync(handle);
};
fs.ftruncateSync = () => note("a length was set");
fs.truncateSync = () => note("a length was set");
fs.writeFileSync = (file, ...rest) => {
  if (typeof file === "string" && file.startsWith(root) && fs.existsSync(file)) note(`written over: ${file}`);
  return writeFileSync(file, ...rest);
};
