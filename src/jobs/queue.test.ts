import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openQueueStore } from "../catalogue/open-queue-store.ts";
import type { QueueItem } from "../catalogue/queue-store.ts";
import { createQueue, type Queue } from "./queue.ts";
import type { QueueOptions } from "./queue-options.ts";
import type { Task, TaskEnd, TaskRun } from "./task.ts";

/** Work whose end the test decides. */
class Bench {
  readonly begun: TaskRun[] = [];
  readonly #ends = new Map<string, (end: TaskEnd | Error) => void>();
  readonly task = (lane: string): Task => ({
    lane,
    run: (work) => {
      this.begun.push(work);
      return new Promise((resolve, reject) => {
        const settle = (end: TaskEnd | Error) => (end instanceof Error ? reject(end) : resolve(end));
        this.#ends.set(work.item.title, settle);
        work.signal.addEventListener("abort", () => settle({ state: "cancelled", message: "stopped" }));
      });
    },
  });
  get titles(): readonly string[] {
    return this.begun.map(({ item }) => item.title);
  }
  end(title: string, end: TaskEnd | Error = { state: "done", message: "" }): void {
    this.#ends.get(title)?.(end);
  }
}

let folder: string;
let file: string;
let bench: Bench;
let queue: Queue;
const changed: (QueueItem | undefined)[] = [];

const open = async (more: Partial<QueueOptions> = {}) => {
  const opened = createQueue({
    store: await openQueueStore(file),
    tasks: new Map([
      ["export", bench.task("export")],
      ["snapshot", bench.task("export")],
      ["archive", bench.task("archive")],
    ]),
    changed: (item) => changed.push(item),
    complain(error) {
      throw error;
    },
    ...more,
  });
  await opened.start();
  return opened;
};
const add = (title: string, kind = "export", held = false) =>
  queue.add({ kind, title, request: { title, rate: 25n }, who: "mia", held });
const states = async () => (await queue.active()).map(({ title, state }) => `${title} ${state}`);
const until = async (condition: () => boolean | Promise<boolean>) => {
  while (!(await condition())) await setTimeout(5);
};
const begins = (title: string, times = 1) => until(() => bench.titles.filter((each) => each === title).length >= times);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-queue-"));
  file = path.join(folder, "cresset.db");
  bench = new Bench();
  changed.length = 0;
  queue = await open();
});
afterEach(async () => {
  await queue.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the queue", () => {
  it("runs one after the other in their order, archives beside exports", async () => {
    await add("a");
    await add("b", "snapshot");
    await add("c", "archive");
    await begins("c");
    expect(await states()).toEqual(["a running", "c running", "b waiting"]);
    expect(bench.begun[0]?.item).toMatchObject({ request: { title: "a", rate: 25n }, who: "mia" });
    bench.end("a", { state: "done", message: "2 files", result: { written: 2 } });
    await begins("b");
    bench.end("b", new Error("the disk is gone"));
    bench.end("c");
    await queue.idle();
    const ended = await queue.ended({ limit: 10 });
    expect(ended.map(({ title, state, message }) => [title, state, message])).toEqual(
      expect.arrayContaining([
        ["a", "done", "2 files"],
        ["b", "failed", "the disk is gone"],
        ["c", "done", ""],
      ]),
    );
    expect(ended.find(({ title }) => title === "a")?.result).toEqual({ written: 2 });
    const [first, ...rest] = ended;
    const place = { endedAt: first?.endedAt ?? new Date(0), id: first?.id ?? "" };
    expect(await queue.ended({ limit: 10, before: place })).toEqual(rest);
  });

  it("runs as many of a lane as it may", async () => {
    await queue.close();
    queue = await open({ atOnce: { export: 2 } });
    for (const title of ["a", "b", "c"]) await add(title);
    await begins("b");
    expect(await states()).toEqual(["a running", "b running", "c waiting"]);
    bench.end("b");
    await begins("c");
  });

  it("pauses after what runs, and stays paused when it is opened again", async () => {
    await add("a");
    await begins("a");
    await queue.pause();
    await add("b");
    bench.end("a");
    await queue.idle();
    expect(await states()).toEqual(["b waiting"]);
    await queue.close();
    queue = await open();
    expect(await queue.isPaused()).toBe(true);
    await setTimeout(20);
    expect(bench.titles).toEqual(["a"]);
    await queue.goOn();
    await begins("b");
  });

  it("holds and releases, and takes a new order", async () => {
    const [a, b, c, d] = [await add("a"), await add("b"), await add("c"), await add("d", "export", true)];
    await begins("a");
    await queue.hold(b.id);
    await queue.order([d.id, c.id, a.id]);
    await expect(queue.order([c.id, "none"])).rejects.toMatchObject({ code: "not-found" });
    expect(await states()).toEqual(["a running", "d held", "c waiting", "b held"]);
    bench.end("a");
    await begins("c");
    await queue.release(d.id);
    await queue.release(b.id);
    bench.end("c");
    await begins("d");
    bench.end("d");
    await begins("b");
    await expect(queue.hold(b.id)).rejects.toThrow('"b" is running: only what is waiting can be held.');
    await expect(queue.item("none")).rejects.toMatchObject({ code: "not-found" });
    await expect(add("x", "dance")).rejects.toThrow('no work of the kind "dance"');
  });

  it("cancels what waits at once, and what runs when it has stopped", async () => {
    const [a, b] = [await add("a"), await add("b")];
    await begins("a");
    expect(await queue.cancel(b.id)).toMatchObject({
      state: "cancelled",
      message: "It was cancelled before it started.",
    });
    await queue.cancel(a.id);
    await queue.idle();
    expect(await queue.item(a.id)).toMatchObject({ state: "cancelled", message: "stopped" });
    await expect(queue.cancel(a.id)).rejects.toThrow(/"a" is cancelled/);
  });

  it("tries again anew, or goes on with the run that was begun", async () => {
    const a = await add("a");
    await begins("a");
    await expect(queue.retry(a.id, "tom")).rejects.toThrow("only what has ended");
    await expect(queue.resume(a.id)).rejects.toThrow("began no run");
    await bench.begun[0]?.began("run1");
    expect(await queue.itemOfRun("run1")).toMatchObject({ id: a.id });
    bench.end("a", new Error("no"));
    await queue.idle();
    const again = await queue.retry(a.id, "tom");
    await begins("a", 2);
    expect(again).toMatchObject({ title: "a", who: "tom", request: a.request, runId: undefined });
    expect(bench.begun[1]).toMatchObject({ resume: undefined });
    bench.end("a");
    await queue.idle();
    await queue.resume(a.id);
    await begins("a", 3);
    expect(bench.begun[2]).toMatchObject({ resume: "run1", item: { id: a.id } });
    bench.end("a");
    await queue.idle();
    await expect(queue.resume(a.id)).rejects.toThrow('"a" is done: only what is failed or cancelled can be resumed.');
  });

  it("goes on after an orderly end: what was stopped by it is resumed", async () => {
    await add("a");
    await begins("a");
    await bench.begun[0]?.began("run1");
    await add("b");
    await queue.close(10);
    queue = await open();
    await begins("a", 2);
    expect(bench.begun[1]).toMatchObject({ resume: "run1", item: { interruptions: 0 } });
    bench.end("a");
    await begins("b");
  });

  it("tells of every change", async () => {
    const a = await add("a");
    await begins("a");
    bench.end("a");
    await queue.idle();
    await until(() => changed.length >= 3);
    expect(changed.map((item) => item?.state)).toEqual(["waiting", "running", "done"]);
    expect(changed.every((item) => item?.id === a.id)).toBe(true);
  });
});

/** Takes an item in a process of its own, and is killed while it runs it. */
async function killWhileRunning(times = 1): Promise<void> {
  const script = `
    import { openQueueStore } from ${JSON.stringify(new URL("../catalogue/open-queue-store.ts", import.meta.url).href)};
    import { createQueue } from ${JSON.stringify(new URL("queue.ts", import.meta.url).href)};
    const run = async ({ began }) => {
      await began("run7");
      process.stdout.write("running");
      await new Promise(() => {});
    };
    const store = await openQueueStore(process.argv[1]);
    await createQueue({ store, tasks: new Map([["export", { lane: "export", run }]]) }).start();
    setInterval(() => {}, 1000);`;
  for (let time = 0; time < times; time += 1) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script, file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "close");
  }
}

describe("a process that is killed", () => {
  it("leaves its item to the next, which goes on with the run", async () => {
    await queue.close();
    const store = await openQueueStore(file);
    const item = await store.add({ kind: "export", title: "a", request: {}, who: "mia" });
    await store.add({ kind: "export", title: "b", request: {}, who: "mia" });
    await store.close();
    await killWhileRunning();
    queue = await open();
    await begins("a");
    expect(bench.begun[0]).toMatchObject({ resume: "run7", item: { id: item.id, interruptions: 1 } });
    bench.end("a");
    await begins("b");
    bench.end("b");
    await queue.idle();
  });

  it("three times at the same item has it held, and the others go on", async () => {
    await queue.close();
    const store = await openQueueStore(file);
    await store.add({ kind: "export", title: "a", request: {}, who: "mia" });
    await killWhileRunning(3);
    await store.add({ kind: "export", title: "b", request: {}, who: "mia" });
    await store.close();
    queue = await open();
    await begins("b");
    expect(await states()).toEqual(["b running", "a held"]);
    const held = (await queue.active()).find(({ title }) => title === "a");
    expect(held?.message).toMatch(/ended 3 times/);
    await queue.release(held?.id ?? "");
    bench.end("b");
    await begins("a");
    expect(bench.begun.at(-1)).toMatchObject({ resume: "run7" });
  });
});

it("two processes that share a queue never take the same item", async () => {
  const second = await open();
  for (const title of ["a", "b", "c"]) await add(title);
  await begins("a");
  // The second one looks when something changes there.
  await second.goOn();
  await begins("b");
  expect(bench.titles).toEqual(["a", "b"]);
  bench.end("a");
  await begins("c");
  bench.end("b");
  bench.end("c");
  await Promise.all([queue.idle(), second.idle()]);
  expect(bench.titles).toEqual(["a", "b", "c"]);
  await second.close();
});
