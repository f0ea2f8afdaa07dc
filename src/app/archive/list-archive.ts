import { type Archive, readArchive } from "../../archive/archive.ts";
import { restoreArchive } from "../../archive/read-back.ts";
import { sessionCompanion, type SessionJson } from "../../archive/read-session.ts";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type CatalogueJson, readCatalogueText } from "./catalogue-json.ts";
import type { ArchiveParts } from "./archive-parts.ts";
import { findArchive } from "./find-archive.ts";

/** What lies in an archive. */
export interface ListedArchive {
  readonly id: string;
  readonly name: string;
  readonly comment: string;
  readonly createdAt: string;
  readonly place: string;
  readonly segmentBytes: number;
  readonly sessions: readonly ListedSession[];
  /** Sentences: what is damaged of what tells of the archive. */
  readonly damage: readonly string[];
  /** Number of the session that waits to be resumed. */
  readonly unfinished: number | undefined;
}

export interface ListedSession extends SessionJson {
  readonly entries: readonly ListedEntry[];
}

export interface ListedEntry {
  readonly id: string;
  readonly kind: string;
  /** Where it lay in the catalogue. */
  readonly path: string;
  /** Of clips and sequences. */
  readonly frames?: number;
}

export async function listArchive(named: string, parts: ArchiveParts): Promise<ListedArchive> {
  const archive = readArchive(await findArchive(named, parts));
  const { id, name, comment, createdAt, segmentBytes } = archive.facts;
  const sessions: ListedSession[] = [];
  for (const session of archive.sessions) {
    const catalogue = await archivedCatalogue(archive, session.session);
    const entries = (catalogue?.entries ?? []).map((entry) => ({
      id: entry.id,
      kind: entry.kind,
      path: entry.path,
      ...(entry.facts === undefined ? {} : { frames: entry.facts.duration }),
    }));
    sessions.push({ ...session, entries });
  }
  const { place, unfinished } = archive;
  const damage = archive.damage.map(({ message }) => message);
  return { id, name, comment, createdAt, segmentBytes, place: place.root, sessions, damage, unfinished };
}

/** What a session knows of the catalogue: from the copy beside its segments, else from the segments. */
export async function archivedCatalogue(archive: Archive, session: number): Promise<CatalogueJson | undefined> {
  const text = sessionCompanion(archive, session, "catalogue.json");
  if (text !== undefined) {
    try {
      return readCatalogueText(text, "catalogue.json");
    } catch {
      // The one in the segments is checked when it is read.
    }
  }
  return checkedCatalogue(archive, session, new AbortController().signal);
}

/** The same out of the segments, held against its checksum; nothing where the session has no entries. */
export async function checkedCatalogue(
  { place }: Archive,
  session: number,
  signal: AbortSignal,
): Promise<CatalogueJson | undefined> {
  const scratch = await mkdtemp(path.join(tmpdir(), "cresset-catalogue-"));
  try {
    const { files } = await restoreArchive({
      place,
      target: scratch,
      paths: ["catalogue/catalogue.json"],
      sessions: [session],
      overwrite: "never",
      withoutPrefix: "catalogue",
      signal,
      onProgress: () => {},
    });
    if (files === 0) return undefined;
    const text = await readFile(path.join(scratch, "catalogue.json"), "utf8");
    return readCatalogueText(text, `catalogue.json of session ${session} in ${place.root}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
