import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CressetError } from "../../errors.ts";
import { openCatalogue } from "../open-catalogue.ts";
import { openRunStore } from "../run-store.ts";
import { openStore } from "./store.ts";
import { storeMigrations } from "./store-migrations.ts";
import { schemaOf } from "./test-rows.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-store-"));
  file = path.join(folder, "home", "cresset.db");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("the database", () => {
  it("is made with its folder and set up for safe writes", async () => {
    const store = await openStore(file);
    const pragma = async (name: string) => (await sql`pragma ${sql.raw(name)}`.execute(store.db)).rows;
    expect(await pragma("journal_mode")).toEqual([{ journal_mode: "wal" }]);
    expect(await pragma("synchronous")).toEqual([{ synchronous: 2 }]);
    expect(await pragma("foreign_keys")).toEqual([{ foreign_keys: 1 }]);
    await store.close();
  });

  it("says that its disk is full, and goes on when there is room again", async () => {
    const store = await openStore(file);
    const fill = () =>
      store.write("now", (transaction) =>
        transaction
          .insertInto("cresset_schema")
          .values({ version: 50, name: "x".repeat(1_000_000), applied_at: "now" })
          .execute(),
      );
    await sql`pragma max_page_count = 100`.execute(store.db);
    await expect(fill()).rejects.toMatchObject({ code: "disk-full", message: expect.stringContaining("no room left") });
    await sql`pragma max_page_count = 100000`.execute(store.db);
    await fill();
    await store.close();
  });

  it("gives back what an insert returns, and takes nothing of a transaction that fails", async () => {
    const store = await openStore(file);
    const insert = (version: number) =>
      store.db.insertInto("cresset_schema").values({ version, name: "test", applied_at: "now" });
    expect(await insert(50).returning(["version", "name"]).executeTakeFirst()).toEqual({ version: 50, name: "test" });
    await expect(
      store.write("soon", async (transaction) => {
        await transaction.deleteFrom("cresset_schema").execute();
        throw new Error("the artist pulled the plug");
      }),
    ).rejects.toThrow("pulled the plug");
    expect(await store.db.selectFrom("cresset_schema").selectAll().execute()).toHaveLength(storeMigrations.length + 1);
    await store.close();
  });

  it.each(Array.from({ length: storeMigrations.length + 1 }, (_, version) => version))(
    "comes up to date from schema %i with the same tables as a new one",
    async (version) => {
      await (await openStore(file, storeMigrations.slice(0, version))).close();
      await (await openStore(file)).close();
      const fresh = path.join(folder, "fresh.db");
      await (await openStore(fresh)).close();
      expect(schemaOf(file)).toEqual(schemaOf(fresh));
    },
  );

  it("of the first schema keeps its history when projects come to it", async () => {
    await mkdir(path.dirname(file), { recursive: true });
    const database = new DatabaseSync(file);
    database.exec(await readFile(new URL("../../../test/samples/store/schema-1.sql", import.meta.url), "utf8"));
    database.close();
    const runs = await openRunStore(file);
    const [run] = await runs.runs();
    expect(run).toMatchObject({
      id: "20261121-143005-k3f9",
      status: "finished",
      request: { sources: ["/cuts/reel.otio"] },
      userData: { mails: 2 },
    });
    expect(await runs.steps("k3f9")).toMatchObject([{ key: "preExport", kind: "hook", status: "done", result: 7n }]);
    expect(await runs.files("k3f9")).toMatchObject([{ path: "/out/reel.mov", bytes: 5_000_000_000 }]);
    await runs.close();
    const catalogue = await openCatalogue(file);
    await catalogue.createProject({ name: "Bigger Buck" });
    await catalogue.close();
    const fresh = path.join(folder, "fresh.db");
    await (await openStore(fresh)).close();
    expect(schemaOf(file)).toEqual(schemaOf(fresh));
  });

  it("runs a later migration once and keeps the runs, whoever opens it first", async () => {
    await (await openStore(file)).close();
    const later = [
      ...storeMigrations,
      {
        name: "a note for each run",
        up: async ({ schema }: Parameters<(typeof storeMigrations)[0]["up"]>[0]) => {
          await schema.alterTable("runs").addColumn("note", "text").execute();
        },
      },
    ];
    const stores = await Promise.all([openStore(file, later), openStore(file, later)]);
    const versions = await stores[0].db.selectFrom("cresset_schema").select(["version", "name"]).execute();
    expect(versions.at(-1)).toEqual({ version: later.length, name: "a note for each run" });
    await Promise.all(stores.map((store) => store.close()));
  });

  it("stays as it was when a migration fails", async () => {
    await (await openStore(file)).close();
    const before = schemaOf(file);
    const broken = {
      name: "broken",
      up: async ({ schema }: Parameters<(typeof storeMigrations)[0]["up"]>[0]) => {
        await schema.createTable("half").addColumn("a", "text").execute();
        throw new Error("does not work");
      },
    };
    await expect(openStore(file, [...storeMigrations, broken])).rejects.toThrow("does not work");
    expect(schemaOf(file)).toEqual(before);
  });
});

describe("a file that is no store", () => {
  const failure = async (location: string) => {
    const error: unknown = await openStore(location).catch((thrown: unknown) => thrown);
    if (!(error instanceof CressetError)) throw new Error("Expected a CressetError", { cause: error });
    return [error.code, error.message];
  };

  it("from a newer Cresset asks for an update", async () => {
    const store = await openStore(file);
    await store.db.insertInto("cresset_schema").values({ version: 99, name: "future", applied_at: "" }).execute();
    await store.close();
    expect(await failure(file)).toEqual(["bad-input", expect.stringMatching(/newer Cresset \(schema 99.*Update/)]);
  });
  it("of bytes that are no database says so", async () => {
    const text = path.join(folder, "notes.db");
    await writeFile(text, "Dailies are on the second shelf. ".repeat(100));
    expect(await failure(text)).toEqual(["bad-input", expect.stringMatching(/notes\.db is damaged .* Move it away/)]);
  });
  it("with a torn page says so", async () => {
    const store = await openStore(file);
    await store.close();
    const database = new DatabaseSync(file);
    const { page_size: pageSize } = database.prepare("pragma page_size").get()!;
    database.close();
    const bytes = await readFile(file);
    bytes.fill(0x5a, 100, Number(pageSize) * 2);
    await writeFile(file, bytes);
    expect(await failure(file)).toEqual(["bad-input", expect.stringMatching(/cresset\.db is damaged/)]);
  });
  it("of another program is left alone", async () => {
    const others = path.join(folder, "mail.db");
    const database = new DatabaseSync(others);
    database.exec("create table letters (body text)");
    database.close();
    const before = schemaOf(others);
    expect(await failure(others)).toEqual(["bad-input", expect.stringMatching(/another program/)]);
    expect(schemaOf(others)).toEqual(before);
  });
  it("in a place that cannot be made says which", async () => {
    await writeFile(path.join(folder, "file"), "");
    expect(await failure(path.join(folder, "file", "cresset.db"))).toEqual([
      "bad-destination",
      expect.stringMatching(/cresset\.db cannot be opened or made/),
    ]);
    expect(await failure(folder)).toEqual(["bad-destination", expect.stringMatching(/cannot be opened or made/)]);
  });
});
