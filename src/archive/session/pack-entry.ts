import { ownerOf } from "../format/owner-names.ts";
import { tocName } from "../format/toc-name.ts";
import type { TocEntry } from "../format/archive-json.ts";
import { encodedAttributes } from "./found-attributes.ts";
import type { FoundFile, NotFound } from "./walk-files.ts";

/** What the table of contents says of everything that was found, whatever it is. */
export function foundEntry(found: FoundFile): TocEntry {
  return {
    path: tocName(found.path),
    type: found.type,
    mtimeNs: String(found.stat.mtimeNs),
    mode: Number(found.stat.mode & 0o7777n),
    owner: ownerOf(Number(found.stat.uid), Number(found.stat.gid)),
    source: tocName(found.source),
    ...(found.link === undefined ? {} : { link: tocName(found.link) }),
    ...(found.xattrs === undefined ? {} : { xattrs: encodedAttributes(found.xattrs) }),
    ...(found.clip === undefined ? {} : { clip: found.clip }),
  };
}

/** A file that is not in the archive, and why. */
export function missingEntry(missing: NotFound): TocEntry {
  return {
    path: tocName(missing.path),
    type: "file",
    mtimeNs: "0",
    mode: 0,
    source: tocName(missing.source),
    ...(missing.clip === undefined ? {} : { clip: missing.clip }),
    problem: { kind: missing.kind, message: missing.problem },
  };
}

/** A file that could not be opened, or is gone. */
export function unreadable(found: FoundFile, error: unknown): NotFound {
  const gone = error instanceof Error && "code" in error && error.code === "ENOENT";
  const problem = error instanceof Error ? error.message : String(error);
  return { ...found, kind: gone ? "vanished" : "unreadable", problem };
}
