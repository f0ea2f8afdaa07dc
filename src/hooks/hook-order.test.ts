import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createHookRunner } from "./create-hook-runner.ts";
import { hookFolders } from "./hook-folders.ts";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";

const writes = (name: string): string =>
  `export function preExport(info, userData) { (userData.order ??= []).push(${JSON.stringify(name)}); }`;

test("files of several folders are called folder by folder, within a folder by relative path, each once", async () => {
  await using first = await writeHookFiles({
    "b.ts": writes("b"),
    "Z.js": writes("Z"),
    "10.mjs": writes("10"),
    "9.mts": writes("9"),
    "a/inner.ts": writes("a/inner"),
    "a.ts": writes("a"),
    ".hidden.ts": writes("hidden"),
    ".git/x.ts": writes("hidden folder"),
    "node_modules/p/index.js": writes("a package"),
    "types.d.ts": "export type A = 1;",
    "b.test.ts": writes("a test"),
    "notes.txt": "not a hook file",
  });
  await using second = await writeHookFiles({ "0.mjs": writes("0") });
  await symlink(first.file("b.ts"), second.file("again.ts"));
  await mkdir(join(second.path, "sub"));
  await symlink(second.path, second.file("sub/round"));
  const runner = await createHookRunner({ folders: [first, second], api: apiForTests() });
  const outcome = await runner.call("preExport", {}, {});
  await runner.close();
  expect(outcome.userData).toEqual({ order: ["10", "9", "Z", "a", "a/inner", "b", "0"] });
  expect(outcome.calls.map(({ file }) => file)).toEqual(runner.loaded.order.get("preExport"));
});

test("folders come from --hooks, the config file, the user, the project, then the environment", async () => {
  await using user = await writeHookFiles({ "hooks/a.py": "" });
  await using project = await writeHookFiles({ "cresset.config.yaml": "", "hooks/a.py": "" });
  const env = { CRESSET_HOOK_PATH: "/shared/hooks::/site/hooks", DL_PYTHON_HOOK_PATH: "/flame/hooks" };
  const places = { home: user.path, configFile: project.file("cresset.config.yaml"), env };
  expect(hookFolders({ options: ["mine"], config: ["/house"], ...places })).toEqual([
    { path: "mine" },
    { path: "/house" },
    { path: user.file("hooks"), optional: true },
    { path: project.file("hooks"), optional: true },
    { path: "/shared/hooks", optional: true },
    { path: "/site/hooks", optional: true },
    { path: "/flame/hooks", optional: true },
  ]);
  const bare = { home: "/no/home", configFile: undefined, env: {} };
  expect(hookFolders({ options: [], config: [], ...bare })).toEqual([]);
});

test("a folder that was asked for and is missing stops; one of a list for many machines is a warning", async () => {
  await expect(createHookRunner({ folders: [{ path: "/no/such/hooks" }], api: apiForTests() })).rejects.toMatchObject({
    code: "not-found",
    message: expect.stringContaining("/no/such/hooks does not exist"),
  });
  await expect(
    createHookRunner({ folders: [{ path: import.meta.dirname + "/../../package.json" }], api: apiForTests() }),
  ).rejects.toThrow(/package\.json is no hook file\. Expected a folder, or a file that ends with \.ts/);
  const runner = await createHookRunner({ folders: [{ path: "/no/such/hooks", optional: true }], api: apiForTests() });
  expect(runner.loaded.warnings).toEqual(["The hook folder /no/such/hooks does not exist."]);
  // Without any hook file nothing is started, and every hook is simply not there.
  expect(await runner.call("preExport", { destinationPath: "/out" }, {})).toMatchObject({ aborted: false, calls: [] });
  await runner.close();
});

test("one broken file does not stop the others; it is listed with its place, and stops in strict loading", async () => {
  await using folder = await writeHookFiles({
    "a-syntax.ts": "const fine: number = 1;\nexport const preExport = (info: any => {};\n",
    "b-syntax.mjs": "export const a = 1;\nexport const b = ;\n",
    "c-throws.ts": "throw new Error('no licence');",
    "d-import.ts": "import { nothing } from 'no-such-package';\nexport const preExport = nothing;",
    "e-name.ts": "import { nothing } from 'node:path';\nexport const preExport = nothing;",
    "f-names.ts": `import { defineHooks } from "cresset";
      export default defineHooks({ pre_export_asset() {}, postExportAssets() {}, helper() {}, preExport: 3 });
      export function pre_exprot() {}
      export function preparePaths() {}
      export function* postExport() {}
      export const exportOverwriteFile = (path, info, userData, cresset) => "skip";`,
    "g/c-throws.ts": "export const preExport = (info, userData) => { userData.ran = true; };",
  });
  const runner = await createHookRunner({ folders: [folder], api: apiForTests() });
  const { userData } = await runner.call("preExport", {}, {});
  await runner.close();
  expect(userData).toEqual({ ran: true });
  const errors = Object.fromEntries(runner.loaded.files.map(({ path, error }) => [path, error]));
  expect(errors[folder.file("a-syntax.ts")]).toContain(`${folder.file("a-syntax.ts")}, line 2:`);
  expect(errors[folder.file("b-syntax.mjs")]).toContain(`${folder.file("b-syntax.mjs")}, line 2: Expression expected`);
  expect(errors[folder.file("c-throws.ts")]).toContain(`no licence\n    at ${folder.file("c-throws.ts")}:1:7`);
  expect(errors[folder.file("d-import.ts")]).toContain("Cannot find package 'no-such-package'");
  expect(errors[folder.file("e-name.ts")]).toContain("does not provide an export named 'nothing'");
  expect(runner.loaded.files[5]?.hooks.toSorted()).toEqual(["exportOverwriteFile", "postExport", "preExportAsset"]);
  const named = folder.file("f-names.ts");
  expect(runner.loaded.warnings.toSorted()).toEqual(
    [
      `2 hook files are called c-throws.ts: ${folder.file("c-throws.ts")}, ${folder.file("g/c-throws.ts")}.`,
      `${named}: line 2: helper is no hook and is never called.`,
      `${named}: line 2: postExportAssets is no hook and is never called; did you mean postExportAsset?`,
      `${named}: line 2: preExport is a number; a hook is a function.`,
      `${named}: line 3: pre_exprot is no hook and is never called; did you mean preExport?`,
      `${named}: line 5: postExport is a generator (function*): calling it runs nothing of it.`,
      `${named}: line 6: exportOverwriteFile takes 4 arguments, and is called with 2: path, cresset.`,
    ].toSorted(),
  );
  const strict = createHookRunner({ folders: [folder], api: apiForTests(), strict: true });
  await expect(strict).rejects.toMatchObject({
    code: "hook-failed",
    message: expect.stringMatching(/^6 hook files are not sound/),
    detail: expect.stringContaining("no licence"),
  });
});

test('a file below node_modules, beside a CommonJS package.json, imports "cresset", helpers, enums and types', async () => {
  await using folder = await writeHookFiles({
    "node_modules/studio/package.json": `{ "type": "commonjs" }`,
    "node_modules/studio/hooks/rules.ts": `
      import { defineHooks, CressetError, type Hooks } from "cresset";
      import { Answer } from "./lib/answer.js";
      import { plain } from "./lib/plain.js";
      interface Data { answer?: number; isError?: boolean; plain?: string }
      const hooks: Hooks<Data> = {
        async preExport(info, userData, cresset): Promise<void> {
          userData.answer = Answer.FortyTwo;
          userData.isError = new CressetError("internal", "x") instanceof Error;
          userData.plain = plain;
        },
      };
      export default defineHooks<Data>(hooks);`,
    "node_modules/studio/hooks/lib/answer.ts": "export enum Answer { FortyTwo = 42 }",
    "node_modules/studio/hooks/lib/plain.js": "export const plain = 'an ES module, whatever package.json says';",
  });
  const path = join(folder.path, "node_modules/studio/hooks");
  const runner = await createHookRunner({ folders: [{ path }], api: apiForTests(), strict: true });
  const { userData, calls } = await runner.call("preExport", {}, {});
  await runner.close();
  expect(calls[0]).toMatchObject({ outcome: "ok", detail: "" });
  expect(userData).toEqual({ answer: 42, isError: true, plain: "an ES module, whatever package.json says" });
});

test("CRESSET_DEBUG_HOOKS=1 prints which hook came from which file, and each call with what it was given and changed", async () => {
  await using folder = await writeHookFiles({
    "a.mjs": `console.log("loading"); export function preExportAsset(info) { info.resolvedPath = "b.mov"; console.log("moved"); }`,
  });
  const lines: string[] = [];
  const env = { CRESSET_DEBUG_HOOKS: "1" };
  const runner = await createHookRunner({
    folders: [folder],
    api: apiForTests(),
    env,
    debug: (line) => lines.push(line),
  });
  await runner.call("preExportAsset", { resolvedPath: "a.mov" }, {});
  await runner.close();
  expect(lines.join("\n").replaceAll(/\d+\.\d+ ms/g, "N ms")).toBe(
    [
      `hooks: ${folder.file("a.mjs")}: preExportAsset`,
      "hooks:   | loading",
      `hooks: preExportAsset {"resolvedPath":"a.mov"}`,
      "hooks:   a.mjs  N ms  ok",
      `hooks:     resolvedPath: "a.mov" → "b.mov"`,
      "hooks:     | moved",
    ].join("\n"),
  );
});
