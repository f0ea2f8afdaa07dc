import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createPlainFile } from "../destination/plain-file.ts";
import { giveAttributes } from "../extended-attributes.ts";
import type { TocEntry, TocName } from "../format/archive-json.ts";
import { numbersOf } from "../format/owner-names.ts";
import { nameBytes } from "../format/toc-name.ts";
import { faultOf } from "./check-archive.ts";
import { readFileData } from "./file-data.ts";
import { safeParts, type TargetFolders, UnsafePath } from "./safe-target.ts";
import type { SegmentScan } from "./segment-scan.ts";
import { settableTime } from "./settable-time.ts";

/** What became of something that was to be restored and was not. */
export interface RestoreProblem {
  readonly path: TocName;
  readonly kind: "changed" | "missing" | "exists" | "unsafe" | "not archived" | "unstable" | "failed";
  readonly message: string;
}

export interface RestoreParts {
  readonly scan: SegmentScan;
  readonly folders: TargetFolders;
  /** Where an entry goes: parts of its path below the target. */
  readonly place: (entry: TocEntry) => Buffer;
  /** Whether the file of this path in the archive was restored to its place before. */
  readonly isOurs: (path: Buffer) => boolean;
  readonly overwrite: "never" | "overwrite";
  /** Whether files get the owners that they had, which takes root. */
  readonly owners?: boolean | undefined;
  readonly onProblem: (problem: RestoreProblem) => void;
}

const slash = Buffer.from("/");

/** Restores entries one by one; `finish` sets what can be set only when everything lies in its folder. */
export interface FileRestorer {
  /** @returns whether it lies there now, bit for bit. */
  restore(entry: TocEntry): boolean;
  finish(): void;
  /** How many files got a time that is right to the microsecond, and not to the nanosecond. */
  readonly roundedTimes: number;
}

export function createFileRestorer(restoreParts: RestoreParts): FileRestorer {
  const { scan, folders, place, isOurs, overwrite, owners, onProblem } = restoreParts;
  /** Folders' own modes and times: what is put into one changes its time, and a mode may forbid it. */
  const later: { readonly path: Buffer; readonly entry: TocEntry }[] = [];
  let counter = 0;
  let roundedTimes = 0;

  function restore(entry: TocEntry): boolean {
    const problem = (kind: RestoreProblem["kind"], message: string) => {
      onProblem({ path: entry.path, kind, message });
      return false;
    };
    try {
      const parts = safeParts(place(entry));
      if (entry.type === "folder") {
        later.push({ path: folders.enter(parts), entry });
        return true;
      }
      const folder = folders.enter(parts.slice(0, -1));
      const target = Buffer.concat([folder, slash, parts.at(-1) ?? Buffer.alloc(0)]);
      if (entry.type === "file" && entry.parts === undefined)
        return problem("not archived", entry.problem?.message ?? "The archive has no data of it.");
      if (overwrite === "never" && isThere(target))
        return problem("exists", "There is something of that name already; it was left alone.");
      counter += 1;
      const partial = Buffer.concat([folder, slash, Buffer.from(`.cresset-restore-${process.pid}-${counter}`)]);
      let isPlaced = false;
      try {
        const fault = make(entry, partial);
        if (fault !== undefined) return problem(fault.kind, fault.message);
        putInPlace(partial, target);
        isPlaced = true;
      } finally {
        if (!isPlaced) fs.rmSync(partial, { force: true });
      }
      if (entry.problem !== undefined) problem("unstable", entry.problem.message);
      return true;
    } catch (error) {
      if (error instanceof UnsafePath) return problem("unsafe", error.message);
      if (!(error instanceof Error && "syscall" in error)) throw error;
      if ("code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) throw error;
      return problem("failed", error.message);
    }
  }

  function putInPlace(partial: Buffer, target: Buffer): void {
    if (overwrite === "overwrite") {
      fs.renameSync(partial, target);
      return;
    }
    if (isThere(target)) throw new UnsafePath("Something of that name came up meanwhile; it was left alone.");
    fs.renameSync(partial, target);
  }

  function make(
    entry: TocEntry,
    partial: Buffer,
  ): { kind: "changed" | "missing" | "failed"; message: string } | undefined {
    switch (entry.type) {
      case "symlink":
        fs.symlinkSync(nameBytes(entry.link ?? ""), partial);
        own(partial, entry);
        setTime(partial, entry, fs.lutimesSync);
        return undefined;
      case "hardlink": {
        // What has the first name in the target may be anything: then this one gets data of its own.
        if (!isOurs(nameBytes(entry.link ?? "")) && entry.parts !== undefined) return makeFile(entry, partial);
        if (!isOurs(nameBytes(entry.link ?? "")))
          return { kind: "missing", message: "The file that it is another name of was not restored." };
        const first = safeParts(place({ ...entry, path: entry.link ?? "" }));
        const folder = folders.enter(first.slice(0, -1));
        const name = Buffer.concat([folder, slash, first.at(-1) ?? Buffer.alloc(0)]);
        if (!fs.lstatSync(name).isFile()) throw new UnsafePath("The file that it is another name of is no file.");
        fs.linkSync(name, partial);
        return undefined;
      }
      case "fifo":
        return makePipe(partial) ?? dress(partial, entry);
      case "file":
        return makeFile(entry, partial);
      case "folder":
        return undefined;
    }
  }

  function makeFile(entry: TocEntry, partial: Buffer): { kind: "changed" | "missing"; message: string } | undefined {
    const file = createPlainFile(partial);
    try {
      const read = readFileData(entry, scan, { data: (bytes, at) => file.writeAt(bytes, at) });
      const fault = faultOf(entry, read);
      if (fault !== undefined)
        return { kind: fault.kind === "missing" ? "missing" : "changed", message: fault.message };
      if (entry.sparse !== undefined) file.setLength(entry.size ?? 0);
    } finally {
      file.close();
    }
    return dress(partial, entry);
  }

  /** Gives a file everything but its data. */
  function dress(file: Buffer, entry: TocEntry): undefined {
    own(file, entry);
    attribute(file, entry, "others");
    fs.chmodSync(file, entry.mode & 0o7777);
    attribute(file, entry, "lists");
    setTime(file, entry, fs.utimesSync);
  }

  function attribute(file: Buffer, { path, xattrs }: TocEntry, which: "lists" | "others"): void {
    if (xattrs === undefined) return;
    const values = Object.entries(xattrs).map(([name, value]) => [name, Buffer.from(value, "base64")] as const);
    const fault = giveAttributes(file, new Map(values), which);
    if (fault === "") return;
    const message = `It lies there without extended attributes that it had: ${fault}.`;
    onProblem({ path, kind: "failed", message });
  }

  function setTime(file: Buffer, { path, mtimeNs }: TocEntry, set: typeof fs.utimesSync): void {
    const { seconds, isExact } = settableTime(mtimeNs);
    set(file, seconds, seconds);
    if (!isExact) roundedTimes += 1;
    const whole = Math.floor(Number(seconds));
    if (Math.abs(whole) < 2 ** 31) return;
    // Years that not every file system has room for: without a word it keeps the nearest that it has.
    const kept = Math.floor(fs.lstatSync(file).mtimeMs / 1000);
    if (kept === whole) return;
    const message = `The file system has no room for its time (${seconds} seconds since 1970) and keeps ${kept}.`;
    onProblem({ path, kind: "failed", message });
  }

  /** Before its mode: a new owner takes away what lets a program run as another. */
  function own(file: Buffer, { owner }: TocEntry): void {
    if (owners === true && owner !== undefined) fs.lchownSync(file, ...numbersOf(owner));
  }

  return {
    restore,
    get roundedTimes() {
      return roundedTimes;
    },
    finish() {
      for (const { path, entry } of later.toReversed()) {
        try {
          dress(path, entry);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          onProblem({ path: entry.path, kind: "failed", message: `Its mode and time could not be set: ${message}` });
        }
      }
    },
  };
}

/** JavaScript cannot make pipes; every system has a program that does. Names are bytes, which arguments are not. */
function makePipe(partial: Buffer): { kind: "failed"; message: string } | undefined {
  const end = partial.lastIndexOf(0x2f);
  const folder = fs.openSync(partial.subarray(0, end), "r");
  try {
    const name = `/proc/self/fd/3/${partial.toString("latin1", end + 1)}`;
    const { status } = spawnSync("mkfifo", ["--", name], { stdio: ["ignore", "ignore", "ignore", folder] });
    if (status !== 0) return { kind: "failed", message: "It is a pipe, and this system has no mkfifo to make one." };
  } finally {
    fs.closeSync(folder);
  }
  return undefined;
}

function isThere(target: Buffer): boolean {
  try {
    fs.lstatSync(target);
    return true;
  } catch {
    return false;
  }
}
