import fs from "node:fs";
import path from "node:path";
import { CressetError } from "../../errors.ts";
import { createPlainFile, type PlainFile } from "./plain-file.ts";
import type { Destination, GrowingLog, StoredFile } from "./destination.ts";

const partialEnding = ".partial";

/** A folder on a disk or a server. The folder itself must be there; what lies in it is made. */
export function folderDestination(root: string): Destination {
  const inside = (relative: string) => path.join(root, relative);
  return {
    place: root,
    makeFolder: (folder) => reporting(root, () => void fs.mkdirSync(inside(folder), { recursive: true })),
    create: (relative) => reporting(root, () => newFile(inside(relative), root)),
    log: (relative) => reporting(root, () => growingLog(inside(relative), root)),
    open: (relative, from) => openStored(inside(relative), from),
    list: (folder) => listNames(inside(folder)),
    discardPartials: (folder) => {
      for (const name of listNames(inside(folder)))
        if (name.endsWith(partialEnding)) fs.rmSync(path.join(inside(folder), name), { force: true });
    },
    freeBytes: () => {
      try {
        const { bavail, bsize } = fs.statfsSync(root);
        return bavail * bsize;
      } catch {
        return undefined;
      }
    },
  };
}

function newFile(file: string, root: string) {
  if (fs.existsSync(file))
    throw new CressetError("bad-destination", `${file} is there already, and archives never write over anything.`);
  const partial = `${file}${partialEnding}`;
  let plain: PlainFile | undefined = createPlainFile(partial);
  let bytes = 0;
  const open = () => {
    if (plain === undefined) throw new CressetError("internal", `${file} was finished or discarded.`);
    return plain;
  };
  return {
    get bytes() {
      return bytes;
    },
    write: (data: Uint8Array) =>
      reporting(root, () => {
        open().write(data);
        bytes += data.length;
      }),
    sync: () => reporting(root, () => open().sync()),
    reread: () => openStored(partial, "disk"),
    finish: () =>
      reporting(root, () => {
        open().sync();
        open().close();
        plain = undefined;
        // A link fails where a rename would replace; not every file system has links.
        if (fs.existsSync(file))
          throw new CressetError("bad-destination", `${file} came up while it was written; it was left alone.`);
        fs.renameSync(partial, file);
        syncFolder(path.dirname(file));
      }),
    discard: () => {
      if (plain === undefined) return;
      plain.close();
      plain = undefined;
      fs.rmSync(partial, { force: true });
    },
  };
}

function growingLog(file: string, root: string): GrowingLog {
  const isNew = !fs.existsSync(file);
  const handle = fs.openSync(file, "a");
  if (isNew) syncFolder(path.dirname(file));
  return {
    append: (text) => reporting(root, () => fs.writeFileSync(handle, text)),
    sync: () => reporting(root, () => fs.fdatasyncSync(handle)),
    close: () => fs.closeSync(handle),
  };
}

function openStored(file: string, from?: "disk"): StoredFile {
  let handle = openRead(file, from);
  const bytes = fs.fstatSync(handle).size;

  /** Reading past the cache takes whole pages only; what is none is read through it. */
  function readSome(into: Uint8Array, filled: number, at: number): number {
    try {
      return fs.readSync(handle, into, filled, into.length - filled, at);
    } catch (error) {
      if (from === undefined || !(error instanceof Error && "code" in error && error.code === "EINVAL")) throw error;
      fs.closeSync(handle);
      handle = openRead(file);
      return fs.readSync(handle, into, filled, into.length - filled, at);
    }
  }

  return {
    bytes,
    read(into, at) {
      let filled = 0;
      while (filled < into.length && at + filled < bytes) {
        const got = readSome(into, filled, at + filled);
        if (got === 0) break;
        filled += got;
      }
      return filled;
    },
    close: () => fs.closeSync(handle),
  };
}

function openRead(file: string, from?: "disk"): number {
  const { O_RDONLY, O_DIRECT } = fs.constants;
  if (from === "disk" && typeof O_DIRECT === "number") {
    try {
      return fs.openSync(file, O_RDONLY | O_DIRECT);
    } catch {
      // This file system does not do it.
    }
  }
  try {
    return fs.openSync(file, O_RDONLY);
  } catch (cause) {
    throw new CressetError("not-found", `${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

function listNames(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  } catch {
    return [];
  }
}

/** A name is on the disk when its folder is. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = fs.openSync(folder, "r");
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Turns what the file system says into a sentence. */
function reporting<T>(root: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof CressetError) throw cause;
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG")
      throw new CressetError(
        "disk-full",
        `The archive's destination ${root} is full. Make room; --resume goes on where it stopped.`,
        { cause },
      );
    const why =
      code === "ENOENT" || code === "ESTALE" || code === "ENODEV"
        ? "it is not there any more. Bring it back; --resume goes on where it stopped"
        : messageOf(cause);
    throw new CressetError("bad-destination", `The archive's destination ${root} cannot be written: ${why}.`, {
      cause,
    });
  }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
