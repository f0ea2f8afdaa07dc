import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freshNode } from "../../scripts/fresh-node.ts";

const readyHooks = fileURLToPath(new URL("../../examples/hooks/", import.meta.url));
const main = await freshNode();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-archive-log-"));
  await mkdir(path.join(folder, "rushes"));
  for (const [name, bytes] of [
    ["sh010.1001.exr", 700_000],
    ["sh010.1002.exr", 700_001],
    ["notes, final.txt", 12],
  ] as const)
    await writeFile(path.join(folder, "rushes", name), Buffer.alloc(bytes, name));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const quiet = { CRESSET_HOOK_PATH: "", CRESSET_CONFIG: "" };
const database = () => path.join(folder, "house.db");

/** `cresset archive …` as a person types it. */
async function archive(words: readonly string[], home = "home") {
  const env = {
    ...process.env,
    CRESSET_HOME: path.join(folder, home),
    ...quiet,
    CRESSET_RESTORE_LOG: path.join(folder, "restores.jsonl"),
    CRESSET_HOUSE_DATABASE: database(),
  };
  const child = spawn(process.execPath, [main, "archive", ...words], { cwd: folder, env });
  const [out, err, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on("close", resolve)),
  ]);
  return { out, err, code };
}

const lines = (out: string): unknown[] =>
  out
    .trim()
    .split("\n")
    .map((line): unknown => JSON.parse(line));

it("everything that is done with archives is found, logged, and adds up to the byte", async () => {
  await archive(["format", "Tape 7", "--to", ".", "--segment-size", "1MiB"]);
  expect((await archive(["add", "Tape 7", "rushes/sh010.1001.exr"])).code).toBe(0);
  expect((await archive(["add", "Tape 7", "rushes", "--hooks", `${readyHooks}archive_database.py`])).code).toBe(0);
  expect((await archive(["add", "Tape 7", "nowhere.mov"])).code).not.toBe(0);
  expect((await archive(["verify", "Tape 7"])).code).toBe(0);
  expect((await archive(["restore", "Tape 7", "--to", "back", "--hooks", `${readyHooks}restore-log.ts`])).code).toBe(0);
  // The ready hooks were called with what really happened.
  const house = new DatabaseSync(database());
  const place = path.join(folder, "Tape 7");
  expect(house.prepare("select place, segments > 1 as grew, fault, completed_at from archives").all()).toEqual([
    { place, grew: 1, fault: "", completed_at: expect.any(String) },
  ]);
  house.close();
  expect(JSON.parse(await readFile(path.join(folder, "restores.jsonl"), "utf8"))).toMatchObject({
    archive: "Tape 7",
    from: place,
    to: path.join(folder, "back"),
  });
  await rm(path.join(folder, "Tape 7"), { recursive: true });

  const log = lines((await archive(["log", "--json"])).out);
  expect(log).toMatchObject([
    { number: 1, action: "format", outcome: "done", archiveName: "Tape 7" },
    { action: "add", outcome: "done", session: 1, files: 1, bytes: 700_000, subjects: ["rushes/sh010.1001.exr"] },
    { action: "add", outcome: "done", session: 2, files: 3, bytes: 1_400_013 },
    { action: "add", outcome: "failed", bytes: 0, message: expect.stringContaining("nowhere.mov") },
    { action: "verify", outcome: "done", bytes: expect.any(Number) },
    { action: "restore", outcome: "done", target: path.join(folder, "back") },
  ]);
  expect(await archive(["log", "--verify"])).toMatchObject({
    code: 0,
    out: expect.stringContaining("is whole: 6 rows"),
  });
  expect((await archive(["log", "--csv"])).out.split("\r\n")).toHaveLength(8);
  const report = await archive(["report", "--daily", "--format", "json"]);
  expect(JSON.parse(report.out)).toMatchObject({ total: { sessions: 2, files: 4, bytes: 2_100_013, failed: 1 } });
  const chart = await archive(["report", "--daily"]);
  expect(chart.out).toMatch(/2 sessions +4 files +2\.1 MB +1 failed +█+\n/);

  // The archive is not there any more: the history still knows what lies on it.
  const { code, out } = await archive(["search", "sh010.1002"]);
  expect([code, out]).toEqual([0, expect.stringMatching(/sh010\.1002\.exr +700\.0 kB +Tape 7 +session 2, segment \d/)]);
  expect((await archive(["search", "sh999"])).code).toBe(13);
}, 120_000);

it("an archive that was made elsewhere is known once it was listed", async () => {
  await archive(["format", "Guest", "--to", "."], "elsewhere");
  await archive(["add", "Guest", "rushes"], "elsewhere");
  await cp(path.join(folder, "Guest"), path.join(folder, "usb", "Guest"), { recursive: true });
  expect((await archive(["search", "final"], "here")).code).toBe(13);
  await archive(["list", "usb/Guest"], "here");
  const { out } = await archive(["search", "final", "--json"], "here");
  expect(JSON.parse(out)).toMatchObject({
    files: [
      {
        archiveName: "Guest",
        place: path.join(folder, "usb", "Guest"),
        path: expect.stringMatching(/notes, final\.txt$/),
      },
    ],
    hasMore: false,
  });
}, 120_000);
