import type { Archive } from "../../archive/archive.ts";
import { sessionCompanion, sessionEntries, type SessionJson, type TocEntry } from "../../archive/read-session.ts";
import type { ArchivedFile, ArchiveHistory, KnownArchive } from "../../catalogue/archive-history.ts";
import { CressetError } from "../../errors.ts";
import { type CatalogueJson, readCatalogueText } from "./catalogue-json.ts";

/** What the history keeps of an archive. */
const knownArchive = ({ facts, place }: Archive): KnownArchive => ({
  id: facts.id,
  name: facts.name,
  place: place.root,
  comment: facts.comment,
  createdAt: facts.createdAt,
});

/**
 * Writes down an archive with every session that the history does not know yet, whoever made it: it is found by a search
 * from then on, plugged in or not.
 */
export async function learnArchive(archive: Archive, history: ArchiveHistory): Promise<void> {
  const known = knownArchive(archive);
  await history.recordArchive(known);
  for (const session of archive.sessions)
    if (!(await history.knowsSession(known.id, session.session))) await learnSession(archive, session, history);
}

async function learnSession(archive: Archive, session: SessionJson, history: ArchiveHistory): Promise<void> {
  const catalogue = catalogueOf(archive, session.session);
  const clips = (catalogue?.entries ?? []).filter(({ kind }) => kind === "clip" || kind === "sequence");
  const { startedAt, endedAt, host, user, files, bytes, frames, problems, segments } = session;
  await history.recordSession({
    archive: knownArchive(archive),
    session: {
      session: session.session,
      startedAt,
      endedAt,
      host,
      user,
      files,
      bytes,
      frames,
      problems,
      project: catalogue?.project.name ?? "",
      clips: session.clips,
      segments: segments.length,
    },
    clips: clips.map(({ id, name, path }) => ({ id, name, path })),
    files: archivedFiles(sessionEntries(archive, session.session)),
  });
}

/** Name of the project that a session was archived from; empty for files of the disk alone. */
export const projectOfSession = (archive: Archive, session: number): string =>
  catalogueOf(archive, session)?.project.name ?? "";

function catalogueOf(archive: Archive, session: number): CatalogueJson | undefined {
  const text = sessionCompanion(archive, session, "catalogue.json");
  try {
    return text === undefined ? undefined : readCatalogueText(text, "catalogue.json");
  } catch (error) {
    // Its files are known all the same; a verification tells that it is damaged.
    if (error instanceof CressetError) return undefined;
    throw error;
  }
}

/** Files and links that are in the archive; what describes the session is not what people look for. */
function* archivedFiles(entries: Iterable<TocEntry>): Generator<ArchivedFile> {
  for (const { path, type, size = 0, clip = "", source, parts } of entries) {
    const name = nameText(path);
    if (type === "folder" || (type === "file" && parts === undefined) || name.startsWith("catalogue/")) continue;
    const from = source === undefined ? "" : nameText(source);
    yield { path: name, bytes: size, clip, source: from, segment: parts?.[0]?.segment ?? 0 };
  }
}

const nameText = (name: TocEntry["path"]): string =>
  typeof name === "string" ? name : Buffer.from(name.base64, "base64").toString();
