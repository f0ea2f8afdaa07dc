import { afterEach, describe, expect, test } from "vitest";
import { type LoadedHookRunner, createHookRunner } from "./create-hook-runner.ts";
import { createInlineRunner } from "./inline-runner.ts";
import type { HookApiBackend } from "./hook-api.ts";
import type { HookRunner } from "./hook-runner.ts";
import { type HookFilesFolder, apiForTests, writeHookFiles } from "./test-hook-files.ts";

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const item of open.splice(0).toReversed()) await item[Symbol.asyncDispose]();
});

type Files = Readonly<Record<string, string>>;

/** The same hooks, once from files in their thread, once as objects in this process: both must behave the same. */
const hosts: Readonly<Record<string, (files: Files, api?: Partial<HookApiBackend>) => Promise<HookRunner>>> = {
  async files(files, api) {
    const folder: HookFilesFolder = await writeHookFiles(files);
    const runner: LoadedHookRunner = await createHookRunner({ folders: [folder], api: apiForTests(api) });
    open.push(folder, { [Symbol.asyncDispose]: async () => void (await runner.close()) });
    return runner;
  },
  async inline(files, api) {
    const folder = await writeHookFiles(files);
    open.push(folder);
    const hooks = Object.keys(files).map(async (name) => ({
      name: folder.file(name),
      hooks: (await import(/* @vite-ignore */ folder.file(name))) as object,
    }));
    return createInlineRunner({ hooks: await Promise.all(hooks), api: apiForTests(api) });
  },
};

describe.each(Object.entries(hosts))(
  "what is particular to TypeScript in the contract, hooks given as %s",
  (_, start) => {
    test("a list of info that is changed in place is found out", async () => {
      const runner = await start({
        "a.mjs": `export function postExportSequence(info) { info.shotNames.sort(); }`,
        "b.mjs": `export function postExportSequence(info, userData) { userData.names = [...info.shotNames]; }`,
      });
      const outcome = await runner.call("postExportSequence", { shotNames: ["b", "a"] }, {});
      expect(outcome.userData).toEqual({ names: ["b", "a"] });
      expect(outcome.calls[0]?.complaints).toEqual([
        'info.shotNames is read-only in postExportSequence: ["a","b"] was not kept, it stays ["b","a"].',
      ]);
    });

    test("an error aborts before the file is written, and is only reported after", async () => {
      const runner = await start({
        "a.mjs": `const fail = (info) => { throw new Error("no network", { cause: new Error("cable") }); };
        export { fail as preExportAsset, fail as postExportAsset, fail as exportOverwriteFile };`,
        "b.mjs": `const note = (info, userData) => { userData.ran = true; };
        export { note as preExportAsset, note as postExportAsset };
        export const exportOverwriteFile = () => "overwrite";`,
      });
      const before = await runner.call("preExportAsset", {}, {});
      expect(before).toMatchObject({ aborted: true, failed: true, userData: {} });
      expect(before.abortMessage).toBe("The hook preExportAsset of a.mjs failed: no network");
      expect(before.calls[0]?.detail).toMatch(/no network\n[\s\S]*caused by Error: cable/);
      expect(await runner.call("exportOverwriteFile", { path: "/out/a.mov" }, {})).toMatchObject({
        aborted: true,
        failed: true,
      });
      const after = await runner.call("postExportAsset", {}, {});
      expect(after).toMatchObject({ aborted: false, failed: true, userData: { ran: true } });
      expect(after.calls.map(({ outcome }) => outcome)).toEqual(["error", "ok"]);
    });

    test("of answers the first that is given wins; others are told, and one that makes no sense fails", async () => {
      const runner = await start({
        "a.mjs": `export const exportOverwriteFile = (path) => path.endsWith(".wav") ? "replace" : undefined;`,
        "b.mjs": `export const exportOverwriteFile = async (path, cresset) => { cresset.log(path); return "skip"; };
        export const useBackburnerPostExportAsset = () => false;`,
        "c.mjs": `export const exportOverwriteFile = () => "overwrite_all";`,
      });
      const outcome = await runner.call("exportOverwriteFile", { path: "/out/a.mov" }, {});
      expect(outcome).toMatchObject({ answer: "skip", aborted: false });
      expect(outcome.calls.map(({ answer }) => answer)).toEqual([undefined, "skip", "overwrite_all"]);
      expect(outcome.calls[1]?.log).toEqual(["/out/a.mov"]);
      expect(outcome.calls[2]?.complaints).toEqual([
        `Its answer "overwrite_all" does not count: ${outcome.calls[1]?.file} answered "skip" first.`,
      ]);
      const wrong = await runner.call("exportOverwriteFile", { path: "/out/a.wav" }, {});
      expect(wrong).toMatchObject({ aborted: true, failed: true });
      expect(wrong.abortMessage).toContain(`answered 'replace'; expected "ask", "overwrite", "overwrite_all", "skip"`);
      expect(await runner.call("useBackburnerPostExportAsset", {}, {})).toMatchObject({ answer: false });
      expect(await runner.call("postExport", {}, {})).not.toHaveProperty("answer");
    });

    test("userData is one live object for all files; its JSON part is told, the rest is named once", async () => {
      const runner = await start({
        "a.mjs": `export const preExport = (info, userData) => {
        userData.self = userData; userData.greet = () => "hello"; userData.tags = new Set(["x"]);
        userData.list = [1, undefined, () => 1]; userData.count = 1; userData.when = new Date(0);
      };`,
        "b.mjs": `export const postExport = (info, userData) => {
        userData.count += userData.tags.size; userData.same = userData.self === userData; userData.said = userData.greet();
        userData.list[0] = 2;
      };`,
      });
      const first = await runner.call("preExport", {}, {});
      expect(first.userData).toEqual({ list: [1, null, null], count: 1, when: "1970-01-01T00:00:00.000Z" });
      expect(first.calls[0]?.complaints).toEqual([
        "Of userData, self is a reference back to what holds it: hooks share it, but it is not kept with the run.",
        "Of userData, greet is a function: hooks share it, but it is not kept with the run.",
        "Of userData, tags is an object of the class Set: hooks share it, but it is not kept with the run.",
        "Of userData, list[2] is a function: hooks share it, but it is not kept with the run.",
      ]);
      const second = await runner.call("postExport", {}, {});
      expect(second.userData).toMatchObject({ count: 2, same: true, said: "hello" });
      expect(second.calls[0]).toMatchObject({
        complaints: [],
        changes: [
          { key: "userData.list[0]", before: 1, after: 2 },
          { key: "userData.count", before: 1, after: 2 },
          { key: "userData.same", before: undefined, after: true },
          { key: "userData.said", before: undefined, after: "hello" },
        ],
      });
    });

    test("archive hooks get info and the API; snake_case names count", async () => {
      const runner = await start({
        "a.mjs": `export const archive_segment_completed = (info, cresset) => cresset.log(info.segmentPath, info.status);`,
      });
      const { calls } = await runner.call("archiveSegmentCompleted", { segmentPath: "/a/1", status: 0 }, {});
      expect(calls[0]).toMatchObject({ outcome: "ok", log: ["/a/1 0"] });
    });

    test("a handler is done when what it asked of the program is done, and that time is not its own", async () => {
      const asked: unknown[] = [];
      const runner = await start(
        {
          "a.mjs": `export const postExportAsset = (info, userData, cresset) => {
            cresset.transcode({ input: "/in.mov", output: "/out.mp4", preset: "h264" })
              .then(({ files }) => { userData.files = files; });
          };
          export const postExport = (info, userData, cresset) => { cresset.probe("/broken.mov"); };
          export const preExport = (info, userData, cresset) => cresset.transcode({ input: 3 });`,
        },
        {
          async transcode(request, caller) {
            asked.push(request, caller);
            await new Promise((resolve) => setTimeout(resolve, 60));
            return { files: [{ path: request.output, bytes: 5, xxh128: "ab" }] };
          },
          probe: () => Promise.reject(new Error("broken.mov is no media file")),
        },
      );
      const outcome = await runner.call("postExportAsset", {}, { asset: "a" });
      expect(outcome.userData).toEqual({ files: [{ path: "/out.mp4", bytes: 5, xxh128: "ab" }] });
      expect(asked).toMatchObject([
        { input: "/in.mov", output: "/out.mp4", preset: "h264" },
        { hook: "postExportAsset", scope: { asset: "a" } },
      ]);
      const wrong = await runner.call("preExport", {}, {});
      expect(wrong.abortMessage).toContain("Expected input to be a string that is not empty, got 3");
    });
  },
);
