import path from "node:path";
import type { Destination } from "../destination/destination.ts";
import type { ArchiveJson } from "./archive-json.ts";
import { archiveFormatVersion } from "./format-version.ts";
import { readLabel } from "./read-label.ts";

/** Facts of an archive whose `archive.json` is gone or damaged, from its segments, which say themselves what they are of. */
export function recoverFacts(destination: Destination, sessionFolders: readonly string[]): ArchiveJson {
  const label = firstLabel(destination, sessionFolders);
  return {
    format: "cresset-archive",
    version: archiveFormatVersion,
    id: label?.archiveId ?? "00000000-0000-4000-8000-000000000000",
    name: label?.archiveName ?? path.basename(destination.place),
    comment: "",
    segmentBytes: 1024 * 1024 * 1024,
    createdAt: new Date(0).toISOString(),
    tool: "",
    host: "",
    user: "",
  };
}

function firstLabel(destination: Destination, folders: readonly string[]) {
  for (const folder of folders)
    for (const name of destination.list(folder)) {
      const label = name.endsWith(".tar") ? readLabel(destination, `${folder}/${name}`) : undefined;
      if (label !== undefined) return label;
    }
  return undefined;
}
