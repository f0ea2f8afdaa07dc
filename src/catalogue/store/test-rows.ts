import { DatabaseSync, type SQLInputValue } from "node:sqlite";

export type StoredRows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

interface Column {
  readonly name: string;
  readonly type: string;
  /** The column of another table that it names. */
  readonly refersTo: { readonly table: string; readonly column: string } | undefined;
}

const rowsOfEach = 3;

/** Puts some rows into every table that a database has, whatever tables these are: what they refer to comes first. */
export function fillTables(file: string): void {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true });
  const waiting = new Map(tablesOf(database).map((table) => [table, columnsOf(database, table)]));
  const filled = new Map<string, readonly Readonly<Record<string, SQLInputValue>>[]>();
  while (waiting.size > 0) {
    const [table, columns] =
      [...waiting].find(([name, all]) =>
        all.every(({ refersTo: to }) => to === undefined || to.table === name || filled.has(to.table)),
      ) ?? fail(`The tables ${[...waiting.keys()].join(", ")} refer to each other.`);
    waiting.delete(table);
    const rows: Record<string, SQLInputValue>[] = [];
    for (let row = 0; row < rowsOfEach; row += 1) {
      const made = Object.fromEntries(
        columns.map(({ name, type, refersTo }) => {
          if (refersTo === undefined) return [name, valueOf(type, `${table}.${name}`, row)];
          // The first row of a tree refers to nothing.
          const of = refersTo.table === table ? rows : filled.get(refersTo.table);
          return [name, of?.at(row % Math.max(1, of.length))?.[refersTo.column] ?? null];
        }),
      );
      const marks = columns.map(() => "?").join(", ");
      const names = columns.map(({ name }) => `"${name}"`).join(", ");
      database.prepare(`insert into "${table}" (${names}) values (${marks})`).run(...Object.values(made));
      rows.push(made);
    }
    filled.set(table, rows);
  }
  database.close();
}

/** Every row of every table, that of the versions of the schema left out. */
export function allRows(file: string): StoredRows {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = tablesOf(database).map((table) => [
    table,
    database.prepare(`select * from "${table}" order by 1, 2`).all(),
  ]);
  database.close();
  return Object.fromEntries(rows);
}

/** Tables, columns and indexes as the database tells them. */
export function schemaOf(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("select type, name, sql from sqlite_master order by name").all();
  database.close();
  return rows;
}

const fail = (message: string): never => {
  throw new Error(message);
};

const tablesOf = (database: DatabaseSync): readonly string[] =>
  database
    .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
    .all()
    .map(({ name }) => String(name))
    .filter((name) => name !== "cresset_schema");

function columnsOf(database: DatabaseSync, table: string): readonly Column[] {
  const keys = database.prepare(`pragma foreign_key_list("${table}")`).all();
  return database
    .prepare(`pragma table_info("${table}")`)
    .all()
    .map(({ name, type }) => {
      const key = keys.find(({ from }) => from === name);
      const refersTo =
        key === undefined ? undefined : { table: String(key["table"]), column: String(key["to"] ?? "id") };
      return { name: String(name), type: String(type).toLowerCase(), refersTo };
    });
}

function valueOf(type: string, place: string, row: number): SQLInputValue {
  if (type === "integer") return row + 1;
  if (type === "bigint") return 5_000_000_000 + row;
  if (type === "blob") return new Uint8Array([row, 0, 255]);
  return `${place} ${row} é`;
}
