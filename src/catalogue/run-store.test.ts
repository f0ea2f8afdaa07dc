import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CressetError } from "../errors.ts";
import { rational } from "../time/rational.ts";
import type { Journal } from "./journal.ts";
import { memoryJournal } from "./memory-journal.ts";
import { openRunStore, type RunStore } from "./run-store.ts";

let folder: string;
let store: RunStore;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cresset-runs-"));
  store = await openRunStore(path.join(folder, "cresset.db"));
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

const request = { sources: ["/cuts/reel1.otio"], presets: ["ProRes 422 HQ"] };
const begin = () => store.begin({ kind: "export", request });
const text = (recorded: unknown) => z.string().parse(recorded);
const failureOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof CressetError ? [error.code, error.message] : error;
};

describe("a run that ends", () => {
  it("is in the history with its request, steps, files and summary", async () => {
    const journal = await begin();
    expect(journal.id).toMatch(/^\d{8}-\d{6}-[2-9a-z]{4}$/);
    await journal.step("preExport", "hook", text, async () => ({ result: "ok", userData: { shots: 1 } }));
    await journal.step("render:a1", "render", text, async () => ({
      result: "written",
      files: [
        { assetId: "a1", path: "/out/b.mov", bytes: 2 ** 40, xxh128: "0f", frames: 48 },
        { assetId: "a1", path: "/out/a.mov", bytes: 1, xxh128: "0e", frames: 1 },
      ],
    }));
    await journal.finish("finished", { seconds: rational(1001, 24_000) });
    await journal.close();

    expect(await store.run(journal.id)).toMatchObject({
      id: journal.id,
      kind: "export",
      status: "finished",
      request,
      userData: { shots: 1 },
      summary: { seconds: rational(1001, 24_000) },
      pid: process.pid,
    });
    expect((await store.steps(journal.id)).map(({ key, kind, status, result }) => [key, kind, status, result])).toEqual(
      [
        ["preExport", "hook", "done", "ok"],
        ["render:a1", "render", "done", "written"],
      ],
    );
    expect((await store.stepOutlines(journal.id)).map(({ key }) => key)).toEqual(["preExport", "render:a1"]);
    expect(await store.steps(journal.id, ["render:a1"])).toMatchObject([{ key: "render:a1", result: "written" }]);
    expect((await store.files(journal.id)).map((file) => [file.path, file.bytes])).toEqual([
      ["/out/a.mov", 1],
      ["/out/b.mov", 2 ** 40],
    ]);
  });

  it("is found by the part of its id that an artist types", async () => {
    const first = await begin();
    await begin();
    expect((await store.run(first.id.slice(-4).toUpperCase())).id).toBe(first.id);
    expect(await failureOf(store.run(first.id.slice(0, 8)))).toEqual([
      "not-found",
      expect.stringMatching(/Several runs match/),
    ]);
    for (const id of ["nope", "", "%"])
      expect(await failureOf(store.run(id))).toEqual(["not-found", expect.stringMatching(/There is no run/)]);
  });

  it("is listed newest first, by status and up to a limit", async () => {
    const ids: string[] = [];
    for (const status of ["finished", "failed", "cancelled"] as const) {
      const journal = await begin();
      await journal.finish(status);
      ids.unshift(journal.id);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    const running = await begin();
    expect((await store.runs()).map(({ id }) => id)).toEqual([running.id, ...ids]);
    expect((await store.runs({ limit: 2 })).map(({ id }) => id)).toEqual([running.id, ids[0]]);
    expect((await store.runs({ status: "failed" })).map(({ id }) => id)).toEqual([ids[1]]);
    expect((await store.runs({ status: "running" })).map(({ id }) => id)).toEqual([running.id]);
    expect(await store.runs({ status: "interrupted" })).toEqual([]);
  });

  it("keeps thousands of files of one image sequence", async () => {
    const journal = await begin();
    const files = Array.from({ length: 12_345 }, (_, frame) => ({
      assetId: "a1",
      path: `/out/sh010.${String(frame).padStart(5, "0")}.exr`,
      bytes: frame,
      xxh128: "00",
      frames: 1,
    }));
    await journal.step("render", "render", text, async () => ({ result: "ok", files }));
    expect(await store.files(journal.id)).toEqual(files);
  });
});

describe("a run that is resumed", () => {
  /** Three steps, of which `failing` throws; says which were really run. */
  async function sandwich(journal: Journal, failing?: string) {
    const ran: string[] = [];
    const results: string[] = [];
    for (const key of ["pre", "render", "post"]) {
      results.push(
        await journal.step(key, key === "render" ? "render" : "hook", text, async () => {
          ran.push(key);
          if (key === failing) throw new CressetError("render-failed", "The encoder gave up.", { detail: "frame 12" });
          return { result: `${key} done`, userData: { after: key } };
        }),
      );
    }
    return { ran, results };
  }

  it("does not do again what was done, and goes on with what the hooks kept", async () => {
    const first = await begin();
    await expect(sandwich(first, "render")).rejects.toThrow("gave up");
    await first.finish("failed", "1 asset failed");
    expect((await store.steps(first.id)).map(({ key, status, error }) => [key, status, error])).toEqual([
      ["pre", "done", undefined],
      ["render", "failed", { message: "The encoder gave up.", detail: "frame 12", code: "render-failed" }],
    ]);

    const again = await store.resume(first.id);
    expect([again.resumed, again.userData, again.request]).toEqual([true, { after: "pre" }, request]);
    expect([again.isDone("pre"), again.isDone("render")]).toEqual([true, false]);
    expect(await sandwich(again)).toEqual({
      ran: ["render", "post"],
      results: ["pre done", "render done", "post done"],
    });
    await again.finish("finished");
    expect((await store.steps(first.id)).map(({ key, status, error }) => [key, status, error])).toEqual([
      ["pre", "done", undefined],
      ["render", "done", undefined],
      ["post", "done", undefined],
    ]);
    expect(await store.run(first.id)).toMatchObject({ status: "finished", userData: { after: "post" } });
  });

  it("counts as interrupted when it was let go without an end", async () => {
    const journal = await begin();
    await journal.close();
    await journal.close();
    expect(await store.runs({ status: "interrupted" })).toMatchObject([{ id: journal.id }]);
    expect((await store.resume(journal.id)).resumed).toBe(true);
  });

  it("is refused while it runs, when nothing is left, and after a hook's no", async () => {
    const journal = await begin();
    expect(await failureOf(store.resume(journal.id))).toEqual(["conflict", expect.stringMatching(/still running on/)]);
    await journal.finish("finished-with-hook-errors");
    expect(await failureOf(store.resume(journal.id))).toEqual([
      "conflict",
      expect.stringMatching(/finished with hook errors: nothing is left/),
    ]);
    const aborted = await begin();
    await aborted.finish("aborted");
    expect(await failureOf(store.resume(aborted.id))).toEqual(["conflict", expect.stringMatching(/aborted by a hook/)]);
  });

  it("writes nothing more in the process that lost it", async () => {
    const lost = await begin();
    await lost.close();
    const taken = await store.resume(lost.id);
    expect(await failureOf(sandwich(lost))).toEqual(["internal", expect.stringMatching(/no longer held/)]);
    expect(await failureOf(lost.finish("failed"))).toEqual(["internal", expect.stringMatching(/no longer held/)]);
    expect((await sandwich(taken)).ran).toEqual(["pre", "render", "post"]);
  });

  it("says when a recorded result is of another version", async () => {
    const journal = await begin();
    await journal.step("pre", "hook", text, async () => ({ result: "as text" }));
    await journal.close();
    const again = await store.resume(journal.id);
    const step = again.step(
      "pre",
      "hook",
      (recorded) => z.number().parse(recorded),
      async () => ({ result: 1 }),
    );
    expect(await failureOf(step)).toEqual(["bad-input", expect.stringMatching(/step "pre".*Start the export anew/)]);
  });
});

describe("progress", () => {
  it("is shown while the run is under way, and its last state kept", async () => {
    const journal = await begin();
    for (let frame = 0; frame <= 100; frame++) journal.progress({ frame });
    await expect.poll(async () => (await store.run(journal.id)).progress, { timeout: 3000 }).toEqual({ frame: 100 });
    journal.progress({ frame: 200 });
    await journal.finish("finished");
    expect((await store.run(journal.id)).progress).toEqual({ frame: 200 });
  });
});

describe.each([
  ["in the history", () => begin()],
  ["of a dry run", async () => memoryJournal(request)],
])("a journal %s", (_, open) => {
  it("does the steps, also at once and in groups, and keeps userData in order", async () => {
    const journal = await open();
    expect([journal.resumed, journal.userData, journal.request]).toEqual([false, undefined, request]);
    const seen = await journal.group(async () => {
      const seen: unknown[] = [];
      for (let asset = 0; asset < 5; asset++) {
        await journal.step(`pre:${asset}`, "hook", text, async () => {
          seen.push(journal.userData);
          return { result: "ok", ...(asset % 2 === 0 ? { userData: { asset } } : {}) };
        });
      }
      return seen;
    });
    expect(seen).toEqual([undefined, { asset: 0 }, { asset: 0 }, { asset: 2 }, { asset: 2 }]);
    const renders = Array.from({ length: 8 }, (_, asset) =>
      journal.step(`render:${asset}`, "render", text, async () => ({ result: `asset ${asset}` })),
    );
    expect(await Promise.all(renders)).toEqual(Array.from({ length: 8 }, (_, asset) => `asset ${asset}`));
    await journal.finish("finished");
    await journal.close();
  });
  it("refuses two steps of one key and passes on what a step throws", async () => {
    const journal = await open();
    const failing = journal.step("pre", "hook", text, () => Promise.reject(new Error("hook broke")));
    await expect(failing).rejects.toThrow("hook broke");
    const twice = journal.step("pre", "hook", text, async () => ({ result: "ok" }));
    expect(await failureOf(twice)).toEqual(["internal", expect.stringMatching(/"pre" was done twice/)]);
  });
});
