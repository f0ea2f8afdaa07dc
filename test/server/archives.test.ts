/** Archives and reports over HTTP, with real archives of real media. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";
import { startMailServer } from "../archive/mail-server.ts";
import { openStream } from "./event-reader.ts";
import { type Answer, type Json, scratchFolder, testServer } from "./test-server.ts";

const api = "/api/v1";

/** A house with two clips on the Desktop, and a folder that archives go to. */
async function openHouse() {
  const root = scratchFolder();
  const media = path.join(root, "media");
  const destination = path.join(root, "tapes");
  mkdirSync(destination);
  for (const name of ["beach", "harbour"])
    await writeTestFootage({
      path: path.join(media, `${name}.mov`),
      codec: "h264",
      width: 64,
      height: 36,
      rate: rate(25),
      frames: 5,
    });
  const server = await testServer({ roots: [root] });
  const { ask } = server;
  const project = (await ask("POST", `${api}/projects`, { name: "Job" })).body;
  const imported = await ask("POST", `${api}/imports`, {
    projectId: project.id,
    paths: [media],
    to: "/Desktop/Reels/Reel 1",
  });
  const until = async ({ status, body }: Answer): Promise<Json> => {
    if (status !== 202) throw new Error(JSON.stringify(body));
    for (;;) {
      const { body: item } = await ask("GET", `${api}/queue/${body.itemId}`);
      if (!["waiting", "running"].includes(item.state)) return item;
      await setTimeout(20);
    }
  };
  return {
    ...server,
    root,
    destination,
    project,
    clips: imported.body.clips.map(({ id }: Json) => `cresset:${id}`),
    until,
    make: async (name = "LTO 7") =>
      (await ask("POST", `${api}/archives`, { name, destination, segmentBytes: 2_000_000, comment: "The first" })).body,
  };
}

test("an archive is estimated, made, filled, browsed, searched, verified and restored", async () => {
  const house = await openHouse();
  const { ask, url, root, destination, project, clips, until } = house;
  const make = { name: "LTO 7", destination, segmentBytes: 2_000_000 };
  const { body: planned } = await ask("POST", `${api}/archives/estimate`, { entries: clips, make });
  expect(planned).toMatchObject({ files: 2, clips: 2, frames: 10, fits: true, segmentBytes: 2_000_000, problems: [] });
  expect(planned.archiveBytes).toBeGreaterThan(planned.bytes);
  expect(planned.room.level).toMatch(/good|filling|full/);
  expect(readdirSync(destination)).toEqual([]);
  const nowhere = path.join(destination, "not mounted");
  expect(await ask("POST", `${api}/archives`, { ...make, destination: nowhere })).toMatchObject({
    status: 422,
    body: { title: expect.stringContaining(`${nowhere} is not there. An archive is made in a folder that exists`) },
  });

  const archive = await house.make();
  expect(archive).toMatchObject({ name: "LTO 7", here: true, sessions: 0, comment: "The first" });
  const big = path.join(root, "big.bin");
  writeFileSync(big, Buffer.alloc(5_000_000, 7));
  const stream = await openStream(`${url}${api}/events`);
  const entries = ["/Desktop", big];
  const at = `${api}/archives/${archive.id}`;
  const added = await until(await ask("POST", `${at}/sessions`, { entries, projectId: project.id, comment: "<b>One" }));
  expect(added).toMatchObject({ state: "done", title: "Archive to LTO 7", result: { session: 1, files: 4, clips: 2 } });
  const segments: number[] = [];
  for (let event = await stream.next(); event.type !== "archives.changed"; event = await stream.next())
    if (event.type === "archive.segment") segments.push(event.data.number);
  expect(segments).toEqual(segments.map((_, index) => index + 1));

  const { body: detail } = await ask("GET", at);
  expect(detail).toMatchObject({
    sessions: 1,
    files: 4,
    segmentBytes: 2_000_000,
    unfinished: null,
    damage: [],
    work: [],
  });
  expect(detail.sessionList).toMatchObject([{ session: 1, project: "Job", comment: "<b>One" }]);
  expect(detail.sessionList[0].segments.map(({ number }: Json) => number)).toEqual(segments);

  const first = (await ask("GET", `${at}/contents?limit=2`)).body;
  expect(first.items).toHaveLength(2);
  const second = (await ask("GET", `${at}/contents?limit=2&cursor=${first.nextCursor}`)).body;
  expect(second).toMatchObject({ items: [{}], nextCursor: null });
  const files = [...first.items, ...second.items].map((file: Json) => path.basename(file.path));
  expect(files.toSorted()).toEqual(["beach.mov", "big.bin", "harbour.mov"]);
  const { body: some } = await ask("GET", `${at}/contents?text=HARB`);
  expect(some.items).toMatchObject([{ clipName: "harbour", session: 1 }]);
  const { body: shown } = await ask("GET", `${at}/clips?limit=1`);
  expect(shown).toMatchObject({ items: [{ name: "beach", path: "/Desktop/Reels/Reel 1/beach" }] });
  // The clip's own media is away: the picture comes out of the archive.
  renameSync(path.join(root, "media"), path.join(root, "away"));
  const picture = await fetch(`${url}${api}${shown.items[0].thumbnail}`);
  expect([...new Uint8Array(await picture.arrayBuffer()).slice(0, 2)]).toEqual([0xff, 0xd8]);
  const { body: found } = await ask("GET", `${api}/archives/search?text=beach`);
  expect(found).toMatchObject({ clips: [{ archiveName: "LTO 7", name: "beach" }], files: [{ clipName: "beach" }] });

  const back = path.join(root, "back");
  const wish = { paths: ["/Desktop/Reels/Reel 1/beach", big], to: back };
  const plain = await until(await ask("POST", `${at}/restore`, wish));
  expect(plain).toMatchObject({ state: "done", result: { files: 2, target: back, unknown: [] } });
  const there = readdirSync(back, { recursive: true }).map(String);
  const movie = there.find((name) => name.endsWith("beach.mov")) ?? "";
  expect(readFileSync(path.join(back, movie))).toEqual(readFileSync(path.join(root, "away/beach.mov")));
  const restored = await until(
    await ask("POST", `${at}/restore`, {
      paths: ["/Desktop/Reels/Reel 1/harbour"],
      as: "Back again",
      mediaFolder: path.join(root, "restored"),
      projectId: project.id,
    }),
  );
  expect(restored.result.entries[0].path).toMatch(/Back again/);
  const search = await ask("GET", `${api}/projects/${project.id}/search?text=harbour`);
  expect(search.body.items).toHaveLength(2);

  for (const nowhere of [{ to: path.join(root, "new/er") }, { mediaFolder: path.join(root, "new/est") }]) {
    const nothing = await until(await ask("POST", `${at}/restore`, { paths: ["nope"], ...nowhere }));
    expect(nothing).toMatchObject({ state: "failed", message: expect.stringContaining("holds nothing called nope") });
    expect(existsSync(path.join(root, "new"))).toBe(false);
  }

  const checked = await until(await ask("POST", `${at}/verify`, { sessions: [1] }));
  expect(checked).toMatchObject({ state: "done", result: { faultCount: 0 } });
  truncateSync(path.join(archive.place, "session_0001/seg_0002.tar"), 1_000_000);
  const damaged = await until(await ask("POST", `${at}/verify`, {}));
  expect(damaged).toMatchObject({ state: "failed", message: expect.stringMatching(/^Session 1: .*and 2 more/) });
  const { lastCheck } = (await ask("GET", at)).body;
  expect(lastCheck).toMatchObject({ sessions: [], percent: 100, state: "failed" });
  expect(lastCheck.faults.map(({ message }: Json) => message).join("\n")).toMatch(/seg_0002\.tar/);
});

test("an archive that is away can be browsed and searched, and is found again where it is now", async () => {
  const { ask, root, make, until, clips } = await openHouse();
  const { id, place } = await make();
  await until(await ask("POST", `${api}/archives/${id}/sessions`, { entries: clips }));
  const moved = path.join(root, "shelf");
  renameSync(place, moved);
  expect((await ask("GET", `${api}/archives`)).body.items).toMatchObject([{ id, here: false, clips: 2, room: null }]);
  expect((await ask("GET", `${api}/archives/${id}/contents`)).body.items).toHaveLength(2);
  const refused = await ask("POST", `${api}/archives/${id}/verify`, {});
  expect(refused).toMatchObject({ status: 404, body: { title: expect.stringMatching(/not there now/) } });
  const found = await ask("POST", `${api}/archives/find`, { place: moved });
  expect(found.body).toMatchObject({ id, here: true, place: moved, sessions: 1 });
});

test("nothing outside of the storage roots is archived, or written to", async () => {
  const { ask, root, destination, make, project } = await openHouse();
  const { id } = await make();
  const at = `${api}/archives/${id}`;
  const refusals = [
    ["/archives", { name: "x", destination: "/tmp" }],
    ["/archives", { name: "..", destination }],
    ["/archives/find", { place: "/etc" }],
    ["/archives/estimate", { entries: ["/etc/passwd"], archiveId: id }],
    [
      "/archives/estimate",
      { entries: ["/Desktop"], projectId: project.id, make: { name: "../../x", destination: root } },
    ],
    [`/archives/${id}/sessions`, { entries: ["/etc/passwd"] }],
    [`/archives/${id}/restore`, { to: "/etc" }],
    [`/archives/${id}/restore`, { to: root, as: "../.." }],
    [`/archives/${id}/restore`, { mediaFolder: "/etc" }],
  ] as const;
  for (const [what, more] of Object.entries({ restore: { to: root }, verify: {} }))
    expect(await ask("POST", `${at}/${what}`, { sessions: [99], ...more })).toMatchObject({
      status: 404,
      body: { title: expect.stringMatching(/has no session 99/) },
    });
  for (const [where, body] of refusals) {
    const { status, body: said } = await ask("POST", `${api}${where}`, body);
    if (![400, 403].includes(status)) throw new Error(`${where} ${JSON.stringify(body)}: ${status} ${said.title}`);
  }
  expect((await ask("GET", `${api}/queue`)).body.items).toEqual([]);
  expect((await ask("POST", `${at}/sessions`, { entries: [] })).body.title).toMatch(/Nothing is named/);
  expect((await ask("GET", `${at}/contents?cursor=bm9uZQ`)).status).toBe(400);
});

test("reports add up to the audit log, which is paged, filtered and checked", async () => {
  const { ask, make, until, clips, destination, project } = await openHouse();
  const { id } = await make();
  for (const clip of clips) await until(await ask("POST", `${api}/archives/${id}/sessions`, { entries: [clip] }));
  await until(await ask("POST", `${api}/archives/${id}/verify`, { percent: 50 }));
  const { body: archived } = await ask("GET", `${api}/reports/archived`);
  const { days, total, log } = archived;
  expect(days).toMatchObject([{ project: "Job", sessions: 2, files: 4, failed: 0 }]);
  expect(log).toEqual({ rows: 2, bytes: total.bytes });
  const { body: audit } = await ask("GET", `${api}/audit-log?limit=2`);
  expect(audit.items.map(({ number, action }: Json) => `${number} ${action}`)).toEqual(["4 verify", "3 add"]);
  const { body: more } = await ask("GET", `${api}/audit-log?limit=2&cursor=${audit.nextCursor}`);
  expect(more.items.map(({ action }: Json) => action)).toEqual(["add", "format"]);
  // Whoever asked the server, not the user that it runs as.
  expect([...audit.items, ...more.items].map(({ user }: Json) => user)).toEqual(["local", "local", "local", "local"]);
  expect(more.nextCursor).toBeNull();
  const { body: adds } = await ask("GET", `${api}/audit-log?action=add&text=lto%207`);
  const sum = adds.items.reduce((bytes: number, row: Json) => bytes + row.bytes, 0);
  expect(sum).toBe(total.bytes);
  // The pages name entries by their ids; people read where they lie.
  for (const { subjects } of adds.items)
    expect(subjects).toEqual([expect.stringMatching(/^\/Desktop\/Reels\/Reel 1\//)]);
  expect((await ask("GET", `${api}/audit-log/check`)).body).toMatchObject({ entries: 4, faults: [] });

  const sources = clips.map((clip: string) => clip);
  const wish = { sources, presets: ["JPEG"], destinationPath: path.join(destination, "out"), projectId: project.id };
  const exported = await until(await ask("POST", `${api}/exports`, wish));
  expect(exported.state).toBe("done");
  const { body: exports } = await ask("GET", `${api}/reports/exports`);
  expect(exports).toMatchObject({ days: [{ project: "Job", exports: 1, assets: 2 }], total: { failed: 0 } });
  const { body: storage } = await ask("GET", `${api}/reports/storage`);
  expect(storage.volumes[0].archivedPerDay).toBeCloseTo(total.bytes / 30, 3);
  expect(storage.volumes[0].exportedPerDay).toBeGreaterThan(0);

  const mailed = await ask("POST", `${api}/reports/mail`, { to: ["lead@house.example"] });
  expect(mailed).toMatchObject({ status: 400, body: { title: expect.stringMatching(/set CRESSET_SMTP_URL/) } });
  await using mail = await startMailServer(scratchFolder(), "tls");
  vi.stubEnv("CRESSET_SMTP_URL", `smtps://cresset:${encodeURIComponent("s3cret/@")}@localhost:${mail.port}`);
  vi.stubEnv("CRESSET_SMTP_CA", mail.authority);
  vi.stubEnv("CRESSET_MAIL_FROM", "cresset@house.example");
  onTestFinished(() => void vi.unstubAllEnvs());
  expect((await ask("POST", `${api}/reports/mail`, { to: ["lead@house.example"] })).status).toBe(200);
  expect(mail.mails).toMatchObject([
    { to: ["lead@house.example"], text: expect.stringMatching(/The audit log is whole/) },
  ]);
  expect((await ask("GET", `${api}/reports/archived?since=2026-02-02&until=2026-01-01`)).status).toBe(400);
  expect(existsSync(path.join(destination, "out"))).toBe(true);
});
