import fs from "node:fs";
import path from "node:path";
import type { TocEntry } from "../format/archive-json.ts";
import { chainLink, chainXml, type ManifestItem, manifestName, manifestWriter } from "./manifest.ts";

export interface PayloadMhlFacts {
  /** Folder that the manifest covers: that of the session, as it is extracted. */
  readonly root: string;
  readonly startedAt: string;
  readonly tool: string;
  readonly host: string;
  readonly user: string;
  readonly comment: string;
}

/** The ASC MHL history of a session's payload as it grows. */
export interface PayloadMhlWriter {
  add(entry: TocEntry): void;
  /** @returns the manifest's file. */
  finish(): string;
  /** Takes away what is not finished. Safe to call after `finish`. */
  close(): void;
}

/**
 * Writes the ASC MHL history of a session's payload into `folder`: the first generation, so that the tree that `tar`
 * extracts verifies with the reference tool. What is not a regular file is left to the table of contents, as are names that
 * XML cannot hold.
 */
export function payloadMhlWriter(folder: string, facts: PayloadMhlFacts): PayloadMhlWriter {
  fs.mkdirSync(folder, { recursive: true });
  const name = manifestName(1, facts.root, facts.startedAt);
  const [tool = "Cresset", toolVersion = ""] = facts.tool.split(" ");
  const manifest = manifestWriter(path.join(folder, name), {
    createdAt: facts.startedAt,
    tool,
    toolVersion,
    host: facts.host,
    user: facts.user,
    comment: facts.comment,
    process: "transfer",
    ignore: [".DS_Store", "ascmhl", "ascmhl/", ".cresset", ".cresset/"],
  });
  return {
    add(entry) {
      const item = manifestItem(entry);
      if (item !== undefined) manifest.add(item);
    },
    finish() {
      manifest.finish();
      manifest.close();
      fs.writeFileSync(path.join(folder, "ascmhl_chain.xml"), chainXml([chainLink(1, folder, name)]));
      return path.join(folder, name);
    },
    close: () => manifest.close(),
  };
}

function manifestItem({ path: name, type, mtimeNs, xxh128, size }: TocEntry): ManifestItem | undefined {
  // Text is UTF-8; what is not comes as bytes.
  if (typeof name !== "string") return undefined;
  const item = { path: name, modifiedAt: isoOf(mtimeNs) };
  if (type === "folder") return item;
  if (xxh128 !== undefined) return { ...item, xxh128, size: size ?? 0 };
  return type === "symlink" || type === "fifo" ? { ...item, isNoFile: true } : undefined;
}

const isoOf = (mtimeNs: string): string => new Date(Number(mtimeNs.slice(0, -6)) || 0).toISOString();
