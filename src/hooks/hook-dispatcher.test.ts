import { expect, test } from "vitest";
import { createDispatcher } from "./hook-dispatcher.ts";
import { createInlineRunner } from "./inline-runner.ts";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";
import { createThreadHost } from "./thread-host.ts";
import { traceText } from "./trace-text.ts";

test("files of two hosts are called in one order; each sees what those before it changed in info and userData", async () => {
  const step = (name: string): string =>
    `export function preExportAsset(info, userData) {
       userData.live ??= () => "${name}";
       (userData.seen ??= []).push("${name}:" + info.resolvedPath + ":" + userData.live());
       info.resolvedPath += "${name}";
     }`;
  await using folder = await writeHookFiles({ "a.mjs": step("a"), "b.mjs": step("b"), "c.mjs": step("c") });
  const limits = { timeLimitMs: 5000, loadLimitMs: 5000, memoryLimitMb: 256, backend: apiForTests() };
  const [odd, even] = [createThreadHost(limits), createThreadHost(limits)];
  const given = ["a.mjs", "b.mjs", "c.mjs"].map((name) => ({ path: folder.file(name), folder: folder.path }));
  const loadedOdd = await odd.load([given[0]!, given[2]!]);
  const loadedEven = await even.load([given[1]!]);
  const runner = createDispatcher([
    { file: loadedOdd[0]!, host: odd },
    { file: loadedEven[0]!, host: even },
    { file: loadedOdd[1]!, host: odd },
  ]);
  const outcome = await runner.call("preExportAsset", { resolvedPath: "/" }, {});
  expect(outcome.info["resolvedPath"]).toBe("/abc");
  // What JSON cannot hold stays with the host that made it: b makes one of its own, c still has that of a.
  expect(outcome.userData).toEqual({ seen: ["a:/:a", "b:/a:b", "c:/ab:a"] });
  await runner.setUserData({ fresh: true });
  expect((await runner.call("preExportAsset", { resolvedPath: "" }, {})).userData).toEqual({
    fresh: true,
    seen: ["a::a", "b:a:b", "c:ab:a"],
  });
  await runner.close();
});

test("the trace reads as a tree: file, time, changes, output, complaints, and why a file was skipped", async () => {
  const runner = createInlineRunner({
    api: apiForTests(),
    hooks: [
      {
        name: "rename.ts",
        hooks: {
          preExportAsset(
            info: Record<string, unknown>,
            userData: Record<string, unknown>,
            cresset: { log: (text: string) => void },
          ) {
            info["resolvedPath"] = "sh010/a.mov";
            info["width"] = 3;
            userData["renamed"] = 1;
            cresset.log("one moved\ninto sh010");
          },
        },
      },
      {
        name: "rules.ts",
        hooks: {
          preExportAsset(info: Record<string, unknown>) {
            info["abort"] = true;
            info["abortMessage"] = "No shots today.";
          },
        },
      },
      {
        name: "late.ts",
        hooks: {
          preExportAsset() {},
          postExport() {
            throw new Error("disk gone");
          },
        },
      },
    ],
  });
  const asset = await runner.call(
    "preExportAsset",
    { resolvedPath: "a.mov", width: 2 },
    { sequence: "cut", asset: "a" },
  );
  const last = await runner.call("postExport", {}, {});
  const none = await runner.call("preExport", {}, {});
  const text = traceText([asset, last, none])
    .replaceAll(/\d+\.\d ms/g, "N ms")
    .replaceAll(/\/.*:\d+:\d+/g, "here");
  expect(text).toBe(`preExportAsset  cut › a
├─ rename.ts  N ms  ok
│    resolvedPath: "a.mov" → "sh010/a.mov"
│    userData.renamed: nothing → 1
│    | one moved
│    | into sh010
│    ! info.width is read-only in preExportAsset: 3 was not kept, it stays 2.
├─ rules.ts  N ms  aborted: No shots today.
│    abort: false → true
│    abortMessage: "" → "No shots today."
└─ late.ts  skipped: aborted by rules.ts
postExport
└─ late.ts  N ms  error
       Error: disk gone
           at Object.postExport (here)
preExport  (no handler)`);
});
