import { sql } from "kysely";
import type { FoundArchived, FoundClip, FoundFile } from "../archive-history.ts";
import type { Db } from "../project/read-entries.ts";
import { unpackBlock } from "./file-block.ts";
import { type SearchWords, searchWords } from "./search-words.ts";

const defaultLimit = 100;
/** Signatures that are held in memory at once: 8 MB. */
const signaturesAtOnce = 4000;

/** See `ArchiveHistory.search`. */
export async function searchArchived(
  db: Db,
  text: string,
  { limit = defaultLimit, archiveId }: { readonly limit?: number; readonly archiveId?: string } = {},
): Promise<FoundArchived> {
  const words = searchWords(text);
  const clips = await findClips(db, words, limit + 1, archiveId);
  const files: FoundFile[] = [];
  for await (const found of findFiles(db, words, archiveId)) {
    files.push(found);
    if (files.length > limit) break;
  }
  return {
    clips: clips.slice(0, limit),
    files: files.slice(0, limit),
    hasMore: clips.length > limit || files.length > limit,
  };
}

async function findClips(
  db: Db,
  { words }: SearchWords,
  limit: number,
  archiveId: string | undefined,
): Promise<readonly FoundClip[]> {
  let query = db
    .selectFrom("archive_clips")
    .innerJoin("archives", "archives.id", "archive_clips.archive_id")
    .innerJoin("archive_sessions", (join) =>
      join
        .onRef("archive_sessions.archive_id", "=", "archive_clips.archive_id")
        .onRef("archive_sessions.session", "=", "archive_clips.session"),
    )
    .select([
      "archive_clips.archive_id as archiveId",
      "archives.name as archiveName",
      "archives.place",
      "archive_clips.session",
      "archive_sessions.ended_at as archivedAt",
      "archive_clips.clip_id as id",
      "archive_clips.name",
      "archive_clips.path",
    ])
    .where("archive_sessions.is_whole", "=", 1)
    .orderBy("archive_sessions.ended_at", "desc")
    .limit(limit);
  for (const word of words) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`${sql.ref("archive_clips.text")} like ${pattern} escape '\\'`);
  }
  return (archiveId === undefined ? query : query.where("archive_clips.archive_id", "=", archiveId)).execute();
}

/** Newest blocks first: signatures, then the names of those that may have it, then the files of those that do. */
async function* findFiles(db: Db, words: SearchWords, archiveId: string | undefined): AsyncGenerator<FoundFile> {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const signatures = await db
      .selectFrom("archive_signatures")
      .selectAll()
      .where("block_id", "<", before)
      .orderBy("block_id", "desc")
      .limit(signaturesAtOnce)
      .execute();
    for (const { block_id, signature } of signatures)
      if (words.mayBeIn(signature)) yield* filesOfBlock(db, block_id, words, archiveId);
    before = signatures.at(-1)?.block_id ?? 0;
    if (signatures.length < signaturesAtOnce) return;
  }
}

async function* filesOfBlock(
  db: Db,
  id: number,
  words: SearchWords,
  archiveId: string | undefined,
): AsyncGenerator<FoundFile> {
  const block = await db
    .selectFrom("archive_blocks")
    .select(["archive_id", "session", "names"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (block === undefined || !words.partsIn(block.names)) return;
  if (archiveId !== undefined && block.archive_id !== archiveId) return;
  const place = await db
    .selectFrom("archive_sessions")
    .innerJoin("archives", "archives.id", "archive_sessions.archive_id")
    .select([
      "archives.id as archiveId",
      "archives.name as archiveName",
      "archives.place",
      "archive_sessions.session",
      "archive_sessions.ended_at as archivedAt",
    ])
    .where("archive_id", "=", block.archive_id)
    .where("session", "=", block.session)
    .where("is_whole", "=", 1)
    .executeTakeFirst();
  if (place === undefined) return;
  const { details } = await db
    .selectFrom("archive_blocks")
    .select("details")
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  for (const { text, ...file } of unpackBlock(details)) if (words.isIn(text)) yield { ...place, ...file };
}
