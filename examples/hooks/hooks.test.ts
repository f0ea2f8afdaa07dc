import { mkdir, mkdtemp, readFile, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createHookRunner } from "../../src/hooks/create-hook-runner.ts";
import type { HookApiBackend, TranscodeRequest } from "../../src/hooks/hook-api.ts";
import type { HookRunner } from "../../src/hooks/hook-runner.ts";
import { apiForTests } from "../../src/hooks/test-hook-files.ts";

let folder = "";
let runner: HookRunner | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-example-"));
});
afterEach(async () => {
  await runner?.close();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** The hook file as an export loads it: strictly, in its thread. */
async function load(name: string, api: Partial<HookApiBackend> = {}): Promise<HookRunner> {
  const path = fileURLToPath(new URL(name, import.meta.url));
  runner = await createHookRunner({ folders: [{ path }], api: apiForTests(api), strict: true });
  return runner;
}

test("approved-storage-only: only folders below approved storage are let through, links included", async () => {
  await mkdir(join(folder, "approved"));
  await mkdir(join(folder, "elsewhere"));
  await symlink(join(folder, "elsewhere"), join(folder, "approved", "link"));
  vi.stubEnv("CRESSET_APPROVED_STORAGE", `/mnt/projects:${join(folder, "approved")}`);
  const hooks = await load("approved-storage-only.ts");
  const goes = async (path: string): Promise<boolean> =>
    !(await hooks.call("preExport", { destinationPath: join(folder, path) }, {})).aborted;
  expect(await goes("approved")).toBe(true);
  expect(await goes("approved/new/folder")).toBe(true);
  expect(await goes("elsewhere")).toBe(false);
  expect(await goes("approved-not")).toBe(false);
  expect(await goes("approved/../elsewhere")).toBe(false);
  expect(await goes("approved/link/x")).toBe(false);
  const { abortMessage } = await hooks.call("preExport", { destinationPath: "/media/usb" }, {});
  expect(abortMessage).toBe(`/media/usb is not on approved storage (/mnt/projects, ${join(folder, "approved")}).`);
});

test("folders-by-shot: a file goes to sequence/shot, and one without a shot stays", async () => {
  const hooks = await load("folders-by-shot.ts");
  const goesTo = async (shotName: string, resolvedPath: string): Promise<unknown> => {
    const info = { sequenceName: "Reel 1", shotName, resolvedPath };
    return (await hooks.call("preExportAsset", info, {})).info["resolvedPath"];
  };
  expect(await goesTo("sh010", "anywhere/sh010.[1001-1010].exr")).toBe("Reel_1/sh010/sh010.[1001-1010].exr");
  expect(await goesTo("../Ünder water?", "a.mov")).toBe("Reel_1/__Ünder_water_/a.mov");
  expect(await goesTo("", "cut/a.mov")).toBe("cut/a.mov");
});

test("overwrite-by-folder: masters are kept, dailies replaced, the rest is asked", async () => {
  const hooks = await load("overwrite-by-folder.ts");
  const answer = async (path: string): Promise<unknown> =>
    (await hooks.call("exportOverwriteFile", { path }, {})).answer;
  expect(await answer("/show/Masters/reel/a.mov")).toBe("skip");
  expect(await answer("/show/dailies/a.mov")).toBe("overwrite");
  expect(await answer("/show/dailies-old/wip.mov")).toBeUndefined();
});

test("web-proxy: a proxy beside each movie, never wider than the movie, none of other assets or in a dry run", async () => {
  const asked: TranscodeRequest[] = [];
  const transcode = (request: TranscodeRequest) => {
    asked.push(request);
    return Promise.resolve({ files: [{ path: request.output, bytes: 1, xxh128: "00" }] });
  };
  const movie = { assetType: "movie", destinationPath: "/out", resolvedPath: "cut/a.mov", width: 1920 };
  const hooks = await load("web-proxy.ts", { transcode });
  const outcome = await hooks.call("postExportAsset", movie, {});
  await hooks.call("postExportAsset", { ...movie, resolvedPath: "small.mov", width: 641 }, {});
  await hooks.call("postExportAsset", { ...movie, assetType: "video" }, {});
  expect(outcome).toMatchObject({
    failed: false,
    userData: { proxies: ["/out/cut/proxies/a_proxy.mp4"] },
    calls: [{ log: ["proxy: /out/cut/proxies/a_proxy.mp4"] }],
  });
  expect(asked).toMatchObject([
    { input: "/out/cut/a.mov", output: "/out/cut/proxies/a_proxy.mp4", settings: { video: { width: 960 } } },
    { output: "/out/proxies/small_proxy.mp4", settings: { video: { width: 640 } } },
  ]);
  await hooks.close();
  const dry = { ...apiForTests().run, dryRun: true };
  expect(await (await load("web-proxy.ts", { transcode, run: dry })).call("postExportAsset", movie, {})).toMatchObject({
    failed: false,
  });
  expect(asked).toHaveLength(2);
});

test("delivery-list: every file with its size and checksum, quoted where a name needs it", async () => {
  const hooks = await load("delivery-list.ts", {
    assetFiles: ({ scope }) => Promise.resolve([{ path: join(folder, `${scope.asset}.mov`), bytes: 12, xxh128: "ab" }]),
  });
  const info = { destinationPath: folder, assetType: "movie", sequenceName: 'Cut "A", v2', shotName: "sh010" };
  await hooks.call("postExportAsset", info, { asset: "first" });
  await hooks.call("postExportAsset", info, { asset: "second" });
  const { calls } = await hooks.call("postExport", { destinationPath: folder }, {});
  const list = "delivery-list_20260101-000000.csv";
  expect(await readdir(folder)).toEqual([list]);
  expect(calls[0]?.log).toEqual([`2 files listed in ${join(folder, list)}`]);
  expect(await readFile(join(folder, list), "utf8")).toBe(
    [
      "path,bytes,xxh128,type,sequence,shot",
      'first.mov,12,ab,movie,"Cut ""A"", v2",sh010',
      'second.mov,12,ab,movie,"Cut ""A"", v2",sh010',
      "",
    ].join("\r\n"),
  );
});

test("total-time: time and files are kept in userData, also over a resume, and printed at the end", async () => {
  const hooks = await load("total-time.ts");
  await hooks.call("preExport", {}, {});
  const { userData } = await hooks.call("postExportAsset", { resolvedPath: "a.mov" }, {});
  await hooks.close();
  const resumed = await load("total-time.ts");
  await resumed.setUserData({ ...(userData as object), startedAt: Date.now() - 125_000 });
  await resumed.call("postExportAsset", { resolvedPath: "b.mov" }, {});
  const { calls } = await resumed.call("postExport", { destinationPath: "/out" }, {});
  expect(calls[0]?.log).toEqual(["2 files to /out in 2 min 05 s", "  a.mov", "  b.mov"]);
});
