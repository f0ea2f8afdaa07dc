import { closeSync, fsync, openSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { hashParts } from "./checksum.ts";
import { PastCache } from "./past-cache.ts";
import { writeFault } from "./render-fault.ts";

/** One written file of a sequence. */
export interface ImageFile {
  readonly name: string;
  readonly bytes: number;
  readonly xxh128: string;
}

/** Where it is noted which files are on the disk; see `FrameJournal`. */
export interface FrameNotes {
  note(index: number, file: ImageFile): void;
  settled(): Promise<void>;
}

/** Nobody reads the first of so many files before the last is written: the page cache is left alone. */
const manyFiles = 24;

/** Files that are written at a time, and with them held in memory. */
const writesUnderWay = 4;

/**
 * Writes the files of a sequence beside the encoding: each is hashed from memory, written, and then brought to the disk,
 * on other threads, so that little is left to be done at the end.
 */
export class ImageFiles {
  readonly #folder: string;
  /** Where the files will lie in the end, for sentences about them. */
  readonly #target: string;
  readonly #files: ImageFile[] = [];
  #journal: FrameNotes | undefined;
  readonly #writing = new Set<Promise<void>>();
  /** Each file's turn to be brought to the disk comes after the one before: the encoding never waits for it. */
  #synced: Promise<void> = Promise.resolve();
  #fault: Error | undefined;
  /** There is no other to be encoded meanwhile. */
  readonly #isAlone: boolean;
  readonly #pastCache: PastCache | undefined;

  /** @param count of files */
  constructor(folder: string, target: string, count: number) {
    this.#folder = folder;
    this.#target = target;
    this.#isAlone = count === 1;
    this.#pastCache = count >= manyFiles ? new PastCache() : undefined;
  }

  /** Takes files that the folder holds already, from the first of the sequence on, and notes those that come. */
  goOn(there: readonly ImageFile[], journal: FrameNotes): void {
    this.#files.push(...there);
    this.#journal = journal;
  }

  /** Begins to write file `index` (from 0) of the sequence. `parts` must stay as they are until `release` is called. */
  write(index: number, name: string, parts: readonly Uint8Array[], release?: () => void): void {
    const bytes = parts.reduce((sum, part) => sum + part.length, 0);
    const file = { name, bytes, xxh128: hashParts(parts) };
    this.#files[index] = file;
    const writing = this.#store(name, parts, release);
    this.#writing.add(writing);
    void writing.then(() => this.#writing.delete(writing));
    this.#syncAfter(writing, index, file);
  }

  #store(name: string, parts: readonly Uint8Array[], release: (() => void) | undefined): Promise<void> {
    const path = join(this.#folder, name);
    const taken = this.#pastCache?.take(parts);
    if (taken === undefined)
      return this.#guard(name, async () => (this.#isAlone ? storeNow(path, parts) : store(path, parts))).finally(
        release,
      );
    release?.();
    return this.#guard(name, async () => this.#pastCache?.store(path, taken));
  }

  /** Apart from `write`, because a function made there would hold the file's bytes until its turn comes. */
  #syncAfter(writing: Promise<void>, index: number, file: ImageFile): void {
    const path = join(this.#folder, file.name);
    const bring = async () => {
      await sync(path);
      this.#journal?.note(index, file);
    };
    this.#synced = Promise.all([writing, this.#synced]).then(() => this.#guard(file.name, bring));
  }

  /** Never rejects, because nobody may be waiting yet: the first fault is kept for the next call. */
  async #guard(name: string, act: () => Promise<void>): Promise<void> {
    if (this.#fault !== undefined) return;
    try {
      await act();
    } catch (error) {
      this.#fault ??= writeFault(join(this.#target, name), error);
    }
  }

  /** Waits until another file may be begun. @throws RenderFault when one could not be written */
  async room(): Promise<void> {
    if (this.#writing.size >= writesUnderWay) await Promise.race(this.#writing);
    if (this.#fault !== undefined) throw this.#fault;
  }

  /** Waits until all files can be read; they come in their order. The last are just being brought to the disk then. @throws RenderFault */
  async written(): Promise<readonly ImageFile[]> {
    await Promise.all(this.#writing);
    // Whoever reads them now may keep this thread to itself: what brings the last one to the disk has begun by then.
    await setImmediate();
    if (this.#fault !== undefined) throw this.#fault;
    return this.#files;
  }

  /** Waits until all files are on the disk. @throws RenderFault */
  async finish(): Promise<void> {
    await Promise.all(this.#writing);
    await this.#synced;
    await this.#journal?.settled();
    if (this.#fault !== undefined) throw this.#fault;
  }
}

function storeNow(path: string, parts: readonly Uint8Array[]): void {
  const file = openSync(path, "wx");
  try {
    for (const part of parts) writeFileSync(file, part);
  } finally {
    closeSync(file);
  }
}

async function store(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, "wx");
  try {
    for (const part of parts) await file.writeFile(part);
  } finally {
    await file.close();
  }
}

const fsyncSoon = promisify(fsync);

/** Opened at once, so that the disk is at it from here on, whatever this thread does next. */
async function sync(path: string): Promise<void> {
  const file = openSync(path, "r");
  try {
    await fsyncSoon(file);
  } finally {
    closeSync(file);
  }
}
