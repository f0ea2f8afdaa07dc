import { sql } from "kysely";
import type { ArchivedPageQuery, BrowsedClips, BrowsedFiles, BrowsedFile } from "../archive-history.ts";
import type { Db } from "../project/read-entries.ts";
import { unpackBlock } from "./file-block.ts";
import { searchWords } from "./search-words.ts";

/** Blocks that are looked at for one page before it is handed out unfilled: what is looked for may be rare. */
const mostBlocks = 400;

/** See `ArchiveHistory.filesOf`. */
export async function browseFiles(
  db: Db,
  archiveId: string,
  { session, text = "", after, limit }: ArchivedPageQuery,
): Promise<BrowsedFiles> {
  const words = text.trim() === "" ? undefined : searchWords(text);
  const files: BrowsedFile[] = [];
  let [block, skip] = placeOf(after);
  for (let looked = 0; looked < mostBlocks; looked += 1) {
    let query = db
      .selectFrom("archive_blocks")
      .innerJoin("archive_sessions", (join) =>
        join
          .onRef("archive_sessions.archive_id", "=", "archive_blocks.archive_id")
          .onRef("archive_sessions.session", "=", "archive_blocks.session"),
      )
      .select(["archive_blocks.id", "archive_blocks.session", "archive_blocks.names", "archive_blocks.details"])
      .where("archive_blocks.archive_id", "=", archiveId)
      .where("archive_sessions.is_whole", "=", 1)
      .where("archive_blocks.id", ">=", block)
      .orderBy("archive_blocks.id")
      .limit(1);
    if (session !== undefined) query = query.where("archive_blocks.session", "=", session);
    const row = await query.executeTakeFirst();
    if (row === undefined) return { files, next: undefined };
    const first = row.id === block ? skip : 0;
    let at = 0;
    if (words?.partsIn(row.names) ?? true)
      for (const { text: found, ...file } of unpackBlock(row.details)) {
        if (at >= first) {
          if (files.length >= limit) return { files, next: `${row.id}.${at}` };
          if (words?.isIn(found) ?? true) files.push({ ...file, session: row.session });
        }
        at += 1;
      }
    [block, skip] = [row.id + 1, 0];
  }
  return { files, next: `${block}.0` };
}

function placeOf(after: string | undefined): [block: number, skip: number] {
  const [, block = "0", skip = "0"] = /^(\d{1,15})\.(\d{1,9})$/.exec(after ?? "") ?? [];
  return [Number(block), Number(skip)];
}

/** See `ArchiveHistory.clipsOf`. */
export async function browseClips(
  db: Db,
  archiveId: string,
  { session, text = "", after, limit }: ArchivedPageQuery,
): Promise<BrowsedClips> {
  let query = db
    .selectFrom("archive_clips")
    .innerJoin("archive_sessions", (join) =>
      join
        .onRef("archive_sessions.archive_id", "=", "archive_clips.archive_id")
        .onRef("archive_sessions.session", "=", "archive_clips.session"),
    )
    .select(["archive_clips.clip_id as id", "archive_clips.name", "archive_clips.path", "archive_clips.session"])
    .where("archive_clips.archive_id", "=", archiveId)
    .where("archive_sessions.is_whole", "=", 1)
    .orderBy("archive_clips.session")
    .orderBy("archive_clips.path")
    .orderBy("archive_clips.clip_id")
    .offset(Number(after ?? 0))
    .limit(limit + 1);
  if (session !== undefined) query = query.where("archive_clips.session", "=", session);
  const { words } = text.trim() === "" ? { words: [] } : searchWords(text);
  for (const word of words) {
    const pattern = `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`;
    query = query.where(sql<boolean>`${sql.ref("archive_clips.text")} like ${pattern} escape '\\'`);
  }
  const clips = await query.execute();
  const hasMore = clips.length > limit;
  return { clips: clips.slice(0, limit), next: hasMore ? String(Number(after ?? 0) + limit) : undefined };
}
