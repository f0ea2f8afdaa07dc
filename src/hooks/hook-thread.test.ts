import { describe, expect, test } from "vitest";
import { createHookRunner } from "./create-hook-runner.ts";
import type { HookApiBackend } from "./hook-api.ts";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";

/** Runs `use` with a runner over these files. */
async function withHooks(
  files: Readonly<Record<string, string>>,
  use: (runner: Awaited<ReturnType<typeof createHookRunner>>, file: (name: string) => string) => Promise<void>,
  options: { timeLimitMs?: number; loadLimitMs?: number; memoryLimitMb?: number; api?: Partial<HookApiBackend> } = {},
): Promise<void> {
  await using folder = await writeHookFiles(files);
  const { api, ...limits } = options;
  const runner = await createHookRunner({ folders: [folder], api: apiForTests(api), ...limits });
  try {
    await use(runner, (name) => folder.file(name));
  } finally {
    await runner.close();
  }
}

const counting = `let calls = 0;
export function postExportAsset(info, userData) { calls += 1; userData.calls = calls; }`;

describe("a hook file that misbehaves costs its own scope, never the run", () => {
  test("an endless loop is ended at its time limit; the other files go on in a new thread with the JSON part of userData", async () => {
    await withHooks(
      {
        "a.mjs": counting,
        "b.mjs": `export function postExportAsset(info, userData) {
          if (info.assetName !== "bad") return;
          userData.seen = "before the loop"; console.log("going in"); for (;;);
        }`,
        "c.mjs": `export function postExportAsset(info, userData) { userData.last = info.assetName; }`,
      },
      async (runner, file) => {
        await runner.call("postExportAsset", { assetName: "good" }, {});
        const outcome = await runner.call("postExportAsset", { assetName: "bad" }, { asset: "bad" });
        expect(outcome).toMatchObject({ failed: true, aborted: false });
        expect(outcome.calls.map(({ file, outcome }) => [file, outcome])).toEqual([
          [file("a.mjs"), "ok"],
          [file("b.mjs"), "timeout"],
          [file("c.mjs"), "ok"],
        ]);
        expect(outcome.calls[1]?.log).toEqual(["going in"]);
        expect(outcome.calls[1]?.detail).toContain("time limit of 0.3 s");
        expect(outcome.calls[1]?.complaints.join()).toContain("restored from its JSON part");
        expect(outcome.userData).toEqual({ calls: 2, last: "bad" });
        const next = await runner.call("postExportAsset", { assetName: "good" }, {});
        // Module variables start anew in the new thread.
        expect(next).toMatchObject({ failed: false, userData: { calls: 1, last: "good" } });
      },
      { timeLimitMs: 300 },
    );
  });

  test("a promise that never settles in a pre hook aborts its scope, and the files after it are skipped", async () => {
    await withHooks(
      {
        "a.mjs": `export const preExportAsset = () => new Promise(() => {});`,
        "b.mjs": `export const preExportAsset = (info) => { info.resolvedPath = "b"; };`,
      },
      async (runner, file) => {
        const outcome = await runner.call("preExportAsset", { resolvedPath: "x" }, {});
        expect(outcome).toMatchObject({ aborted: true, failed: true, info: { resolvedPath: "x", abort: true } });
        expect(outcome.abortMessage).toBe(
          "The hook preExportAsset of a.mjs failed: preExportAsset ran longer than its time limit of 0.2 s",
        );
        expect(outcome.calls[1]).toMatchObject({ outcome: "skipped", detail: `failed by ${file("a.mjs")}` });
      },
      { timeLimitMs: 200 },
    );
  });

  test("a handler that heeds cresset.signal is too late, but its thread and the live part of userData stay", async () => {
    await withHooks(
      {
        "a.mjs": `${counting}
        export const preExport = (info, userData) => { userData.live = () => 7; };
        export const postExport = (info, userData, { signal }) =>
          new Promise((resolve) => signal.addEventListener("abort", () => { userData.told = userData.live(); resolve(); }));`,
      },
      async (runner) => {
        await runner.call("preExport", {}, {});
        const late = await runner.call("postExport", {}, {});
        expect(late.calls[0]).toMatchObject({ outcome: "timeout", complaints: [] });
        expect(late.userData).toEqual({ told: 7 });
      },
      { timeLimitMs: 100 },
    );
  });

  test("userData and info that throw while they are read are told at once", async () => {
    await withHooks(
      {
        "a.mjs": `export const preExport = (info, userData) => {
          Object.defineProperty(userData, "device", { enumerable: true, get() { throw new Error("it is gone"); } });
          userData.wall = new Proxy({}, { getPrototypeOf() { throw new Error("no entry"); } });
          userData.note = "kept";
        };
        export const preExportAsset = (info) => {
          Object.defineProperty(info, "resolvedPath", { enumerable: true, get() { throw new Error("no path"); } });
        };`,
      },
      async (runner) => {
        const outcome = await runner.call("preExport", {}, {});
        expect(outcome).toMatchObject({ failed: false, aborted: false, userData: { note: "kept" } });
        expect(outcome.calls[0]?.complaints).toEqual([
          "Of userData, device throws when it is read (it is gone): hooks share it, but it is not kept with the run.",
          "Of userData, wall throws when it is read (no entry): hooks share it, but it is not kept with the run.",
        ]);
        const unreadable = await runner.call("preExportAsset", { resolvedPath: "a" }, {});
        expect(unreadable).toMatchObject({ aborted: true, failed: true, info: { resolvedPath: "a" } });
        expect(unreadable.abortMessage).toBe("The hook preExportAsset of a.mjs failed: no path");
      },
    );
  });

  test("process.exit fails the hook that called it, in a timer of its own as well", async () => {
    await withHooks(
      {
        "a.mjs": `export const preExport = () => { console.error("leaving"); process.exit(3); };
        export const preExportSequence = () => new Promise(() => setTimeout(() => process.exit(), 5));
        export const postExport = (info, userData) => { userData.here = true; };`,
      },
      async (runner) => {
        const outcome = await runner.call("preExport", {}, {});
        expect(outcome).toMatchObject({ aborted: true, failed: true, calls: [{ outcome: "error", log: ["leaving"] }] });
        expect(outcome.abortMessage).toContain("process.exit(3) was called");
        expect(await runner.call("preExportSequence", {}, {})).toMatchObject({ aborted: true, failed: true });
        expect(await runner.call("postExport", {}, {})).toMatchObject({ failed: false, userData: { here: true } });
      },
    );
  });

  test("errors that nobody catches are told with their file: thrown, rejected without await, thrown in a timer", async () => {
    await withHooks(
      {
        "throws.mjs": `export const preExport = () => { throw new Error("storage is offline"); };
          const reach = async () => { throw new Error("no answer"); };
          export const postExportSequence = async () => { await reach(); };
          export const postExportAsset = async (info, userData, cresset) => { await cresset.transcode({}); };`,
        "rejects.mjs": `export const preExportSequence = () => { Promise.reject(new TypeError("forgot to await")); };`,
        "later.mjs": `export const postExport = () => { setTimeout(() => { throw new RangeError("much later"); }, 20); };
          export const postCustomExport = () => new Promise((resolve) => setTimeout(resolve, 60));`,
      },
      async (runner, file) => {
        const thrown = await runner.call("preExport", {}, {});
        expect(thrown.abortMessage).toBe("The hook preExport of throws.mjs failed: storage is offline");
        expect(thrown.calls[0]?.detail).toBe(
          `Error: storage is offline\n    at preExport (${file("throws.mjs")}:1:40)`,
        );
        const awaited = await runner.call("postExportSequence", {}, {});
        expect(awaited.calls[0]?.detail).toMatch(
          /^Error: no answer\n {4}at reach .*\n {4}at postExportSequence .*throws.mjs:3:\d+\)$/,
        );
        const refused = await runner.call("postExportAsset", {}, {});
        expect(refused.calls[0]?.detail).not.toContain("/src/hooks/");
        const rejected = await runner.call("preExportSequence", {}, {});
        expect(rejected).toMatchObject({ aborted: true, failed: true, calls: [{ outcome: "error" }] });
        expect(rejected.calls[0]?.detail).toContain("forgot to await");
        await runner.call("postExport", {}, {});
        const later = await runner.call("postCustomExport", {}, {});
        expect(later).toMatchObject({ failed: true });
        expect(later.calls.find(({ outcome }) => outcome === "error")).toMatchObject({ file: file("later.mjs") });
      },
    );
  });

  test("an error that comes late is put on the hook that began it, not on the one at work", async () => {
    await withHooks(
      {
        "a.mjs": `setTimeout(() => { throw new Error("begun while loading"); }, 30);
          export const preExportAsset = () => { setTimeout(() => { throw new RangeError("late timer"); }, 30); };
          export const preExportSequence = () => new Promise((resolve) => setTimeout(resolve, 150));`,
      },
      async (runner, file) => {
        const first = await runner.call("preExportAsset", {}, {});
        const working = await runner.call("preExportSequence", {}, {});
        expect(working).toMatchObject({ aborted: false, failed: true });
        expect(working.calls[0]).toMatchObject({ outcome: "ok" });
        const late = [...first.calls, ...working.calls].filter(({ isLate }) => isLate);
        expect(late.map((call) => call.file)).toEqual([file("a.mjs"), file("a.mjs")]);
        expect(new Set(late.map(({ detail }) => detail.split("\n")[0]))).toEqual(
          new Set([
            "Begun while the file was loaded: Error: begun while loading",
            "Begun by preExportAsset and thrown later: RangeError: late timer",
          ]),
        );
      },
    );
  });

  test("100 MB of output is cut to the first 64 KB, and the log says so", async () => {
    await withHooks(
      {
        "a.mjs": `const line = "x".repeat(1023) + "\\n";
        export const postExport = () => { for (let i = 0; i < 100 * 1024; i += 1) process.stdout.write(line); };`,
      },
      async (runner) => {
        const { calls } = await runner.call("postExport", {}, {});
        expect(calls[0]?.outcome).toBe("ok");
        expect(calls[0]?.log.join("\n").length).toBeLessThan(66_000);
        expect(calls[0]?.log.at(-1)).toBe(`… ${100 * 1024 * 1024 - 64 * 1024} more characters of output were dropped.`);
      },
    );
  });

  test("a timer that prints for ever between calls is cut off too, and told with its file", async () => {
    await withHooks(
      {
        "a.mjs": `const line = "x".repeat(1023) + "\\n";
        export const preExport = () => { setInterval(() => { for (let i = 0; i < 1000; i += 1) console.log(line); }, 1); };
        export const postExport = () => {};`,
      },
      async (runner, file) => {
        await runner.call("preExport", {}, {});
        await new Promise((resolve) => setTimeout(resolve, 100));
        const { calls, failed } = await runner.call("postExport", {}, {});
        expect(failed).toBe(false);
        const strays = [...calls, ...(await runner.close())].filter(({ milliseconds }) => milliseconds === 0);
        expect(strays.every((stray) => stray.file === file("a.mjs"))).toBe(true);
        expect(strays.flatMap(({ log }) => log).join("\n").length).toBeLessThan(70_000);
        expect(strays.at(-1)?.log.at(-1)).toBe("… Further output outside of hook calls is dropped.");
      },
    );
  });

  test("calls that come at once wait for each other", async () => {
    await withHooks(
      {
        "a.mjs": `export const postExportAsset = async (info, userData) => {
          const seen = userData.n ?? 0; await new Promise((resolve) => setTimeout(resolve, 5)); userData.n = seen + 1;
        };`,
      },
      async (runner) => {
        const calls = [1, 2, 3, 4].map(() => runner.call("postExportAsset", {}, {}));
        expect((await Promise.all(calls)).map(({ userData }) => userData)).toEqual([
          { n: 1 },
          { n: 2 },
          { n: 3 },
          { n: 4 },
        ]);
      },
    );
  });

  test("closing the runner ends a call that is under way", async () => {
    await withHooks({ "a.mjs": `export const preExport = () => { for (;;); };` }, async (runner) => {
      const call = runner.call("preExport", {}, {});
      await new Promise((resolve) => setTimeout(resolve, 50));
      await runner.close();
      expect(await call).toMatchObject({ aborted: true, failed: true });
    });
  });

  test("a thread that runs out of memory is replaced", async () => {
    await withHooks(
      {
        "a.mjs": `export const postExportAsset = (info, userData) => { const hoard = []; if (info.assetName === "bad") for (;;) hoard.push(new Array(1e6).fill(hoard.length)); userData.ok = true; };`,
      },
      async (runner) => {
        const bad = await runner.call("postExportAsset", { assetName: "bad" }, {});
        expect(bad).toMatchObject({ failed: true, calls: [{ outcome: "error" }] });
        expect(bad.calls[0]?.detail).toMatch(/memory/i);
        const good = await runner.call("postExportAsset", { assetName: "good" }, {});
        expect(good).toMatchObject({ failed: false, userData: { ok: true } });
      },
      { memoryLimitMb: 64 },
    );
  });

  test("stopping the run tells the hook, and ends it when it goes on for two seconds", async () => {
    const stop = new AbortController();
    await withHooks(
      { "a.mjs": `export const preExport = () => { for (;;); };` },
      async (runner) => {
        const call = runner.call("preExport", {}, {});
        setTimeout(() => stop.abort(), 50);
        const outcome = await call;
        expect(outcome).toMatchObject({ aborted: true, failed: true });
        expect(outcome.abortMessage).toContain("The run was stopped");
      },
      { api: { signal: stop.signal } },
    );
  });
});

describe("files that cannot be loaded", () => {
  test("one that loops, never finishes, or exits while it is loaded is listed and left out", async () => {
    await withHooks(
      {
        "a-good.mjs": `export const preExport = (info, userData) => { userData.good = true; };`,
        "b-loops.mjs": `for (;;);`,
        "c-waits.mjs": `await new Promise(() => {});`,
        "d-exits.mjs": `process.exit(1);`,
        "e-good.mjs": `export const preExport = (info, userData) => { userData.better = true; };`,
      },
      async (runner) => {
        expect(runner.loaded.files.map(({ error }) => error.split("\n")[0])).toEqual([
          "",
          expect.stringContaining("did not finish loading within 2 s"),
          expect.stringContaining("awaits something that never comes"),
          expect.stringContaining("process.exit(1) was called"),
          "",
        ]);
        const { userData } = await runner.call("preExport", {}, {});
        expect(userData).toEqual({ good: true, better: true });
      },
      { loadLimitMs: 2000 },
    );
  });
});
