import fs from "node:fs";
import type { TocEntry, TocHead } from "./archive-json.ts";

export interface WrittenToc {
  readonly entries: number;
  readonly bytes: number;
  readonly files: number;
  /** Of the files that are in the archive. */
  readonly fileBytes: number;
  readonly problems: readonly TocEntry[];
}

const keptProblems = 10_000;
const flushBytes = 256 * 1024;

/** A table of contents as it grows, line by line, so that a million entries need no memory. */
export interface TocWriter {
  /** @param json the entry as JSON, where that was made already. */
  add(entry: TocEntry, json?: string): void;
  /** Writes its end. */
  finish(): WrittenToc;
  /** Leaves it as it is; nothing after `finish`. */
  close(): void;
}

export function tocWriter(file: string, head: TocHead): TocWriter {
  let handle: number | undefined = fs.openSync(file, "w");
  const counts = { entries: 0, bytes: 0, files: 0, fileBytes: 0 };
  const problems: TocEntry[] = [];
  let text = `${JSON.stringify(head)}\n`;
  const flush = () => {
    if (handle === undefined) return;
    const bytes = Buffer.from(text);
    fs.writeFileSync(handle, bytes);
    counts.bytes += bytes.length;
    text = "";
  };
  const close = () => {
    if (handle !== undefined) fs.closeSync(handle);
    handle = undefined;
  };
  return {
    add(entry, json = JSON.stringify(entry)) {
      text += `${json}\n`;
      counts.entries += 1;
      if (entry.type === "file" && entry.parts !== undefined) {
        counts.files += 1;
        counts.fileBytes += entry.size ?? 0;
      }
      if (entry.problem !== undefined && problems.length < keptProblems) problems.push(entry);
      if (text.length > flushBytes) flush();
    },
    finish() {
      text += `${JSON.stringify({ end: true, entries: counts.entries })}\n`;
      flush();
      close();
      return { ...counts, problems };
    },
    close,
  };
}
