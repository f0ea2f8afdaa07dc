import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { writeHookFiles } from "../../src/hooks/test-hook-files.ts";
import { hasPython, pythonRunners } from "../../src/hooks/test-python.ts";

const pathOf = (url: string): string => fileURLToPath(new URL(url, import.meta.url));
const page = readFileSync(pathOf("../../docs/python-first-hook.md"), "utf8");

/** The Python of the page, by the file name in its first line. */
const snippets = Object.fromEntries(
  [...page.matchAll(/^```python\n(# (\S+)\n[^]*?)^```/gm)].map(([, text = "", name = ""]) => [name, text]),
);
const asset = { assetName: "sh010", shotName: "sh010", resolvedPath: "sh010.mov", width: 1920, isSnapshot: false };

describe.skipIf(!hasPython)("docs/python-first-hook.md", () => {
  const start = pythonRunners();
  /** The real host with one file of the page. */
  const running = async (name: string) => (await start({ [name]: snippets[`hooks/${name}`] ?? "" })).runner;

  test("every piece of Python on the page says which file it is", () => {
    expect(page.match(/^```python$/gm)).toHaveLength(Object.keys(snippets).length);
    expect(Object.keys(snippets)).toEqual([
      "hooks/hello.py",
      "hooks/folders.py",
      "hooks/no_wide_pictures.py",
      "hooks/overwriting.py",
      "hooks/summary.py",
      "hooks/deliveries_only.py",
      "hooks/to_the_reel.py",
      "hooks/archive_log.py",
      "test_hooks.py",
    ]);
  });

  test("says hello, and puts a file into the folder of its shot", async () => {
    const hello = await (await running("hello.py")).call("preExport", { destinationPath: "/out" }, {});
    expect(hello.calls[0]).toMatchObject({ outcome: "ok", log: ["Exporting to /out"], complaints: [] });
    const folders = await running("folders.py");
    const goesTo = async (shotName: string) =>
      (await folders.call("preExportAsset", { ...asset, shotName }, {})).info["resolvedPath"];
    expect([await goesTo("sh010"), await goesTo("")]).toEqual(["sh010/sh010.mov", "no_shot/sh010.mov"]);
  });

  test("aborts what is too wide, with a message", async () => {
    const runner = await running("no_wide_pictures.py");
    expect(await runner.call("preExportAsset", asset, {})).toMatchObject({ aborted: false, failed: false });
    expect(await runner.call("preExportAsset", { ...asset, width: 8192 }, {})).toMatchObject({
      aborted: true,
      failed: false,
      abortMessage: "sh010 is wider than 4096 pixels. Choose another preset.",
    });
  });

  test("answers about files that exist, and leaves the rest to others", async () => {
    const runner = await running("overwriting.py");
    const answer = async (path: string) => (await runner.call("exportOverwriteFile", { path }, {})).answer;
    expect([await answer("/p/approved/a"), await answer("/p/dailies/a"), await answer("/p/a")]).toEqual([
      "skip",
      "overwrite",
      undefined,
    ]);
  });

  test("notes in userData what was written, and tells it at the end", async () => {
    const runner = await running("summary.py");
    await runner.call("postExportAsset", { ...asset, resolvedPath: "b/sh020.mov" }, {});
    await runner.call("postExportAsset", { ...asset, resolvedPath: "a/sh010.mov" }, {});
    const end = await runner.call("postExport", { destinationPath: "/out" }, {});
    expect(end.userData).toEqual({ written: ["b/sh020.mov", "a/sh010.mov"] });
    expect(end.calls[0]?.log).toEqual(["2 files written to /out", "  sh010.mov", "  sh020.mov"]);
  });

  test("leaves snapshots alone", async () => {
    const runner = await running("deliveries_only.py");
    const goesTo = async (isSnapshot: boolean) =>
      (await runner.call("preExportAsset", { ...asset, isSnapshot }, {})).info["resolvedPath"];
    expect([await goesTo(true), await goesTo(false)]).toEqual(["sh010.mov", "deliveries/sh010.mov"]);
  });

  test("asks flame only about snapshots", async () => {
    const runner = await running("to_the_reel.py");
    const called = async (isSnapshot: boolean) =>
      (await runner.call("postExportAsset", { ...asset, destinationPath: "/out", isSnapshot }, {})).calls[0];
    expect(await called(false)).toMatchObject({ outcome: "ok" });
    // Nothing answers flame here; test/export/reimport.test.ts does it with a real export.
    expect(await called(true)).toMatchObject({ outcome: "error", detail: expect.stringContaining("flame.project") });
  });

  test("tells of archives", async () => {
    const runner = await running("archive_log.py");
    const segment = { segmentPath: "/a/A-001.tar", archiveName: "A", archivePath: "/a", archiveComplete: false };
    const told = async (status: number, statusMessage: string) =>
      (await runner.call("archiveSegmentCompleted", { ...segment, status, statusMessage }, {})).calls[0]?.log;
    expect(await told(0, "")).toEqual(["written and checked: /a/A-001.tar"]);
    expect(await told(1, "a block cannot be read")).toEqual(["BAD: /a/A-001.tar: a block cannot be read"]);
    const completed = await runner.call("archiveCompleted", { archiveName: "A" }, {});
    expect(completed.calls[0]?.log).toEqual(["A is complete"]);
    const restored = await runner.call("archiveRestored", { archiveName: "A" }, {});
    expect(restored.calls[0]?.log).toEqual(["something came back from A"]);
  });

  test("and its tests pass as they stand", async () => {
    await using folder = await writeHookFiles(snippets);
    const run = spawnSync("python3", ["-B", "-m", "unittest"], {
      cwd: folder.path,
      encoding: "utf8",
      env: { ...process.env, PYTHONPATH: pathOf("../../python") },
    });
    expect(run.stderr).toMatch(/Ran 5 tests[^]*\nOK\n$/);
  });
});
