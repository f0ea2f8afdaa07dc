import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createHookRunner } from "./create-hook-runner.ts";
import type { HookSubject } from "./hook-runner.ts";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";

/** Calls preExportAsset for assets of these names as an export does: each is told what comes after it. */
async function callInOrder(handler: string, names: readonly string[], options: { timeLimitMs?: number } = {}) {
  await using folder = await writeHookFiles({
    "a.mjs": `import { appendFileSync } from "node:fs";
      const diary = new URL("diary.txt", import.meta.url);
      export function preExportAsset(info, userData) {
        appendFileSync(diary, info.assetName + "\\n");
        userData.names = [...(userData.names ?? []), info.assetName];
        ${handler}
      }`,
    "b.mjs": `export function preExportAsset(info) { info.resolvedPath = "b/" + info.resolvedPath; }`,
  });
  appendFileSync(join(folder.path, "diary.txt"), "");
  const runner = await createHookRunner({ folders: [folder], api: apiForTests(), ...options });
  try {
    const subjects = names.map((name): HookSubject => ({
      info: { assetName: name, resolvedPath: name },
      scope: { asset: name },
    }));
    const outcomes = [];
    for (const [index, { info, scope }] of subjects.entries())
      outcomes.push(await runner.call("preExportAsset", info, scope, subjects.slice(index + 1, index + 40)));
    const diary = readFileSync(join(folder.path, "diary.txt"), "utf8").trim().split("\n");
    return { outcomes, diary, tellings: outcomes.map(({ info, userData }) => [info["resolvedPath"], userData]) };
  } finally {
    await runner.close();
  }
}

const names = Array.from({ length: 60 }, (_, index) => `sh${index}`);

test("calls that are made ahead are made once, in order, and each tells what it would alone", async () => {
  const { outcomes, diary, tellings } = await callInOrder("", names);
  expect(diary).toEqual(names);
  expect(tellings).toEqual(names.map((name, index) => [`b/${name}`, { names: names.slice(0, index + 1) }]));
  expect(outcomes.map(({ scope, calls }) => [scope.asset, calls.length])).toEqual(names.map((name) => [name, 2]));
});

test("one that never returns among them is ended alone; the others go on in a new thread, none of them twice", async () => {
  const { outcomes, diary, tellings } = await callInOrder(`if (info.assetName === "sh20") for (;;);`, names, {
    timeLimitMs: 300,
  });
  expect(diary).toEqual(names);
  const failed = outcomes.filter(({ aborted }) => aborted);
  expect(failed).toMatchObject([
    { scope: { asset: "sh20" }, failed: true, calls: [{ outcome: "timeout" }, { outcome: "skipped" }] },
  ]);
  // What it did to userData went with its thread.
  expect(tellings.at(-1)).toEqual(["b/sh59", { names: names.filter((name) => name !== "sh20") }]);
});

test("slow ones are not made ahead of what is decided", async () => {
  let asked = 0;
  await using folder = await writeHookFiles({
    "a.mjs": `export const preExportAsset = () => new Promise((done) => setTimeout(done, 30));
      export const preExport = (info, userData) => { userData.count = (userData.count ?? 0) + 1; };`,
    "c.mjs": `export function preExportAsset(info, userData) { userData.count = (userData.count ?? 0) + 1; }`,
  });
  const runner = await createHookRunner({ folders: [folder], api: apiForTests() });
  const subjects = ["a", "b", "c"].map((assetName): HookSubject => ({ info: { assetName }, scope: {} }));
  for (const [index, { info, scope }] of subjects.entries()) {
    const { userData } = await runner.call("preExportAsset", info, scope, subjects.slice(index + 1));
    asked += 1;
    expect(userData).toEqual({ count: asked });
  }
  // Nothing was called beyond what was asked for.
  expect((await runner.call("preExport", {}, {})).userData).toEqual({ count: asked + 1 });
  await runner.close();
});
