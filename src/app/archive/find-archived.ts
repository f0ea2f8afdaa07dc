import path from "node:path";
import type { Archive } from "../../archive/archive.ts";
import { sessionCompanion } from "../../archive/read-session.ts";
import { entryPrefix } from "../resolve-sources.ts";
import type { ArchivedEntry, CatalogueJson } from "./catalogue-json.ts";
import { checkedCatalogue } from "./list-archive.ts";

/** What of one session is to be restored. */
export interface ArchivedPart {
  readonly session: number;
  readonly catalogue: CatalogueJson | undefined;
  /** Chosen entries with all that lies in them. What one lies in may be an entry of another session. */
  readonly entries: readonly ArchivedEntry[];
  /** Paths in the session: media of the entries, and files that were named. Nothing means everything. */
  readonly paths: readonly string[] | undefined;
}

/**
 * What paths mean in the sessions of an archive, the newest session first: of an entry that several sessions have, the
 * newest is taken. A path is an entry's as it was in the catalogue, a file's as it was on disk, or one in the archive.
 */
export async function findArchived(
  archive: Archive,
  { paths, sessions }: { readonly paths: readonly string[]; readonly sessions: readonly number[] | undefined },
  signal: AbortSignal,
): Promise<readonly ArchivedPart[]> {
  const taken = new Set<string>();
  /** What entries lay in that were archived by themselves later. */
  const parents = new Map<string, string>();
  const found: ArchivedPart[] = [];
  for (const session of archive.there.toReversed()) {
    if (sessions !== undefined && !sessions.includes(session)) continue;
    const catalogue = mayHaveEntries(archive, session) ? await checkedCatalogue(archive, session, signal) : undefined;
    const chosen = chosenEntries(catalogue?.entries ?? [], paths);
    for (const { id, parent } of chosen) if (parent !== undefined && !parents.has(id)) parents.set(id, parent);
    const entries = chosen.filter(({ id }) => !taken.has(id));
    for (const { id } of entries) taken.add(id);
    found.push({ session, catalogue, entries, paths: undefined });
  }
  const media = archivedMedia(found);
  const files = paths.flatMap((each) => filePaths(each));
  return found.map((part) => ({
    ...part,
    entries: part.entries.map((entry) => withParent(entry, parents)),
    paths: paths.length === 0 ? undefined : [...mediaPaths(part.entries, media), ...files],
  }));
}

function withParent(entry: ArchivedEntry, parents: ReadonlyMap<string, string>): ArchivedEntry {
  const parent = entry.parent ?? parents.get(entry.id);
  // Two sessions may know the tree the other way round.
  const seen = new Set<string>();
  for (let above = parent; above !== undefined && !seen.has(above); above = parents.get(above)) {
    if (above === entry.id) return entry;
    seen.add(above);
  }
  return parent === undefined ? entry : { ...entry, parent };
}

/**
 * Where media was, and where it lies in the archive: of what a session left out (`--no-media`) what another one holds, the
 * newest first.
 */
export function archivedMedia(found: readonly ArchivedPart[]): ReadonlyMap<string, string> {
  const media = new Map<string, string>();
  for (const { catalogue } of found)
    for (const { path: where, archived } of catalogue?.media ?? []) if (!media.has(where)) media.set(where, archived);
  return media;
}

/** Looking into the segments takes a moment, which a session of files alone need not. */
function mayHaveEntries(archive: Archive, number: number): boolean {
  const session = archive.sessions.find((each) => each.session === number);
  return session?.clips !== 0 || sessionCompanion(archive, number, "catalogue.json") !== undefined;
}

/** Entries that are named, and those that lie in them. */
function chosenEntries(entries: readonly ArchivedEntry[], paths: readonly string[]): readonly ArchivedEntry[] {
  if (paths.length === 0) return entries;
  const chosen = new Set<string>();
  return entries.filter((entry) => {
    const isChosen =
      (entry.parent !== undefined && chosen.has(entry.parent)) || paths.some((named) => isNamed(entry, named));
    if (isChosen) chosen.add(entry.id);
    return isChosen;
  });
}

/** Whether an entry, or what it lies in, is called so. */
export function isNamed({ id, path: where }: ArchivedEntry, named: string): boolean {
  const plain = named.startsWith(entryPrefix) ? named.slice(entryPrefix.length) : named;
  if (plain === id) return true;
  const wanted = plain.length > 1 ? plain.replace(/\/+$/, "").normalize("NFC") : plain;
  // On the Desktop the reel group may be left out, as everywhere.
  const short = where.replace(/^\/Desktop\/[^/]+\/(?=[^/])/, "/Desktop/");
  return wanted === "/" || [where, short].some((each) => `${each}/`.startsWith(`${wanted}/`));
}

/** Where the media of entries lies in the session: files, and folders of image sequences. */
function mediaPaths(entries: readonly ArchivedEntry[], archived: ReadonlyMap<string, string>): readonly string[] {
  const paths = entries.flatMap(playedBy).flatMap((where) => archived.get(where) ?? []);
  return [...new Set(paths.map((where) => path.posix.dirname(where)))];
}

/** Paths of the media that an entry plays, as they were. */
export function playedBy({ facts, plays = [] }: ArchivedEntry): readonly string[] {
  if (facts?.source.kind !== "media") return plays;
  return facts.source.versions.flatMap(({ media, sound = [] }) => [media, ...sound].map((each) => each.path));
}

/** What a path may be called in the archive, where it is no entry's. */
function filePaths(named: string): readonly string[] {
  if (named.startsWith(entryPrefix) || named === "/") return [];
  const plain = named.replace(/^\/+|\/+$/g, "");
  return [plain, `files/${plain}`];
}
