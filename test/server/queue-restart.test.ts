import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { serverProcess, withFootage } from "./export-house.ts";
import { askAt, type Json, scratchFolder } from "./test-server.ts";

const openHouse = withFootage();

it("a server that is killed goes on where it was: what ran is resumed, what waited runs after it", async () => {
  const first = await openHouse();
  const { folder, footage } = first;
  await first.close();
  const killed = await serverProcess(folder);
  const queue = async (sources: readonly string[], more: object) => {
    const wish = { sources, destinationPath: path.join(folder, "out"), presets: ["PNG"], ...more };
    const { status, body } = await askAt(killed.url, "POST", "/api/v1/exports", wish);
    expect(body).toMatchObject({ runId: null });
    expect(status).toBe(202);
    return body.itemId;
  };
  const item = async (url: string, id: string) => (await askAt(url, "GET", `/api/v1/queue/${id}`)).body;
  const rendered = path.join(folder, "out");
  const ofFirst = () => readdirSync(rendered).filter((name) => /^a\..*png$/.test(name));
  writeFileSync(path.join(folder, "wait"), "");
  const running = await queue([footage("a.mov"), footage("rename.mov")], {});
  const waiting = await queue([footage("b.mov")], {});
  const isRendered = (asset: Json) => asset.name === "a" && asset.status === "written";
  while ((await item(killed.url, running)).progress?.assets.some(isRendered) !== true) await setTimeout(5);
  const { runId } = await item(killed.url, running);
  await killed.kill();
  rmSync(path.join(folder, "wait"));
  const times = ofFirst().map((name) => statSync(path.join(rendered, name)).mtimeMs);

  const house = await openHouse({ folder });
  expect(await house.until(running, "done", "failed")).toMatchObject({ state: "done", runId, result: { written: 2 } });
  expect(await house.until(waiting, "done", "failed")).toMatchObject({ state: "done", result: { written: 1 } });
  expect(ofFirst().map((name) => statSync(path.join(rendered, name)).mtimeMs)).toEqual(times);
  const { body: log } = await house.ask("GET", `/api/v1/runs/${runId}/log`);
  expect(log.items.map(({ text }: Json) => text)).toContain(`Run ${runId} goes on.`);
});

it.each(["killed", "asked to end"])(
  "frames that are whole are not rendered again after the server was %s",
  async (how) => {
    const first = await openHouse({ drain: 0 });
    const { folder, footage } = first;
    writeFileSync(path.join(folder, "presets", "large.yaml"), largePreset);
    if (how === "killed") await first.close();
    const killed = how === "killed" ? await serverProcess(folder) : undefined;
    const url = killed?.url ?? first.url;
    const wish = { sources: [footage("long.mov")], destinationPath: path.join(folder, "out"), presets: ["Large"] };
    const { body: queued } = await askAt(url, "POST", "/api/v1/exports", wish);
    const framesDone = async () =>
      (await askAt(url, "GET", `/api/v1/queue/${queued.itemId}`)).body.progress?.assets[0]?.framesDone ?? 0;
    while ((await framesDone()) < 30) await setTimeout(5);
    await (killed === undefined ? first.close() : killed.kill());
    const out = path.join(folder, "out", "large");
    const left = () => readdirSync(out).find((name) => name.endsWith(".partial")) ?? "";
    const filesIn = (at: string) => readdirSync(at).filter((name) => name.endsWith(".png"));
    const inodeOf = (at: string) => (name: string) => `${name} ${statSync(path.join(at, name)).ino}`;
    // The media process ends by itself.
    await setTimeout(500);
    const before = filesIn(path.join(out, left())).map(inodeOf(path.join(out, left())));
    expect(before.length).toBeGreaterThan(4);
    const second = await openHouse({ folder });
    expect(await second.until(queued.itemId, "done", "failed")).toMatchObject({
      state: "done",
      result: { written: 1 },
    });
    const after = new Set(filesIn(out).map(inodeOf(out)));
    expect(after.size).toBe(150);
    expect(before.filter((file) => after.has(file)).length).toBeGreaterThan(4);
    expect(left()).toBe("");
  },
);

it("what was left unfinished goes when it is cancelled after a restart, and can be resumed all the same", async () => {
  const first = await openHouse();
  const { folder, footage } = first;
  await first.ask("POST", "/api/v1/queue/pause");
  writeFileSync(path.join(folder, "presets", "large.yaml"), largePreset);
  await first.close();
  const killed = await serverProcess(folder);
  const wish = { sources: [footage("long.mov")], destinationPath: path.join(folder, "out"), presets: ["Large"] };
  const { body: queued } = await askAt(killed.url, "POST", "/api/v1/exports", wish);
  const address = `/api/v1/queue/${queued.itemId}`;
  await askAt(killed.url, "POST", "/api/v1/queue/continue");
  while (((await askAt(killed.url, "GET", address)).body.progress?.assets[0]?.framesDone ?? 0) < 10)
    await setTimeout(5);
  await askAt(killed.url, "POST", "/api/v1/queue/pause");
  await killed.kill();
  const left = () => readdirSync(path.join(folder, "out", "large"));
  expect(left()).toMatchObject([expect.stringMatching(/^\..*\.partial$/)]);
  const second = await openHouse({ folder });
  expect(await second.ask("POST", `${address}/cancel`)).toMatchObject({
    status: 200,
    body: { state: "cancelled", message: "It was cancelled before it went on." },
  });
  expect(left()).toEqual([]);
  await second.ask("POST", `${address}/resume`);
  await second.ask("POST", "/api/v1/queue/continue");
  expect(await second.until(queued.itemId, "done", "failed")).toMatchObject({ state: "done", result: { written: 1 } });
  expect(left()).toHaveLength(150);
});

const largePreset = `version: 1
name: Large
type: video
namePattern: large/<name>.<frame>
video: { codec: png, width: 1280, height: 720 }
`;

it.each(["wait", "wait-early"])("what a server stops when it ends in order goes on with the next: %s", async (wait) => {
  const first = await openHouse({ drain: 50 });
  const { folder } = first;
  writeFileSync(path.join(folder, wait), "");
  const id = await first.queue(["a.mov"]);
  while (((await first.ask("GET", `/api/v1/queue/${id}`)).body.runId ?? null) === null) await setTimeout(5);
  await setTimeout(300);
  await first.close();
  rmSync(path.join(folder, wait));
  const second = await openHouse({ folder });
  expect(await second.until(id, "done", "failed")).toMatchObject({ state: "done", result: { written: 1 } });
});

it("an export that the command line began and left is resumed from the pages", async () => {
  const { ask, folder, footage, until, parts } = await openHouse();
  writeFileSync(path.join(folder, "wait"), "");
  const stop = new AbortController();
  const wish = { sources: [footage("a.mov")], presets: ["PNG"], destinationPath: path.join(folder, "out") };
  const tell = (event: { readonly type: string }) => {
    if (event.type === "asset") stop.abort();
  };
  await parts.cresset.export(wish, { signal: stop.signal, tell }).catch(() => undefined);
  rmSync(path.join(folder, "wait"));
  const { body: runs } = await ask("GET", "/api/v1/runs");
  expect(runs.items).toMatchObject([{ itemId: null, title: "a", status: "cancelled", canResume: true }]);
  const [{ id }] = runs.items;
  const resumed = await ask("POST", `/api/v1/runs/${id}/resume`);
  expect(resumed).toMatchObject({ status: 202, body: { runId: id } });
  expect(await until(resumed.body.itemId, "done", "failed")).toMatchObject({ state: "done", runId: id });
});

it("what the command line exported to outside of the storage roots goes on, but is not begun anew from the pages", async () => {
  const { ask, footage, until, parts } = await openHouse();
  const outside = scratchFolder();
  const stop = new AbortController();
  const wish = { sources: [footage("a.mov")], presets: ["PNG"], destinationPath: path.join(outside, "out") };
  const tell = (event: { readonly type: string }) => {
    if (event.type === "hook") stop.abort();
  };
  await parts.cresset.export(wish, { signal: stop.signal, tell }).catch(() => undefined);
  const { body: runs } = await ask("GET", "/api/v1/runs");
  const resumed = await ask("POST", `/api/v1/runs/${runs.items[0].id}/resume`);
  await until(resumed.body.itemId, "done", "failed", "cancelled");
  const again = await ask("POST", `/api/v1/queue/${resumed.body.itemId}/retry`);
  expect(again).toMatchObject({ status: 403, body: { code: "forbidden", title: expect.stringContaining(outside) } });
});
