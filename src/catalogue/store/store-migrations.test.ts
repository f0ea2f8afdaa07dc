/** From every earlier schema, with data in every table: a new migration is covered by being in the list. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "./store.ts";
import { storeMigrations } from "./store-migrations.ts";
import { allRows, fillTables, schemaOf, type StoredRows } from "./test-rows.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-migrations-"));
  file = path.join(folder, "cresset.db");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const earlier = storeMigrations.map((_, index) => index + 1);

/** A store as it was left by the Cresset of a schema, with rows in every table. */
async function storeOf(version: number): Promise<StoredRows> {
  await (await openStore(file, storeMigrations.slice(0, version))).close();
  fillTables(file);
  return allRows(file);
}

/** What was there is still there, column by column; a later schema may add to it. */
function expectKept(before: StoredRows): void {
  const after = allRows(file);
  for (const [table, rows] of Object.entries(before)) {
    const names = Object.keys(rows[0] ?? {});
    const kept = after[table]?.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
    expect([table, kept]).toEqual([table, rows.map((row) => ({ ...row }))]);
  }
}

describe("a store with data in it", () => {
  it.each(earlier)("of schema %i comes up to date and keeps every row", async (version) => {
    const before = await storeOf(version);
    expect(Object.values(before).every((rows) => rows.length === 3)).toBe(true);
    await (await openStore(file)).close();
    expectKept(before);
    const fresh = path.join(folder, "fresh.db");
    await (await openStore(fresh)).close();
    expect(schemaOf(file)).toEqual(schemaOf(fresh));
    // And can be written: all tables take rows as they do in a new one.
    fillTables(fresh);
    expect(Object.keys(allRows(file))).toEqual(Object.keys(allRows(fresh)));
  });

  it.each(earlier.filter((version) => version < storeMigrations.length))(
    "of schema %i is what it was when the process is killed in the middle of a migration",
    async (version) => {
      const before = await storeOf(version);
      const schema = schemaOf(file);
      const modules = ["store.ts", "store-migrations.ts"].map((name) => JSON.stringify(new URL(name, import.meta.url)));
      const script = path.join(folder, "killed.mjs");
      await writeFile(
        script,
        `import { sql } from ${JSON.stringify(import.meta.resolve("kysely"))};
         const [{ openStore }, { storeMigrations }] = await Promise.all([import(${modules[0]}), import(${modules[1]})]);
         const killed = { name: "killed", async up(transaction) {
           // More than the page cache holds, so that half of it is in the file already.
           await sql\`create table large (bytes blob)\`.execute(transaction);
           await sql\`insert into large with recursive n(i) as (select 1 union all select i + 1 from n where i < 300)
             select randomblob(100000) from n\`.execute(transaction);
           await sql\`update runs set request = 'lost'\`.execute(transaction);
           process.kill(process.pid, "SIGKILL");
         } };
         await openStore(process.argv[2], [...storeMigrations, killed]);`,
      );
      const ended = spawnSync(process.execPath, [script, file], { encoding: "utf8" });
      expect([ended.signal, ended.stderr]).toEqual(["SIGKILL", ""]);
      expect(schemaOf(file)).toEqual(schema);
      expect(allRows(file)).toEqual(before);
      await (await openStore(file)).close();
      expectKept(before);
    },
  );
});
