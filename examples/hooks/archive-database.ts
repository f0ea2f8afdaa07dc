// Keeps a row for each archive in a database of the house, here SQLite: where it lies, its segments, when it was complete,
// when it was last restored. CRESSET_HOUSE_DATABASE is its file. archive_database.py does the same in Python.
import { DatabaseSync } from "node:sqlite";
import { defineHooks } from "cresset";

const file = process.env["CRESSET_HOUSE_DATABASE"] ?? "house.db";

export default defineHooks({
  archiveSegmentCompleted: ({ archiveName, archivePath, status, statusMessage }) =>
    change(
      `insert into archives (name, place, segments, fault) values (?, ?, ?, ?)
       on conflict (name) do update set place = excluded.place, segments = segments + excluded.segments, fault = excluded.fault`,
      [archiveName, archivePath, status === 0 ? 1 : 0, statusMessage],
    ),
  archiveCompleted: ({ archiveName }) => touch("completed_at", archiveName),
  archiveRestored: ({ archiveName }) => touch("restored_at", archiveName),
});

const touch = (column: "completed_at" | "restored_at", name: string): void =>
  change(
    `insert into archives (name, ${column}) values (?, ?) on conflict (name) do update set ${column} = excluded.${column}`,
    [name, new Date().toISOString()],
  );

/** Opened for each change: the database belongs to the house, and others write to it too. */
function change(statement: string, values: readonly (string | number)[]): void {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    database.exec(`create table if not exists archives (name text primary key, place text not null default '',
      segments integer not null default 0, fault text not null default '', completed_at text, restored_at text)`);
    database.prepare(statement).run(...values);
  } finally {
    database.close();
  }
}
