import { mkdirSync } from "node:fs";
import path from "node:path";
import type { TocEntry, TocHead } from "../format/archive-json.ts";
import { tocWriter, type WrittenToc } from "../format/write-toc.ts";
import { type PayloadMhlFacts, payloadMhlWriter } from "../mhl/payload-mhl.ts";
import type { EntryText } from "./read-journal.ts";

/** Where what describes a session's payload is written, and what it says of all of it. */
export interface DescriptionPlan {
  /** A folder of ours outside of the archive. */
  readonly scratch: string;
  readonly head: TocHead;
  readonly mhl: PayloadMhlFacts;
}

/** What describes a session's payload: its table of contents and its ASC MHL history. */
export interface Description {
  readonly toc: WrittenToc;
  readonly tocFile: string;
  readonly mhlFolder: string;
  readonly manifest: string;
}

/** The description as it grows, entry by entry in the archive's order. */
export interface DescriptionWriter {
  /** @param json the entry as JSON, where that was made already. */
  add(entry: TocEntry, json?: string): void;
  finish(): Description;
  /** Gives up what is not finished. Safe to call after `finish`. */
  close(): void;
}

export function descriptionWriter({ scratch, head, mhl }: DescriptionPlan): DescriptionWriter {
  const mhlFolder = path.join(scratch, "ascmhl");
  const tocFile = path.join(scratch, ".cresset", "toc.jsonl");
  mkdirSync(path.dirname(tocFile), { recursive: true });
  const toc = tocWriter(tocFile, head);
  const history = payloadMhlWriter(mhlFolder, mhl);
  return {
    add(entry, json) {
      toc.add(entry, json);
      history.add(entry);
    },
    finish: () => ({ toc: toc.finish(), tocFile, mhlFolder, manifest: history.finish() }),
    close() {
      toc.close();
      history.close();
    },
  };
}

/** Describes what earlier tries archived, from what they noted: to the letter as it would have been described then. */
export function describeKept(entries: Iterable<EntryText>, plan: DescriptionPlan): Description {
  const writer = descriptionWriter(plan);
  try {
    for (const { entry, json } of entries) writer.add(entry, json);
    return writer.finish();
  } finally {
    writer.close();
  }
}
