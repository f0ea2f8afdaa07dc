import { request } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { openStream } from "./event-reader.ts";
import { askAt, testServer } from "./test-server.ts";

it("200 clients hear the same, in order, while hundreds of requests are answered", async () => {
  const { url, ask } = await testServer();
  const { body: project } = await ask("POST", "/api/v1/projects", { name: "Job" });
  const { body: tree } = await ask("GET", `/api/v1/projects/${project.id}/tree`);
  const parentId = tree.children[0].children[0].entry.id;
  const streams = await Promise.all(Array.from({ length: 200 }, () => openStream(`${url}/api/v1/events`)));
  await Promise.all(streams.map(({ next }) => next()));
  const reading = Array.from({ length: 300 }, () => ask("GET", `/api/v1/entries/${parentId}/children`));
  for (let count = 0; count < 10; count++)
    await ask("POST", "/api/v1/entries", { parentId, kind: "reel", name: `Reel ${count}` });
  const statuses = await Promise.all(reading);
  expect(statuses.filter(({ status }) => status !== 200)).toEqual([]);
  const heard = await Promise.all(
    streams.map(async ({ next }) => {
      const ids: string[] = [];
      while (ids.length < 10) ids.push((await next()).id);
      return ids;
    }),
  );
  expect(new Set(heard.map((ids) => ids.join()))).toEqual(new Set([heard[0]?.join()]));
  expect((await ask("GET", "/metrics")).body).toContain("cresset_event_streams 200\n");
});

it("a client that does not take what it is sent is let go, and gets the rest when it comes back", async () => {
  const { url, parts } = await testServer();
  const { hostname, port } = new URL(url);
  const sleepy = request({ hostname, port, path: "/api/v1/events" }, (response) => {
    response.pause();
    response.on("error", () => {});
  });
  sleepy.on("error", () => {});
  sleepy.end();
  onTestFinished(() => void sleepy.destroy());
  await expect.poll(() => parts.streams.count).toBe(1);
  const revision = 1;
  const fill = setInterval(() => {
    const projectId = "x".repeat(100_000);
    for (let count = 0; count < 20; count++)
      parts.hub.publish({ type: "catalogue.changed", data: { projectId, revision } });
  }, 10);
  onTestFinished(() => clearInterval(fill));
  await expect.poll(() => parts.streams.count, { timeout: 20_000 }).toBe(0);
  clearInterval(fill);
  const { latest } = parts.hub;
  const back = await openStream(`${url}/api/v1/events`, parts.hub.idOf(latest - 2));
  expect(await back.next()).toMatchObject({ type: "stream.opened", data: { missed: false } });
  expect([(await back.next()).id, (await back.next()).id]).toEqual([
    parts.hub.idOf(latest - 1),
    parts.hub.idOf(latest),
  ]);
  expect((await askAt(url, "GET", "/healthz")).status).toBe(200);
});
