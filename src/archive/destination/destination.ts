/**
 * Where archives are kept. Synchronous, because it is called by threads that do nothing else. Paths are relative to the
 * root, with `/`. Everything is written front to back, once: that is all that a tape can do.
 */
export interface Destination {
  /** For messages: where it is. */
  readonly place: string;
  /** Makes a folder and those above it, up to the root, which must be there. */
  makeFolder(folder: string): void;
  /**
   * A new file, which has its name when it is finished and not before.
   * @throws CressetError `bad-destination` when there is a file of that name, or the destination is full or gone.
   */
  create(path: string): NewFile;
  /**
   * A log that grows line by line. What is in it is there after a kill; opening it again goes on at its end, behind a line
   * that was cut off on a line of its own.
   */
  log(path: string): GrowingLog;
  /**
   * With `disk` what lies on the disk is read rather than what memory still has of it, where the system lets us.
   * @throws CressetError `not-found`.
   */
  open(path: string, from?: "disk"): StoredFile;
  /** Names in a folder, sorted by their bytes; nothing where there is no such folder. */
  list(folder: string): readonly string[];
  /** Takes away what was left half-written by a run that was killed. */
  discardPartials(folder: string): void;
  /** Takes away a finished file that nothing tells of yet: the run that wrote it was killed before it could. */
  remove(path: string): void;
  /** A small file that takes the place of the one of its name at once: there is always one of the two, whole. */
  replace(path: string, text: string): void;
  /**
   * Makes this process the only one that writes here. What a process left that is gone is taken over.
   * @throws CressetError `bad-destination` while another one is writing, with who it is.
   */
  lease(): Lease;
  /** Bytes that fit; nothing where the destination cannot say. */
  freeBytes(): number | undefined;
}

export interface Lease {
  /** Gives it back. Safe to call twice. */
  release(): void;
}

export interface NewFile {
  /** Bytes written so far. */
  readonly bytes: number;
  /** @throws CressetError `bad-destination`. */
  write(bytes: Uint8Array): void;
  /** Brings what was written to the disk. It can be read through `reread` then, and still has no name. */
  sync(): void;
  /** Reads back what was synced, from the disk itself where the system lets us. */
  reread(): StoredFile;
  /** Gives it its name, for good. */
  finish(): void;
  /** Takes it away. Safe to call after `finish`, which it does not undo. */
  discard(): void;
}

export interface StoredFile {
  readonly bytes: number;
  /** Fills `into` from `at` on. @returns how many bytes there were. */
  read(into: Uint8Array, at: number): number;
  close(): void;
}

export interface GrowingLog {
  append(text: string): void;
  sync(): void;
  close(): void;
}
