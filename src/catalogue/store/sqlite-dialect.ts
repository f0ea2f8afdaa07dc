import { mkdirSync, statfsSync } from "node:fs";
import path from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
} from "kysely";
import { CressetError, type ErrorCode } from "../../errors.ts";

/** How long a write waits for another process's, in milliseconds. */
const lockTimeout = 5000;

/** SQLite's result code for a lock that somebody else holds. */
const busy = 5;

/** File systems shared over a network (NFS, SMB, CIFS, SMB2, FUSE): no shared memory, which the write-ahead log needs. */
const networkFileSystems = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x65735546]);

/** Rows as lists of their values, in the order of the columns. */
export type ReadLists = (question: CompiledQuery) => readonly (readonly unknown[])[];

export interface SqliteDialect extends Dialect {
  /** What Kysely would give as objects, for those who read 100,000 rows: half of the time goes into these objects. */
  readonly lists: ReadLists;
}

/**
 * Kysely over the SQLite inside Node. Statements that give rows (RETURNING too) are told by their columns, and
 * transactions take the write lock at once: one that reads first and writes later would fail instead of waiting when
 * another process wrote in between.
 * @throws CressetError when the file cannot be opened or is not a database of Cresset.
 */
export function sqliteDialect(file: string): SqliteDialect {
  const database = new NodeSqliteDatabase(openDatabase(file));
  return {
    lists: ({ sql, parameters }) => database.prepare(sql).lists(parameters),
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new PatientDriver(file, database, () => database.isInTransaction),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function openDatabase(file: string): DatabaseSync {
  const folder = path.dirname(file);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw error instanceof Error ? failure(file, unopenable, error) : error;
  }
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: lockTimeout, enableForeignKeyConstraints: true });
    refuseOthersDatabase(file, database);
    const journalMode = networkFileSystems.has(statfsSync(folder).type) ? "delete" : "wal";
    const current = database.prepare("pragma journal_mode").get()?.["journal_mode"];
    if (current !== journalMode) database.exec(`pragma journal_mode = ${journalMode}`);
    database.exec("pragma synchronous = full; pragma busy_timeout = 20");
    return database;
  } catch (error) {
    database?.close();
    throw storeError(file, error);
  }
}

function refuseOthersDatabase(file: string, database: DatabaseSync): void {
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
  if (tables.length === 0 || tables.some((table) => table["name"] === "cresset_schema")) return;
  throw new CressetError(
    "bad-input",
    `${file} is a database of another program, not a store of Cresset. Give another path, or move the file away.`,
  );
}

class PatientDriver extends SqliteDriver {
  readonly #file: string;
  readonly #isInTransaction: () => boolean;

  constructor(file: string, database: SqliteDatabase, isInTransaction: () => boolean) {
    super({ database });
    this.#file = file;
    this.#isInTransaction = isInTransaction;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query, options) => patiently(this.#file, () => connection.executeQuery(query, options)),
      streamQuery: (query, chunkSize, options) => connection.streamQuery(query, chunkSize, options),
    };
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  /** After some failures, a full disk among them, SQLite has rolled back itself; asked again it would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isInTransaction()) await super.rollbackTransaction(connection);
  }
}

/**
 * Waits for a lock without blocking the process: the one who holds it may be another store of this same process, which
 * could never let go while SQLite's own wait blocks everything.
 */
async function patiently<T>(file: string, query: () => Promise<T>): Promise<T> {
  const giveUp = performance.now() + lockTimeout;
  for (;;) {
    try {
      return await query();
    } catch (error) {
      if (resultCode(error) !== busy || performance.now() > giveUp) throw storeError(file, error);
      await setTimeout(2 + Math.random() * 10);
    }
  }
}

class NodeSqliteDatabase implements SqliteDatabase {
  readonly #database: DatabaseSync;
  /** The store uses some dozens of statements; preparing each once halves the cost of a step. */
  readonly #prepared = new Map<string, NodeSqliteStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): NodeSqliteStatement {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = new NodeSqliteStatement(this.#database.prepare(sql));
    if (this.#prepared.size >= 100) this.#prepared.clear();
    this.#prepared.set(sql, statement);
    return statement;
  }

  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  close(): void {
    this.#prepared.clear();
    if (this.#database.isOpen) this.#database.close();
  }
}

class NodeSqliteStatement implements SqliteStatement {
  readonly reader: boolean;
  readonly #statement: StatementSync;
  readonly #columns: readonly string[];
  /** A row without values: copies of it have their shape from the beginning, which halves what they cost. */
  readonly #blank: Readonly<Record<string, unknown>>;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.#columns = statement.columns().map(({ name }) => name);
    this.#blank = Object.fromEntries(this.#columns.map((name) => [name, null]));
    this.reader = this.#columns.length > 0;
    // Node makes objects of rows at twice the cost of lists that are made objects of here.
    if (this.reader) statement.setReturnArrays(true);
  }

  all(parameters: readonly unknown[]): unknown[] {
    const rows: unknown[] = this.#statement.all(...parameters.map(bindable));
    return rows.map((row) => this.#toObject(row));
  }

  lists(parameters: readonly unknown[]): readonly (readonly unknown[])[] {
    const rows: readonly unknown[] = this.#statement.all(...parameters.map(bindable));
    return rows.filter((row) => Array.isArray(row));
  }

  run(parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint } {
    return this.#statement.run(...parameters.map(bindable));
  }

  *iterate(parameters: readonly unknown[]): Generator {
    for (const row of this.#statement.iterate(...parameters.map(bindable))) yield this.#toObject(row);
  }

  #toObject(row: unknown): unknown {
    if (!Array.isArray(row)) return row;
    const object: Record<string, unknown> = { ...this.#blank };
    for (let column = 0; column < row.length; column++) object[this.#columns[column] ?? ""] = row[column];
    return object;
  }
}

function bindable(value: unknown): SQLInputValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return value;
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`Expected a text, a number, bytes or null for the database, got ${typeof value}`);
}

/** The primary result code of a failure of SQLite; an extended code carries it in its lowest byte. */
const resultCode = (error: unknown): number | undefined =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : undefined;

/** A failure in words, where there are some. */
function storeError(file: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof CressetError) return cause;
  const known = failures.get(resultCode(cause) ?? NaN);
  return known === undefined ? cause : failure(file, known, cause);
}

const failure = (file: string, { code, says }: Failure, cause: Error) =>
  new CressetError(code, `The store ${file} ${says}`, { cause, detail: cause.message });

interface Failure {
  readonly code: ErrorCode;
  readonly says: string;
}

const locked: Failure = {
  code: "internal",
  says: `was locked by another process for more than ${lockTimeout / 1000} seconds. Try again.`,
};

const damaged: Failure = {
  code: "bad-input",
  says: "is damaged or is not a database. Move it away (Cresset starts a new one) or bring back a copy.",
};

const unopenable: Failure = {
  code: "bad-destination",
  says: "cannot be opened or made: check that its folder exists and may be written.",
};

/** By primary result code: https://www.sqlite.org/rescode.html */
const failures: ReadonlyMap<number, Failure> = new Map<number, Failure>([
  [busy, locked],
  [6, locked],
  [8, { code: "bad-destination", says: "may not be written: check its permissions." }],
  [10, { code: "bad-destination", says: "could not be read or written: check its disk." }],
  [11, damaged],
  [
    13,
    { code: "disk-full", says: "has no room left on its disk. Free some space and try again; runs can be resumed." },
  ],
  [14, unopenable],
  [26, damaged],
]);
