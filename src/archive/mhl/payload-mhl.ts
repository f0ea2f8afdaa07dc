import { isUtf8 } from "node:buffer";
import fs from "node:fs";
import path from "node:path";
import type { TocEntry } from "../format/archive-json.ts";
import { nameBytes } from "../format/toc-name.ts";
import { chainLink, chainXml, type ManifestItem, manifestName, writeManifest } from "./manifest.ts";

export interface PayloadMhlFacts {
  /** Folder that the manifest covers: that of the session, as it is extracted. */
  readonly root: string;
  readonly startedAt: string;
  readonly tool: string;
  readonly host: string;
  readonly user: string;
  readonly comment: string;
}

/**
 * Writes the ASC MHL history of a session's payload into `folder`: the first generation, so that the tree that `tar`
 * extracts verifies with the reference tool. What is not a regular file is left to the table of contents, as are names that
 * XML cannot hold.
 * @returns the manifest's file.
 */
export function writePayloadMhl(entries: Iterable<TocEntry>, folder: string, facts: PayloadMhlFacts): string {
  fs.mkdirSync(folder, { recursive: true });
  const name = manifestName(1, facts.root, facts.startedAt);
  const [tool = "Cresset", toolVersion = ""] = facts.tool.split(" ");
  writeManifest(
    path.join(folder, name),
    {
      createdAt: facts.startedAt,
      tool,
      toolVersion,
      host: facts.host,
      user: facts.user,
      comment: facts.comment,
      process: "transfer",
      ignore: [".DS_Store", "ascmhl", "ascmhl/", ".cresset", ".cresset/"],
    },
    manifestItems(entries),
  );
  fs.writeFileSync(path.join(folder, "ascmhl_chain.xml"), chainXml([chainLink(1, folder, name)]));
  return path.join(folder, name);
}

function* manifestItems(entries: Iterable<TocEntry>): Generator<ManifestItem> {
  for (const { path: name, type, mtimeNs, xxh128, size } of entries) {
    const bytes = nameBytes(name);
    if (!isUtf8(bytes)) continue;
    const item = { path: bytes.toString("utf8"), modifiedAt: isoOf(mtimeNs) };
    if (type === "folder") yield item;
    else if (xxh128 !== undefined) yield { ...item, xxh128, size: size ?? 0 };
    else if (type === "symlink" || type === "fifo") yield { ...item, isNoFile: true };
  }
}

const isoOf = (mtimeNs: string): string => new Date(Number(BigInt(mtimeNs) / 1_000_000n)).toISOString();
