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
const flushBytes = 1024 * 1024;

/** Writes a table of contents, line by line, so that a million entries need no memory. */
export function writeToc(file: string, head: TocHead, entries: Iterable<TocEntry>): WrittenToc {
  const handle = fs.openSync(file, "w");
  const counts = { entries: 0, bytes: 0, files: 0, fileBytes: 0 };
  const problems: TocEntry[] = [];
  let text = "";
  const flush = () => {
    const bytes = Buffer.from(text);
    fs.writeFileSync(handle, bytes);
    counts.bytes += bytes.length;
    text = "";
  };
  try {
    text = `${JSON.stringify(head)}\n`;
    for (const entry of entries) {
      text += `${JSON.stringify(entry)}\n`;
      counts.entries += 1;
      if (entry.type === "file" && entry.parts !== undefined) {
        counts.files += 1;
        counts.fileBytes += entry.size ?? 0;
      }
      if (entry.problem !== undefined && problems.length < keptProblems) problems.push(entry);
      if (text.length > flushBytes) flush();
    }
    text += `${JSON.stringify({ end: true, entries: counts.entries })}\n`;
    flush();
  } finally {
    fs.closeSync(handle);
  }
  return { ...counts, problems };
}
