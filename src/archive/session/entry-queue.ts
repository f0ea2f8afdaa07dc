import type { TocEntry } from "../format/archive-json.ts";
import type { FromHashThread, FromWriteThread } from "./thread-messages.ts";
import { writeFailure } from "./write-failure.ts";

/** Entries of the table of contents on their way to the journal: in the archive's order, each with its SHA-256. */
export interface EntryQueue {
  /** An entry that needs no SHA-256, or waits for that of the file with this number. */
  put(entry: TocEntry, file?: number): void;
  readonly hashed: (message: FromHashThread) => void;
  /** @throws CressetError when the thread that writes failed. */
  take(message: FromHashThread | FromWriteThread): void;
  /** Waits until every entry is in the journal. */
  waitForAll(next: () => FromHashThread | FromWriteThread): void;
}

export function createEntryQueue(sha256: boolean, write: (entry: TocEntry) => void): EntryQueue {
  const waiting: { readonly entry: TocEntry; readonly file: number | undefined }[] = [];
  const digests = new Map<number, string>();
  let first = 0;

  function flush(): void {
    for (;;) {
      const head = waiting[first];
      if (head === undefined) break;
      const digest = head.file === undefined ? undefined : digests.get(head.file);
      if (head.file !== undefined && digest === undefined) break;
      write(digest === undefined ? head.entry : { ...head.entry, sha256: digest });
      if (head.file !== undefined) digests.delete(head.file);
      first += 1;
    }
    if (first > 1000) waiting.splice(0, first);
    if (first > 1000) first = 0;
  }

  function hashed({ files }: FromHashThread): void {
    for (const [file, digest] of files) digests.set(file, digest);
    flush();
  }

  function take(message: FromHashThread | FromWriteThread): void {
    if (message.kind === "hashed") hashed(message);
    else if (message.kind === "failed") throw writeFailure(message);
  }

  return {
    put(entry, file) {
      waiting.push({ entry, file: sha256 ? file : undefined });
      flush();
    },
    hashed,
    take,
    waitForAll(next) {
      while (first < waiting.length) take(next());
    },
  };
}
