/** Two servers of one store, and the command line beside them. */
import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { freshNode } from "../../scripts/fresh-node.ts";
import { openCresset } from "../../src/app/cresset.ts";
import { openStream } from "./event-reader.ts";
import { withFootage } from "./export-house.ts";
import { type Json, testServer } from "./test-server.ts";

const openHouse = withFootage();

/** Takes what webhooks send. */
async function receiver(): Promise<{ readonly url: string; readonly taken: Json[] }> {
  const taken: Json[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      taken.push(JSON.parse(Buffer.concat(parts).toString()));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, taken };
}

it("each sees what the other and the command line do, stops what the other runs, and webhooks tell it once", async () => {
  const here = await openHouse();
  const { folder, footage, home } = here;
  const there = await testServer({ cresset: openCresset({ folder, home }), home, roots: [folder] });
  const { url, taken } = await receiver();
  const types = ["projects.changed", "run.started", "run.finished"];
  expect((await here.ask("POST", "/api/v1/webhooks", { url, types })).status).toBe(201);
  const heard: Json[] = [];
  const { next } = await openStream(`${there.url}/api/v1/events`);
  /** The first event of a type that was not asked for before. */
  const hears = async (type: string): Promise<Json> => {
    for (;;) {
      const found = heard.findIndex((event) => event.type === type);
      if (found >= 0) return heard.splice(found, 1)[0].data;
      heard.push(await next());
    }
  };
  await here.ask("POST", "/api/v1/projects", { name: "Seen twice" });
  await hears("projects.changed");

  writeFileSync(path.join(folder, "wait-early"), "");
  const itemId = await here.queue(["a.mov"]);
  const started = await hears("run.started");
  const stopped = await there.ask("POST", `/api/v1/queue/${itemId}/cancel`);
  expect(stopped.status).toBe(200);
  expect(await here.until(itemId, "cancelled", "failed", "done")).toMatchObject({ state: "cancelled" });
  rmSync(path.join(folder, "wait-early"));
  expect(await hears("run.finished")).toMatchObject({ runId: started.runId, status: "cancelled" });
  await hears("queue.changed");

  const main = await freshNode();
  const asked = ["export", footage("a.mov"), "--preset", "PNG", "--to", path.join(folder, "out")];
  await promisify(execFile)(process.execPath, [main, ...asked], {
    cwd: folder,
    env: { ...process.env, CRESSET_HOME: home },
  });
  const { runId, ...ended } = await hears("run.finished");
  expect(ended).toMatchObject({ itemId: null, status: "finished" });

  const finished = () => taken.filter(({ type, data }) => type === "run.finished" && data.runId === runId);
  await expect.poll(finished).toHaveLength(1);
  // By now the other server has looked, too.
  await expect.poll(() => taken.filter(({ type }) => type === "projects.changed").length).toBe(1);
  const told = taken.filter(({ type, data }) => type === "run.finished" && data.runId === started.runId);
  expect(told).toHaveLength(1);
  expect(finished()).toHaveLength(1);
});
