import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { openStream } from "./event-reader.ts";
import { withFootage } from "./export-house.ts";
import type { Json } from "./test-server.ts";

const openHouse = withFootage();

it("an export waits for its turn, runs, and can be looked at: run, trace, log, pictures", async () => {
  const { ask, url, folder, queue, until } = await openHouse();
  const stream = await openStream(`${url}/api/v1/events`);
  const id = await queue(["a.mov", "rename.mov"], { title: "Two clips" });
  const item = await until(id, "done", "failed");
  expect(item).toMatchObject({ state: "done", title: "Two clips", who: "local", message: "", canResume: false });
  expect(item.result).toMatchObject({ status: "finished", written: 2, failed: 0 });
  const files = readdirSync(path.join(folder, "out"), { recursive: true }).map(String);
  expect(files.filter((name) => name.endsWith(".png"))).toHaveLength(20);
  expect(files.some((name) => name.startsWith("renamed/"))).toBe(true);

  const { body: run } = await ask("GET", `/api/v1/runs/${item.runId}`);
  expect(run).toMatchObject({ status: "finished", written: 2, itemId: id, fileCount: 20, project: "Job", user: "mia" });
  expect(run.rows).toHaveLength(2);
  expect(run.rows.find(({ name }: Json) => name === "rename")).toMatchObject({ status: "written", files: 10 });
  const { body: trace } = await ask("GET", `/api/v1/runs/${item.runId}/trace`);
  const renamed = trace.items.find(
    ({ hook, handlers }: Json) => hook === "preExportAsset" && handlers[0].changes.length,
  );
  expect(renamed.handlers[0]).toMatchObject({
    file: path.join(folder, "hooks/house.ts"),
    outcome: "ok",
    log: ["looked at rename"],
    changes: [{ key: "resolvedPath", after: expect.stringMatching(/^renamed\//) }],
  });
  expect(renamed.startMs).toBeGreaterThanOrEqual(0);
  expect(trace.spans.filter(({ kind }: Json) => kind === "render")).toHaveLength(2);
  // What the journal notes for itself is nobody's step.
  expect(trace.spans.filter(({ key }: Json) => ["claim", "paths"].includes(key))).toEqual([]);
  const calls: Json[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const { body: page } = await ask("GET", `/api/v1/runs/${item.runId}/trace?limit=2${cursor}`);
    calls.push(...page.items);
    expect(page.items.length).toBeLessThanOrEqual(2);
    cursor = page.nextCursor === null ? null : `&cursor=${page.nextCursor}`;
  }
  expect(calls).toEqual(trace.items);
  const { body: log } = await ask("GET", `/api/v1/runs/${item.runId}/log`);
  expect(log.items.map(({ text }: Json) => text)).toEqual(
    expect.arrayContaining([expect.stringMatching(/looked at rename/), expect.stringMatching(/^a written/)]),
  );
  const { body: pictures } = await ask("GET", `/api/v1/runs/${item.runId}/pictures`);
  expect(pictures.items).toHaveLength(2);
  const picture = await fetch(url + pictures.items[0].url);
  expect(picture.headers.get("content-type")).toBe("image/jpeg");
  expect([...new Uint8Array(await picture.arrayBuffer()).slice(0, 2)]).toEqual([0xff, 0xd8]);
  const { body: runs } = await ask("GET", "/api/v1/runs?kind=export&status=finished");
  expect(runs).toMatchObject({ items: [{ id: item.runId, title: "Two clips" }], nextCursor: null });

  const types = new Set<string>();
  while (!types.has("run.finished")) types.add((await stream.next()).type);
  expect([...types]).toEqual(
    expect.arrayContaining(["queue.changed", "run.started", "run.hook", "run.progress", "run.asset", "run.finished"]),
  );
});

it("metrics tell of what waits, of how it ended, and of questions", async () => {
  const { ask, queue, until, question } = await openHouse();
  const metric = async (line: string) =>
    String((await ask("GET", "/metrics")).body)
      .split("\n")
      .find((each) => each.startsWith(`${line} `))
      ?.slice(line.length + 1);
  expect(await metric('cresset_queue_items{kind="export",state="waiting"}')).toBe("0");
  expect(await metric('cresset_runs_total{kind="export",outcome="failed"}')).toBe("0");
  await until(await queue(["a.mov"], { presets: ["H264"] }), "done");
  await until(await queue(["stop.mov"]), "failed");
  await queue(["b.mov"], { held: true });
  const asks = await queue(["a.mov"], { presets: ["H264"] });
  await question();
  await expect.poll(() => metric('cresset_runs_total{kind="export",outcome="finished"}')).toBe("1");
  expect(await metric('cresset_runs_total{kind="export",outcome="aborted"}')).toBe("1");
  expect(await metric('cresset_queue_items{kind="export",state="held"}')).toBe("1");
  expect(await metric('cresset_queue_items{kind="export",state="running"}')).toBe("1");
  expect(await metric("cresset_questions_waiting")).toBe("1");
  expect(await metric("cresset_queue_paused")).toBe("0");
  expect(await metric("cresset_webhook_deliveries_waiting")).toBe("0");
  await ask("POST", `/api/v1/queue/${asks}/cancel`);
  await until(asks, "cancelled");
});

it("what a hook stops is told in a sentence beside it", async () => {
  const { ask, queue, until } = await openHouse();
  const item = await until(await queue(["a.mov", "stop.mov"]), "done", "failed");
  expect(item).toMatchObject({ state: "failed", message: "stop: No <b>stop</b> today.", result: { written: 1 } });
  const { body: run } = await ask("GET", `/api/v1/runs/${item.runId}`);
  expect(run).toMatchObject({ status: "aborted", message: "stop: No <b>stop</b> today.", canResume: false });
});

it("a dry run is a table: names after hooks, aborts, conflicts, sizes; nothing is written", async () => {
  const { ask, folder, queue, until, footage } = await openHouse();
  await until(await queue(["a.mov"], { presets: ["DPX"] }), "done");
  const before = readdirSync(folder, { recursive: true }).length;
  const wish = {
    sources: ["a.mov", "rename.mov", "stop.mov"].map(footage),
    presets: ["DPX"],
    destinationPath: path.join(folder, "out"),
  };
  const { status, body } = await ask("POST", "/api/v1/exports/dry-run", wish);
  expect(status).toBe(200);
  expect(body.counts).toEqual({ planned: 1, conflicts: 1, replaced: 0, skipped: 0, aborted: 1, renamed: 1 });
  const row = (name: string) => body.rows.find((each: Json) => each.name === name);
  expect(row("a")).toMatchObject({ status: "unanswered", replaces: expect.any(Boolean) });
  expect(row("rename")).toMatchObject({
    status: "planned",
    resolvedPath: expect.stringMatching(/^renamed\//),
    frames: 10,
    rate: { num: 25, den: 1 },
    seconds: 0.4,
    leastBytes: 10 * 320 * 180 * 4,
  });
  expect(row("stop")).toMatchObject({ status: "aborted", reason: "No <b>stop</b> today." });
  expect(body.space).toMatchObject({ leastBytes: 2 * 10 * 320 * 180 * 4, unknownAssets: 0, fits: true });
  expect(body.trace.map(({ hook }: Json) => hook)).toContain("preExportAsset");
  expect(readdirSync(folder, { recursive: true })).toHaveLength(before);
});

it("a file that exists is asked about at the page, once for all of them", async () => {
  const { ask, url, folder, queue, until, question } = await openHouse();
  await until(await queue(["a.mov", "b.mov"], { presets: ["H264"] }), "done");
  const out = readdirSync(path.join(folder, "out"));
  expect(out).toHaveLength(2);
  const written = () => out.map((name) => statSync(path.join(folder, "out", name)).mtimeMs);
  const first = written();
  const stream = await openStream(`${url}/api/v1/events`);
  const again = await queue(["a.mov", "b.mov"], { presets: ["H264"] });
  const asked = await question();
  expect(asked).toMatchObject({ kind: "overwrite", itemId: again, canApplyToAll: true, runId: expect.any(String) });
  expect(asked.choices.map(({ value }: Json) => value)).toEqual(["overwrite", "skip", "version-up", "cancel"]);
  expect((await ask("GET", `/api/v1/queue/${again}`)).body.questions).toEqual([asked.id]);
  const answer = `/api/v1/questions/${asked.id}/answer`;
  expect(await ask("POST", answer, { answer: "maybe" })).toMatchObject({ status: 400, body: { code: "usage" } });
  expect((await ask("POST", answer, { answer: "overwrite", applyToAll: true })).status).toBe(204);
  expect((await ask("POST", answer, { answer: "skip" })).status).toBe(404);
  expect(await until(again, "done", "failed")).toMatchObject({ state: "done", result: { written: 2 } });
  expect(written().every((time, index) => time > (first[index] ?? 0))).toBe(true);
  const types: string[] = [];
  while (!types.includes("run.finished")) types.push((await stream.next()).type);
  expect(types.filter((type) => type.startsWith("question."))).toEqual(["question.asked", "question.answered"]);

  const versioned = await queue(["a.mov", "b.mov"], { presets: ["H264"] });
  await ask("POST", `/api/v1/questions/${(await question()).id}/answer`, { answer: "version-up", applyToAll: true });
  expect(await until(versioned, "done", "failed")).toMatchObject({ state: "done", result: { written: 2 } });
  expect(readdirSync(path.join(folder, "out"))).toHaveLength(4);
});

it("dialogs of Python hooks are answered at the page; one with nothing to choose is a message", async () => {
  const { ask, url, folder, queue, until, question } = await openHouse();
  const asking = `import flame

def pre_export(info, user_data, *args):
    flame.messages.show_in_dialog("Note", "<i>Dailies</i> go first.", "warning", ["OK"])
    answer = flame.messages.show_in_dialog("Slate", "Which?", "question", ["Day 1", "Day 2"], "Stop")
    if answer == "Stop":
        info["abort"] = True
        info["abortMessage"] = "Nobody knows the day."
    print("it is", answer)
`;
  writeFileSync(path.join(folder, "hooks", "ask.py"), asking);
  const stream = await openStream(`${url}/api/v1/events`);
  const id = await queue(["a.mov"]);
  const asked = await question();
  expect(asked).toMatchObject({ kind: "dialog", title: "Slate", message: "Which?", canApplyToAll: false, itemId: id });
  expect(asked.choices.map(({ value }: Json) => value)).toEqual(["Day 1", "Day 2", "Stop"]);
  const told = [];
  for (let heard = await stream.next(); heard.type !== "question.asked"; heard = await stream.next()) told.push(heard);
  expect(told.find(({ type }) => type === "message")?.data).toMatchObject({
    text: "Note: <i>Dailies</i> go first.",
    level: "warning",
  });
  await ask("POST", `/api/v1/questions/${asked.id}/answer`, { answer: "Day 2" });
  const { runId } = await until(id, "done");
  const { body: log } = await ask("GET", `/api/v1/runs/${runId}/log`);
  expect(log.items.map(({ text }: Json) => text)).toContainEqual(expect.stringMatching(/it is Day 2$/));
});

it("marks that are said hold without a word more; what is no mark is refused before anything waits", async () => {
  const { ask, folder, footage, queue, until } = await openHouse();
  const wish = { sources: [footage("long.mov")], presets: ["PNG"], destinationPath: path.join(folder, "out") };
  const tried = (marks: Json) => ask("POST", "/api/v1/exports/dry-run", { ...wish, ...marks });
  expect((await tried({ markIn: "9", markOut: "20" })).body.rows).toMatchObject([{ frames: 10 }]);
  expect((await tried({ markIn: "9" })).body.rows).toMatchObject([{ frames: 140 }]);
  const item = await until(await queue(["long.mov"], { markIn: "9", markOut: "20" }), "done", "failed");
  expect((await ask("GET", `/api/v1/runs/${item.runId}`)).body).toMatchObject({ fileCount: 10 });
  for (const marks of [{ markIn: "rubbish" }, { markOut: "99:99:99:99" }, { frameRange: { first: "0", last: "x" } }])
    for (const path of ["/api/v1/exports/dry-run", "/api/v1/exports"])
      expect(await ask("POST", path, { ...wish, ...marks })).toMatchObject({
        status: 400,
        body: { code: "usage", title: expect.stringMatching(/cannot be read: .*timecode/) },
      });
});

it("a question is withdrawn when its export is cancelled", async () => {
  const { ask, queue, until, question } = await openHouse();
  await until(await queue(["a.mov"], { presets: ["H264"] }), "done");
  const id = await queue(["a.mov"], { presets: ["H264"] });
  await question();
  await ask("POST", `/api/v1/queue/${id}/cancel`);
  expect(await until(id, "cancelled")).toMatchObject({ state: "cancelled" });
  expect((await ask("GET", "/api/v1/questions")).body.items).toEqual([]);
});

it("is cancelled while it runs, then tried anew, held, ordered, released; the queue pauses after what runs", async () => {
  const { ask, folder, queue, until } = await openHouse();
  const long = await queue(["long.mov"], { presets: ["DPX"] });
  const [b, c] = [await queue(["b.mov"], { presets: ["H264"] }), await queue(["a.mov"], { held: true })];
  await until(long, "running");
  expect((await ask("POST", "/api/v1/queue/pause")).body).toMatchObject({ paused: true });
  expect((await ask("POST", "/api/v1/queue/order", { ids: [c, b] })).body.items).toMatchObject([
    { id: long, position: null },
    { id: c, state: "held", position: 1 },
    { id: b, state: "waiting", position: 2 },
  ]);
  expect(await ask("POST", "/api/v1/queue/order", { ids: [b, c, b] })).toMatchObject({ status: 400 });
  expect(await ask("POST", "/api/v1/queue/order", { ids: [b, "nothing"] })).toMatchObject({ status: 404 });
  expect((await ask("POST", "/api/v1/queue/order", { ids: [long, c] })).body.items[1]).toMatchObject({ id: c });
  const endless = { sources: ["cresset:x"], destinationPath: folder, presets: ["PNG"], hookTimeLimitSeconds: 1e300 };
  expect(await ask("POST", "/api/v1/exports", endless)).toMatchObject({ status: 400 });
  await ask("POST", `/api/v1/queue/${long}/cancel`);
  expect(await until(long, "cancelled")).toMatchObject({ canResume: true });
  expect(readdirSync(folder).includes("out") ? readdirSync(path.join(folder, "out")) : []).not.toContain("b.mp4");
  expect((await ask("GET", `/api/v1/queue/${b}`)).body.state).toBe("waiting");
  await ask("POST", `/api/v1/queue/${c}/release`);
  await ask("POST", "/api/v1/queue/continue");
  await until(c, "done");
  await until(b, "done");
  const resumed = await ask("POST", `/api/v1/queue/${long}/resume`);
  expect(resumed.body).toMatchObject({ id: long });
  expect(await until(long, "done", "failed")).toMatchObject({ state: "done", result: { written: 1 } });
  const retried = await ask("POST", `/api/v1/queue/${b}/retry`);
  expect(retried.body.id).not.toBe(b);
  const { body: queued } = await ask("GET", "/api/v1/queue?limit=1");
  expect(queued.nextCursor).toEqual(expect.any(String));
  expect(await ask("POST", `/api/v1/queue/${b}/hold`)).toMatchObject({ status: 409, body: { code: "conflict" } });
});

it("what is cancelled in the middle of its frames is resumed to its end, and nobody is asked about its own files", async () => {
  const { ask, queue, until } = await openHouse();
  const id = await queue(["a.mov", "long.mov"], { presets: ["EXR ZIP"] });
  for (;;) {
    const { progress, state } = (await ask("GET", `/api/v1/queue/${id}`)).body;
    if (state === "failed" || progress?.assets.some(({ framesDone }: Json) => framesDone > 10)) break;
  }
  await ask("POST", `/api/v1/queue/${id}/cancel`);
  expect(await until(id, "cancelled", "done", "failed")).toMatchObject({ state: "cancelled", canResume: true });
  await ask("POST", `/api/v1/queue/${id}/resume`);
  expect(await until(id, "done", "failed")).toMatchObject({ state: "done", message: "", result: { written: 2 } });
});

it("what lies outside of the storage roots, or is not there, is refused before anything waits", async () => {
  const { ask, footage, folder } = await openHouse();
  const wish = { sources: [footage("a.mov")], presets: ["PNG"], destinationPath: path.join(folder, "out") };
  const refused = async (change: object) => (await ask("POST", "/api/v1/exports", { ...wish, ...change })).body.code;
  expect(await refused({ sources: ["/etc/passwd"] })).toBe("forbidden");
  expect(await refused({ destinationPath: "/tmp" })).toBe("forbidden");
  expect(await refused({ destinationPath: `${folder}/../elsewhere` })).toBe("forbidden");
  expect(await refused({ presets: ["/etc/preset.yaml"] })).toBe("forbidden");
  expect(await refused({ lut: "/etc/x.cube" })).toBe("forbidden");
  expect(await refused({ namePattern: "../<name>" })).toBe("usage");
  expect(await refused({ hookFolders: [folder] })).toBe("usage");
  expect(await refused({ projectId: "none" })).toBe("not-found");
  expect(await refused({ presets: ["PNG", "nope"] })).toBe("not-found");
  expect(await refused({ presets: [path.join(folder, "nope.yaml")] })).toBe("not-found");
  const broken = path.join(folder, "broken.yaml");
  writeFileSync(broken, "name: Broken\nvideo: 3\n");
  expect(await refused({ presets: [broken] })).toBe("bad-preset");
  expect(await refused({ presets: [] })).toBe("usage");
  expect((await ask("GET", "/api/v1/queue")).body.items).toEqual([]);
  expect(existsSync(path.join(folder, "out"))).toBe(false);
  expect((await ask("GET", "/api/v1/runs/none")).status).toBe(404);
  expect((await ask("GET", "/api/v1/runs?cursor=zzz")).status).toBe(400);
});

it("an export that cannot start fails with its reason, and the log holds the list", async () => {
  const { ask, queue, until } = await openHouse();
  const item = await until(await queue(["none.mov"]), "failed");
  expect(item.message).toMatch(/none\.mov/);
  const { body: log } = await ask("GET", `/api/v1/queue/${item.id}/log`);
  expect(log.items.at(-1)).toMatchObject({ level: "error", text: item.message });
});
