import { XMLParser } from "fast-xml-parser";
import * as z from "zod";
import { c4OfBytes } from "../c4.ts";
import type { Destination } from "../destination/destination.ts";
import { readStoredText } from "../destination/whole-file.ts";
import { archiveFiles } from "./archive-files.ts";
import { type ChainLink, chainXml } from "./manifest.ts";

/** The checksum history of an archive's folder. */
export interface MhlHistory {
  /** In the order of their generations; those that the chain has not yet included. */
  readonly chain: readonly ChainLink[];
  /** xxh128 by path, as it was first recorded. */
  readonly known: ReadonlyMap<string, string>;
  /** What is wrong with the history itself, in sentences. */
  readonly faults: readonly string[];
}

export const historyFolder = "ascmhl";
export const chainFile = "ascmhl_chain.xml";

const textOf = z.union([z.string(), z.object({ "#text": z.string() }).transform((element) => element["#text"])]);
const hashElement = z.object({
  path: textOf,
  xxh128: z.object({ "#text": z.string(), "@_action": z.string().optional() }).optional(),
});
const manifestSchema = z.object({
  hashlist: z.object({ hashes: z.object({ hash: z.array(hashElement).default([]) }).catch({ hash: [] }) }),
});
const chainSchema = z.object({
  ascmhldirectory: z.object({
    hashlist: z.array(z.object({ "@_sequencenr": z.string(), path: z.string(), c4: z.string() })).default([]),
  }),
});

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  trimValues: false,
  isArray: (name, place) => place === "hashlist.hashes.hash" || (name === "hashlist" && place !== "hashlist"),
});

/**
 * Reads what an archive's folder has of a history; an empty one where there is none. A finished session without a chain is a
 * fault: the chain is begun before the first session is finished.
 */
export function readHistory(destination: Destination): MhlHistory {
  const faults: string[] = [];
  const names = destination.list(historyFolder).filter((name) => /^\d{4,}_.*\.mhl$/s.test(name));
  const recorded = new Map<string, ChainLink>();
  if (destination.list(historyFolder).includes(chainFile)) {
    const chain = chainSchema.safeParse(parse(destination, chainFile));
    if (!chain.success) faults.push(`${historyFolder}/${chainFile} is damaged.`);
    for (const { path, c4, "@_sequencenr": number } of chain.data?.ascmhldirectory.hashlist ?? [])
      recorded.set(path, { sequence: Number(number), file: path, c4 });
  } else if (names.length > 0 || archiveFiles(destination).some((file) => file.endsWith("/session.json")))
    faults.push(`${historyFolder}/${chainFile} is not there.`);
  for (const file of recorded.keys()) if (!names.includes(file)) faults.push(`${historyFolder}/${file} is not there.`);
  const known = new Map<string, string>();
  const chain = new Map(recorded);
  let last = "";
  for (const file of names.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))) {
    const text = readStoredText(destination, `${historyFolder}/${file}`);
    const c4 = c4OfBytes(Buffer.from(text));
    const link = recorded.get(file);
    if (link !== undefined) last = text;
    if (link !== undefined && link.c4 !== c4) faults.push(`${historyFolder}/${file} is not what was written.`);
    // A run that was killed between the manifest and the chain left it.
    if (link === undefined) chain.set(file, { sequence: Number.parseInt(file, 10), file, c4 });
    const manifest = manifestSchema.safeParse(parse(destination, file));
    if (!manifest.success) {
      faults.push(`${historyFolder}/${file} is damaged.`);
      continue;
    }
    for (const { path, xxh128 } of manifest.data.hashlist.hashes.hash)
      if (xxh128 !== undefined && xxh128["@_action"] !== "failed" && !known.has(path)) known.set(path, xxh128["#text"]);
  }
  // Nothing has a checksum of the chain: one that Cresset wrote is held against what it would write.
  if (recorded.size > 0 && / version="[^"]*">Cresset</.test(last)) {
    const written = readStoredText(destination, `${historyFolder}/${chainFile}`);
    if (written !== chainXml([...recorded.values()])) faults.push(`${historyFolder}/${chainFile} was changed.`);
  }
  return { chain: [...chain.values()].toSorted((a, b) => a.sequence - b.sequence), known, faults };
}

function parse(destination: Destination, file: string): unknown {
  try {
    return parser.parse(readStoredText(destination, `${historyFolder}/${file}`));
  } catch {
    return undefined;
  }
}
