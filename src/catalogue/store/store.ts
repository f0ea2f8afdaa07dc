import { Kysely, sql, type Transaction } from "kysely";
import { CressetError } from "../../errors.ts";
import { type ReadLists, type SqliteDialect, sqliteDialect } from "./sqlite-dialect.ts";
import { type StoreMigration, storeMigrations } from "./store-migrations.ts";
import type { StoreSchema } from "./store-schema.ts";

/**
 * When a transaction reaches the disk. `now`: when it is committed (one fsync). `soon`: it survives the end of this
 * process at once, a power cut after the next `now`; it costs a twentieth.
 */
export type Durability = "now" | "soon";

export type StoreTransaction = Transaction<StoreSchema>;

export type { ReadLists };

/** One database with Cresset's tables. */
export interface Store {
  readonly db: Kysely<StoreSchema>;
  /** Runs a write transaction: all or nothing; transactions of one store run one after the other. */
  write<T>(durability: Durability, work: (transaction: StoreTransaction) => Promise<T>): Promise<T>;
  /** Several questions to one state of the database, whatever others write meanwhile. Takes no lock; nothing may be written. */
  read<T>(work: (db: Kysely<StoreSchema>, lists: ReadLists) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens the database at `file`, makes it if it is missing, and brings an older schema up to date. Several processes may
 * do so at once.
 * @throws CressetError when the file is damaged, not Cresset's, not writable, or from a newer Cresset.
 */
export async function openStore(file: string, migrations: readonly StoreMigration[] = storeMigrations): Promise<Store> {
  const store = kyselyStore(sqliteDialect(file));
  try {
    await migrate(store, file, migrations);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

function kyselyStore(dialect: SqliteDialect): Store {
  const db = new Kysely<StoreSchema>({ dialect });
  let current: Durability = "now";
  return {
    db,
    write: (durability, work) =>
      db.connection().execute(async (connection) => {
        // SQLite takes the setting between transactions only. PostgreSQL has `set local synchronous_commit` for the same.
        if (current !== durability) {
          await sql`pragma synchronous = ${sql.raw(durability === "now" ? "full" : "normal")}`.execute(connection);
          current = durability;
        }
        return connection.transaction().execute(work);
      }),
    read: (work) =>
      db.connection().execute(async (connection) => {
        await sql`begin`.execute(connection);
        try {
          return await work(connection, dialect.lists);
        } finally {
          await sql`commit`.execute(connection);
        }
      }),
    close: () => db.destroy(),
  };
}

async function migrate(store: Store, file: string, migrations: readonly StoreMigration[]): Promise<void> {
  await store.db.schema
    .createTable("cresset_schema")
    .ifNotExists()
    .addColumn("version", "integer", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("applied_at", "text", (column) => column.notNull())
    .execute();
  const found = await versionOf(store.db);
  if (found > migrations.length)
    throw new CressetError(
      "bad-input",
      `The store ${file} was written by a newer Cresset (schema ${found}, this one knows ${migrations.length}). Update Cresset, or give another path.`,
    );
  if (found === migrations.length) return;
  await store.write("now", async (transaction) => {
    // Read again: another process may have brought it up to date while this one waited for the lock.
    const version = await versionOf(transaction);
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      await migration.up(transaction);
      await transaction
        .insertInto("cresset_schema")
        .values({ version: index + 1, name: migration.name, applied_at: new Date().toISOString() })
        .execute();
    }
  });
}

async function versionOf(db: Kysely<StoreSchema>): Promise<number> {
  const row = await db
    .selectFrom("cresset_schema")
    .select(({ fn }) => fn.max("version").as("version"))
    .executeTakeFirst();
  return row?.version ?? 0;
}
