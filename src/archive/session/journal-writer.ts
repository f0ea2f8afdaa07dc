// Without schemas: they take long to load, and the thread that packs only writes.
import { crc32 } from "node:zlib";
import type { GrowingLog } from "../destination/destination.ts";
import type { JournalLine } from "./journal-line.ts";

/** A line with its checksum: a tab, and CRC-32 of what stands before it in hex. */
export const journalText = (line: JournalLine): string => checkedLine(JSON.stringify(line));

const checkedLine = (json: string): string => `${json}\t${crcOf(json)}\n`;

/** CRC-32 in hex. */
export const crcOf = (text: string): string => crc32(text).toString(16).padStart(8, "0");

/** A journal as it is written: lines go to it many at a time. Those before the last `sync` are there after a kill. */
export interface JournalWriter {
  readonly add: (line: JournalLine) => void;
  /** The line of an entry, which is given as JSON. */
  readonly addEntry: (json: string) => void;
  readonly sync: () => void;
}

/** How each line of an entry begins. */
export const entryStart = `${JSON.stringify({ line: "entry" }).slice(0, -1)},`;
/** What stands before the entry's own JSON there. */
export const entryHead = `${entryStart}"entry":`;
const flushLetters = 256 * 1024;

export function journalWriter(log: Pick<GrowingLog, "append" | "sync">): JournalWriter {
  let waiting = "";
  const flush = () => {
    log.append(waiting);
    waiting = "";
  };
  const put = (text: string) => {
    waiting += text;
    if (waiting.length >= flushLetters) flush();
  };
  return {
    add: (line) => put(journalText(line)),
    addEntry: (json) => put(checkedLine(`${entryHead}${json}}`)),
    sync() {
      flush();
      log.sync();
    },
  };
}
