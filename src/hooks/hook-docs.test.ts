import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createHookRunner } from "./create-hook-runner.ts";
import { explainHook } from "./explain-hook.ts";
import { hookReference } from "./hook-reference.ts";
import { newHookFiles } from "./hook-template.ts";
import { hookNames, pythonNames } from "./hook-names.ts";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";

const pathOf = (url: string): string => fileURLToPath(new URL(url, import.meta.url));

test("docs/hooks-reference.md is what the table says now (scripts/generate-hook-reference.ts writes it)", () => {
  const written = readFileSync(pathOf("../../docs/hooks-reference.md"), "utf8");
  expect(written).toBe(hookReference());
});

test("explain tells a hook in any of its spellings", () => {
  expect(explainHook("archive_completed")).toBe(
    [
      "archiveCompleted  (Python: archive_completed, also archiveComplete)",
      "",
      "When the archive is complete.",
      "An error, or running out of time, is reported; everything goes on.",
      "",
      "  TypeScript  archiveCompleted(info, cresset)",
      "  Python      def archive_completed(archive_name, *args, **kwargs)",
      "",
      "info, * = this hook may write it:",
      "    archiveName  string  Name of the archive.",
    ].join("\n"),
  );
  expect(explainHook("preExportAsset")).toContain("  * resolvedPath ");
  expect(explainHook("pre_export_asset")).toBe(explainHook("preExportAsset"));
  expect(explainHook("exportOverwriteFile")).toContain("exportOverwriteFile(path, cresset)");
});

test("explain names the hook that was probably meant", () => {
  expect(() => explainHook("preExportAssets")).toThrow(
    /^There is no hook preExportAssets\. Did you mean preExportAsset\?$/,
  );
  expect(() => explainHook("render")).toThrow(
    expect.objectContaining({ code: "not-found", message: "There is no hook render." }),
  );
});

test("the starter folder has every hook and is sound as it is", async () => {
  const files = newHookFiles("/opt/cresset/dist/index.d.ts", "/opt/cresset/node_modules/@types");
  await using folder = await writeHookFiles(Object.fromEntries(files.map(({ path, text }) => [path, text])));
  const runner = await createHookRunner({ folders: [folder], api: apiForTests(), strict: true });
  await runner.call("postExportAsset", { resolvedPath: "a.mov" }, {});
  const { calls, userData } = await runner.call("postExport", { destinationPath: "/out" }, {});
  await runner.close();
  expect([...runner.loaded.order.keys()]).toEqual(hookNames);
  expect(userData).toEqual({ written: ["a.mov"] });
  expect(calls[0]?.log).toEqual(["1 files written to /out"]);
});

test("no name means two hooks", () => {
  const names = hookNames.flatMap((hook) => pythonNames(hook));
  expect(new Set(names).size).toBe(names.length);
});
