import { setImmediate } from "node:timers/promises";
import type { ArchivedFile, KnownArchive, SessionRecord } from "../archive-history.ts";
import { folded } from "../project/search-text.ts";
import type { Store, StoreTransaction } from "../store/store.ts";
import { type FileBlock, filesPerBlock, packBlock } from "./file-block.ts";

/** Rows of one statement; blocks of one transaction, which must not keep other processes from writing. */
const clipsAtOnce = 500;
const blocksAtOnce = 64;

export async function writeArchive(transaction: StoreTransaction, archive: KnownArchive): Promise<void> {
  const { id, name, place, comment, createdAt } = archive;
  await transaction
    .insertInto("archives")
    .values({ id, name, place, comment, created_at: createdAt })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ name, place, comment }))
    .execute();
}

/**
 * See `ArchiveHistory.recordSession`: in short transactions, and shown from the last one on. What a process left that was
 * killed meanwhile is not shown and is replaced by the next that records the session.
 */
export async function recordSession(store: Store, { archive, session, clips, files }: SessionRecord): Promise<void> {
  const key = { archive_id: archive.id, session: session.session };
  await store.write("soon", async (transaction) => {
    await writeArchive(transaction, archive);
    const old = transaction
      .selectFrom("archive_blocks")
      .select("id")
      .where("archive_id", "=", key.archive_id)
      .where("session", "=", key.session);
    await transaction.deleteFrom("archive_signatures").where("block_id", "in", old).execute();
    for (const table of ["archive_blocks", "archive_clips", "archive_sessions"] as const)
      await transaction
        .deleteFrom(table)
        .where("archive_id", "=", key.archive_id)
        .where("session", "=", key.session)
        .execute();
    await transaction
      .insertInto("archive_sessions")
      .values({
        ...key,
        started_at: session.startedAt,
        ended_at: session.endedAt,
        host: session.host,
        user_name: session.user,
        project: session.project,
        files: session.files,
        bytes: session.bytes,
        clips: session.clips,
        frames: session.frames,
        problems: session.problems,
        segments: session.segments,
        is_whole: 0,
      })
      .execute();
  });
  const clipNames = new Map<string, string>();
  for (const some of inLots(clips, clipsAtOnce)) {
    for (const { id, name } of some) clipNames.set(id, name);
    const rows = some.map(({ id, name, path }) => ({
      ...key,
      clip_id: id,
      name,
      path,
      text: folded(`${name}\n${path}`),
    }));
    await store.write("soon", async (transaction) => {
      await transaction
        .insertInto("archive_clips")
        .values(rows)
        .onConflict((conflict) => conflict.columns(["archive_id", "session", "clip_id"]).doNothing())
        .execute();
    });
  }
  for (const blocks of inLots(blocksOf(files, clipNames), blocksAtOnce)) {
    await store.write("soon", (transaction) => writeBlocks(transaction, key, blocks));
    // What else the program has to do comes in between.
    await setImmediate();
  }
  await store.write("now", async (transaction) => {
    await transaction
      .updateTable("archive_sessions")
      .set({ is_whole: 1 })
      .where("archive_id", "=", key.archive_id)
      .where("session", "=", key.session)
      .execute();
  });
}

function* blocksOf(files: Iterable<ArchivedFile>, clipNames: ReadonlyMap<string, string>): Generator<FileBlock> {
  for (const some of inLots(files, filesPerBlock)) yield packBlock(some, clipNames);
}

async function writeBlocks(
  transaction: StoreTransaction,
  key: { readonly archive_id: string; readonly session: number },
  blocks: readonly FileBlock[],
): Promise<void> {
  const { last } = await transaction
    .selectFrom("archive_blocks")
    .select(({ fn }) => fn.max("id").as("last"))
    .executeTakeFirstOrThrow();
  let id = last ?? 0;
  for (const { names, details, signature } of blocks) {
    id += 1;
    await transaction
      .insertInto("archive_blocks")
      .values({ id, ...key, names, details })
      .execute();
    await transaction.insertInto("archive_signatures").values({ block_id: id, signature }).execute();
  }
}

/** Lists of so many, the last may be shorter. */
function* inLots<T>(all: Iterable<T>, size: number): Generator<readonly T[]> {
  let lot: T[] = [];
  for (const each of all) {
    lot.push(each);
    if (lot.length < size) continue;
    yield lot;
    lot = [];
  }
  if (lot.length > 0) yield lot;
}
