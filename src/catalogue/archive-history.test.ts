import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ArchivedFile, ArchiveHistory, AuditEvent, KnownArchive, KnownSession } from "./archive-history.ts";
import { openArchiveHistory } from "./open-archive-history.ts";

let folder: string;
let file: string;
let history: ArchiveHistory;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-archive-history-"));
  file = path.join(folder, "cresset.db");
  history = await openArchiveHistory(file);
});
afterEach(async () => {
  await history.close();
  await rm(folder, { recursive: true, force: true });
});

const bunny: KnownArchive = {
  id: "6e0bd3a2-0000-4000-8000-000000000001",
  name: "Bunny",
  place: "/mnt/tape7/Bunny",
  comment: "",
  createdAt: "2026-11-20T10:00:00.000Z",
};

const session = (number: number, known: Partial<KnownSession> = {}): KnownSession => ({
  session: number,
  startedAt: `2026-11-2${number}T10:00:00.000Z`,
  endedAt: `2026-11-2${number}T11:00:00.000Z`,
  host: "workstation",
  user: "ada",
  project: "Bigger Buck",
  files: 0,
  bytes: 0,
  clips: 0,
  frames: 0,
  problems: 0,
  segments: 1,
  ...known,
});

const stored = (name: string, known: Partial<ArchivedFile> = {}): ArchivedFile => ({
  path: name,
  bytes: 1,
  clip: "",
  source: "",
  segment: 1,
  ...known,
});

const paths = async (text: string) => (await history.search(text)).files.map((found) => found.path);

describe("search over everything that was archived", () => {
  it("finds files by parts of their path, source and clip, and says which archive to bring", async () => {
    await history.recordSession({
      archive: bunny,
      session: session(1),
      clips: [{ id: "c1", name: "Meadow Wide", path: "/Desktop/Reels/Day 3/Meadow Wide" }],
      files: [
        stored("media/Meadow Wide/sh010.1001.exr", {
          bytes: 1_000_000,
          clip: "c1",
          source: "/rushes/A001/sh010.1001.exr",
          segment: 3,
        }),
        stored("files/notes/Été.txt"),
      ],
    });
    const { files, clips } = await history.search("SH010.1001");
    expect(clips).toEqual([]);
    expect(files).toEqual([
      {
        archiveId: bunny.id,
        archiveName: "Bunny",
        place: "/mnt/tape7/Bunny",
        session: 1,
        archivedAt: "2026-11-21T11:00:00.000Z",
        path: "media/Meadow Wide/sh010.1001.exr",
        bytes: 1_000_000,
        clip: "c1",
        clipName: "Meadow Wide",
        source: "/rushes/A001/sh010.1001.exr",
        segment: 3,
      },
    ]);
    expect(await paths("wide/sh010")).toEqual(["media/Meadow Wide/sh010.1001.exr"]);
    expect(await paths("a001 1001")).toHaveLength(1);
    expect(await paths('"meadow wide/"')).toHaveLength(1);
    expect(await paths('"wide meadow"')).toEqual([]);
    expect(await paths("éTé".normalize("NFD"))).toEqual(["files/notes/Été.txt"]);
    expect(await paths("a002 1001")).toEqual([]);
    expect((await history.search("day 3 meadow")).clips).toMatchObject([{ id: "c1", archiveName: "Bunny" }]);
    await expect(history.search("  ")).rejects.toThrow("Expected a text to search for");
  });

  it("shows the newest first, and says when there is more", async () => {
    for (const number of [1, 2])
      await history.recordSession({
        archive: bunny,
        session: session(number),
        clips: [],
        files: Array.from({ length: 1200 }, (_, index) => stored(`plate.${1001 + index}.dpx`)),
      });
    const found = await history.search("plate", { limit: 1500 });
    expect(found.files.map((each) => each.session).filter((each) => each === 2)).toHaveLength(1200);
    expect(found).toMatchObject({ hasMore: true, files: { length: 1500 } });
    expect(await history.search("plate.1500.")).toMatchObject({
      hasMore: false,
      files: [{ session: 2 }, { session: 1 }],
    });
  });

  it("a session that is recorded again is there once, at the place where the archive lies now", async () => {
    const record = { session: session(1), clips: [{ id: "c", name: "Sky", path: "/Sky" }] };
    await history.recordSession({ ...record, archive: bunny, files: [stored("sky.exr")] });
    expect(await history.knowsSession(bunny.id, 1)).toBe(true);
    await history.recordSession({ ...record, archive: { ...bunny, place: "/nas/Bunny" }, files: [stored("sky.exr")] });
    expect(await history.search("sky")).toMatchObject({ files: [{ place: "/nas/Bunny" }], clips: [{ id: "c" }] });
    expect(await history.archives()).toMatchObject([{ place: "/nas/Bunny" }]);
    expect(await history.sessions(bunny.id)).toEqual([session(1)]);
  });

  it("a session of which the list broke off is not there", async () => {
    function* broken() {
      for (let index = 0; index < 50_000; index += 1) yield stored(`half.${index}.exr`);
      throw new Error("the tape ran off");
    }
    const record = { archive: bunny, session: session(1), clips: [] };
    await expect(history.recordSession({ ...record, files: broken() })).rejects.toThrow("ran off");
    expect(await paths("half")).toEqual([]);
    expect(await history.knowsSession(bunny.id, 1)).toBe(false);
    expect(await history.sessions(bunny.id)).toEqual([]);
    await history.recordSession({ ...record, files: [stored("half.1.exr")] });
    expect(await paths("half")).toEqual(["half.1.exr"]);
  });

  it("finds what a plain look at every path finds, whatever the names", async () => {
    const name = fc.stringMatching(/^[abAB01 ._é-]{1,6}$/).filter((each) => each.trim() !== "");
    const names = fc.uniqueArray(
      fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    await fc.assert(
      fc.asyncProperty(names, fc.stringMatching(/^[ab01.é/-]{1,4}$/), async (all, word) => {
        await history.recordSession({
          archive: bunny,
          session: session(1),
          clips: [],
          files: all.map((each) => stored(each)),
        });
        expect(await paths(word)).toEqual(all.filter((each) => each.toLowerCase().includes(word)));
      }),
      { numRuns: 40 },
    );
  });
});

const added = (bytes: number, event: Partial<AuditEvent> = {}): AuditEvent => ({
  action: "add",
  outcome: "done",
  user: "ada",
  host: "workstation",
  archiveId: bunny.id,
  archiveName: bunny.name,
  place: bunny.place,
  project: "Bigger Buck",
  subjects: ["/Desktop/Reels"],
  target: "",
  files: 1,
  bytes,
  message: "",
  ...event,
});

const log = async () => {
  const entries = [];
  for await (const entry of history.auditLog()) entries.push(entry);
  return entries;
};

describe("the audit log", () => {
  it("keeps who did what, and holds together", async () => {
    await history.audit(added(5), new Date("2026-11-20T10:00:00Z"));
    await history.audit(
      added(0, { action: "restore", outcome: "failed", message: "no tape", session: 2, target: "/out" }),
    );
    expect(await log()).toMatchObject([
      {
        number: 1,
        at: "2026-11-20T10:00:00.000Z",
        user: "ada",
        bytes: 5,
        session: undefined,
        previous: "0".repeat(64),
      },
      { number: 2, action: "restore", outcome: "failed", message: "no tape", session: 2, target: "/out" },
    ]);
    const [first, second] = await log();
    expect(second?.previous).toBe(first?.hash);
    expect(await history.checkAudit()).toEqual({ entries: 2, head: second?.hash, faults: [] });
  });

  it("gets every row of several processes' writers, one after the other", async () => {
    const other = await openArchiveHistory(file);
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? history : other).audit(added(index))),
    );
    await other.close();
    expect(await history.checkAudit()).toMatchObject({ entries: 20, faults: [] });
  });

  it("is not rewritten through the database, and shows it when somebody goes around that", async () => {
    for (const bytes of [1, 2, 3, 4]) await history.audit(added(bytes));
    const database = new DatabaseSync(file);
    expect(() => database.exec("update archive_audit set bytes = 9 where number = 2")).toThrow("only grows");
    expect(() => database.exec("delete from archive_audit where number = 2")).toThrow("only grows");
    database.exec("drop trigger archive_audit_no_update; drop trigger archive_audit_no_delete");
    database.exec("update archive_audit set bytes = 9 where number = 2");
    expect((await history.checkAudit()).faults).toEqual(["Row 2 of the audit log was changed."]);
    database.exec("update archive_audit set bytes = 2 where number = 2; delete from archive_audit where number = 3");
    database.close();
    expect((await history.checkAudit()).faults).toEqual(["Row 3 of the audit log is not there: row 4 comes next."]);
  });
});
