import fs from "node:fs";
import path from "node:path";
import { CressetError } from "../../errors.ts";
import type { Destination, GrowingLog, StoredFile } from "./destination.ts";
import { takeLease } from "./folder-lease.ts";
import { createPlainFile, type PlainFile } from "./plain-file.ts";

const partialEnding = ".partial";

/** How files are written and read where a folder lies. */
export interface FolderWays {
  /** Makes a file that must not exist. */
  readonly create: (file: string) => Pick<PlainFile, "write" | "sync" | "close">;
  /** Whether reads may go past memory, to the disk itself. */
  readonly pastMemory: boolean;
  /** Whether other hosts may write there, and are shown all the while that this one does. */
  readonly isShared: boolean;
}

const diskWays: FolderWays = { create: createPlainFile, pastMemory: true, isShared: true };

/** A folder on a disk or a server. The folder itself must be there; what lies in it is made. */
export function folderDestination(root: string, ways: FolderWays = diskWays): Destination {
  const inside = (relative: string) => path.join(root, relative);
  return {
    place: root,
    makeFolder: (folder) =>
      reporting(root, () => {
        // A server that is not mounted any more must not come up as an empty folder.
        if (!fs.statSync(root).isDirectory()) throw new CressetError("bad-destination", `${root} is no folder.`);
        makeInside(root, folder);
      }),
    create: (relative) => reporting(root, () => newFile(inside(relative), root, ways)),
    log: (relative) => reporting(root, () => growingLog(inside(relative), root)),
    open: (relative, from) => openStored(inside(relative), ways.pastMemory ? from : undefined),
    list: (folder) => listNames(inside(folder)),
    discardPartials: (folder) => {
      for (const name of listNames(inside(folder)))
        if (name.endsWith(partialEnding)) fs.rmSync(path.join(inside(folder), name), { force: true });
    },
    remove: (relative) =>
      reporting(root, () => {
        fs.rmSync(inside(relative), { force: true });
        syncFolder(path.dirname(inside(relative)));
      }),
    replace: (relative, text) => reporting(root, () => replaceFile(inside(relative), text, ways)),
    lease: () => reporting(root, () => takeLease(root, ways.isShared)),
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

/** One level after the other: a root that goes away meanwhile is not made again. */
function makeInside(root: string, folder: string): void {
  let inner = root;
  for (const part of folder.split("/").filter((each) => each !== "")) {
    inner = path.join(inner, part);
    try {
      fs.mkdirSync(inner);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
  }
}

function newFile(file: string, root: string, { create, pastMemory }: FolderWays) {
  if (fs.existsSync(file))
    throw new CressetError("bad-destination", `${file} is there already, and archives never write over anything.`);
  const partial = `${file}${partialEnding}`;
  // A killed run left it, and who holds the lease is alone.
  fs.rmSync(partial, { force: true });
  let plain: ReturnType<typeof create> | undefined = create(partial);
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
    reread: () => openStored(partial, pastMemory ? "disk" : undefined),
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
  else if (isCutOff(file)) fs.writeFileSync(handle, "\n");
  return {
    append: (text) => reporting(root, () => fs.writeFileSync(handle, text)),
    sync: () => reporting(root, () => fs.fdatasyncSync(handle)),
    close: () => fs.closeSync(handle),
  };
}

/** Whether the last line has no end: the run that wrote it was killed, or the disk was full. */
function isCutOff(file: string): boolean {
  const handle = fs.openSync(file, "r");
  try {
    const { size } = fs.fstatSync(handle);
    const last = Buffer.alloc(1);
    return size > 0 && fs.readSync(handle, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
  } finally {
    fs.closeSync(handle);
  }
}

function replaceFile(file: string, text: string, { create }: FolderWays): void {
  const partial = `${file}${partialEnding}`;
  fs.rmSync(partial, { force: true });
  const plain = create(partial);
  try {
    plain.write(Buffer.from(text));
    plain.sync();
  } finally {
    plain.close();
  }
  fs.renameSync(partial, file);
  syncFolder(path.dirname(file));
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
  } catch (error) {
    // Tapes and some servers do not sync folders.
    if (!(error instanceof Error && "code" in error && (error.code === "EINVAL" || error.code === "ENOTSUP")))
      throw error;
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
        ? "it is not there. Bring it back; a session that was begun goes on with --resume"
        : messageOf(cause);
    throw new CressetError("bad-destination", `The archive's destination ${root} cannot be written: ${why}.`, {
      cause,
    });
  }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
