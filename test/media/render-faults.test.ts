import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RenderJob } from "../../src/media/render-job.ts";
import { createRenderer } from "../../src/media/renderer.ts";
import { asset, renderJob, source, video, writeClips, written } from "./render-fixture.ts";

let folder = "";
let sources: RenderJob["sources"] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cresset-faults-"));
  sources = await writeClips(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const partials = async (at: string) =>
  (await readdir(at, { recursive: true }).catch(() => [])).filter((name) => name.includes(".partial"));

/** Long enough to be caught in the middle: the same frames over and over. */
const long = Array.from({ length: 40 }, () => source("a", 0, 75));

/** The processes that this one has started. */
async function children(): Promise<readonly number[]> {
  const list = await readFile(`/proc/self/task/${process.pid}/children`, "utf8");
  return list.trim().split(" ").filter(Boolean).map(Number);
}

describe("faults while rendering", () => {
  it.runIf(process.platform === "linux")("costs a killed worker only the asset it was on", async () => {
    const out = join(folder, "kill");
    const assets = [
      asset(out, "first", [source("b", 0, 5)], { video: video("prores_hq") }),
      asset(out, "victim", long, { container: "mp4", video: video("h264", { speedPreset: "ultrafast" }) }),
      asset(out, "last", [source("b", 30, 5)], { container: "image", video: video("png") }),
    ];
    const before = new Set(await children());
    let killed = false;
    const results = await renderJob(
      { sources, assets },
      {
        progress: ({ assetId }) => {
          if (assetId !== "victim" || killed) return;
          killed = true;
          void children().then((now) =>
            now.filter((pid) => !before.has(pid)).forEach((pid) => process.kill(pid, "SIGKILL")),
          );
        },
      },
    );
    expect(results.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(results[1]).toMatchObject({
      cause: "crash",
      reason: expect.stringMatching(/victim\.mp4" was killed by SIGKILL/),
    });
    expect(await partials(out)).toEqual([]);
    expect((await readdir(out)).toSorted()).toEqual(["first.mov", "last"]);
  });

  it.runIf(process.platform === "linux")("tries assets again by themselves that shared a killed worker", async () => {
    const out = join(folder, "shared");
    const assets = ["one", "two"].map((id) =>
      asset(out, id, long, { container: "mp4", video: video("h264", { speedPreset: "ultrafast" }) }),
    );
    const before = new Set(await children());
    let killed = false;
    const results = await renderJob(
      { sources, assets },
      {
        progress: () => {
          if (killed) return;
          killed = true;
          void children().then((now) =>
            now.filter((pid) => !before.has(pid)).forEach((pid) => process.kill(pid, "SIGKILL")),
          );
        },
      },
    );
    expect(killed).toBe(true);
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await readdir(out)).toEqual(["one.mp4", "two.mp4"]);
  });

  it("stops on a signal, keeps what was finished, and leaves nothing half-written", async () => {
    const out = join(folder, "stop");
    await writeClipTarget(join(out, "running.mp4"));
    const controller = new AbortController();
    const results = await renderJob(
      {
        sources,
        assets: [
          asset(out, "done", [source("b", 0, 5)], { video: video("prores_hq") }),
          asset(out, "running", long, { container: "mp4", video: video("h264", { speedPreset: "ultrafast" }) }),
          asset(out, "frames", long, { container: "image", video: video("png") }),
          asset(out, "waiting", [source("b", 30, 5)], { video: video("prores_hq") }),
        ],
      },
      {
        signal: controller.signal,
        progress: ({ assetId, framesDone }) => {
          if (assetId === "frames" && framesDone > 20) controller.abort();
        },
      },
    );
    expect(results.map((result) => (result.ok ? "ok" : result.cause))).toEqual([
      "ok",
      "cancelled",
      "cancelled",
      "cancelled",
    ]);
    expect(await partials(out)).toEqual([]);
    // The target that was there is still there.
    expect(await readFile(join(out, "running.mp4"), "utf8")).toBe("as it was");
  });

  it("names a source that cannot be read, and renders the others", async () => {
    const out = join(folder, "source");
    const bad = join(folder, "bad.mov");
    await writeFile(bad, Buffer.alloc(5000, 7));
    const results = await renderJob({
      sources: [...sources, { id: "bad", path: bad, rate: { num: 25, den: 1 } }],
      assets: [
        asset(out, "bad", [source("bad", 0, 5)], { video: video("prores_hq") }),
        asset(out, "good", [source("b", 0, 5)], { video: video("prores_hq") }),
      ],
    });
    expect(results[0]).toMatchObject({ ok: false, cause: "source", reason: expect.stringContaining(bad) });
    expect(results[1]).toMatchObject({ ok: true });
    expect(await readdir(out)).toEqual(["good.mov"]);
  });

  it("says where it cannot write", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    const [result] = await renderJob({
      sources,
      assets: [asset(join(file, "below"), "x", [source("b", 0, 5)], { video: video("prores_hq") })],
    });
    expect(result).toMatchObject({
      ok: false,
      cause: "write",
      reason: expect.stringContaining("could not be written"),
    });
  });

  it.runIf(process.platform === "linux").each(["mov", "image"] as const)(
    "says that the disk is full while it writes %s files",
    async (container) => {
      // A limit on the size of files meets the same code as a full disk, and needs no rights.
      const out = join(folder, `full-${container}`);
      const encoding = video(container === "image" ? "dpx" : "prores_hq", { width: 640, height: 360 });
      const job = { sources, assets: [asset(out, "x", long, { container, video: encoding })] };
      const script = join(folder, `full-${container}.ts`);
      const renderer = new URL("../../src/media/renderer.ts", import.meta.url).href;
      await writeFile(
        script,
        `import { createRenderer } from ${JSON.stringify(renderer)};
         const job = JSON.parse(${JSON.stringify(JSON.stringify(job, (_, value) => (typeof value === "bigint" ? `${value}n` : value)))}, (_, value) => /^-?\\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value);
         const renderer = createRenderer();
         console.log(JSON.stringify(await renderer.render(job, {})));
         await renderer.close();`,
      );
      const { stdout } = await promisify(execFile)("sh", [
        "-c",
        `trap '' XFSZ; ulimit -f 500; exec "$0" "$1"`,
        process.execPath,
        script,
      ]);
      expect(JSON.parse(stdout)).toMatchObject([
        {
          ok: false,
          cause: "disk-full",
          // The file that is missing, not the one that it was written to.
          reason: expect.stringMatching(/^The disk is full: "[^"]*[/]x(\.\d{4})?\.(mov|dpx)" could not be written/),
        },
      ]);
      expect(existsSync(out)).toBe(false);
      expect(await partials(out)).toEqual([]);
    },
  );

  it("clears what an earlier, killed run of the same asset left", async () => {
    const out = join(folder, "stale");
    const of = asset(out, "x", [source("b", 0, 5)], { container: "image", video: video("png") });
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const host = hostname().replaceAll(/[^\w.-]/g, "_");
    const stale = join(out, "x", `.x._04d.png.${host}-${pid}-x.partial`);
    await writeClipTarget(join(stale, "x.1003.png"));
    const [result] = await renderJob({ sources, assets: [of] });
    expect(written(result).files).toHaveLength(5);
    expect(await readdir(join(out, "x"))).toHaveLength(5);
  });

  it.runIf(process.platform === "linux")("ends its workers when it is closed, also those that wait", async () => {
    const before = await children();
    const renderer = createRenderer();
    renderer.warm();
    expect(await children()).toHaveLength(before.length + 1);
    await renderer.close();
    expect(await children()).toHaveLength(before.length);
    await expect(renderer.close()).resolves.toBeUndefined();
  });
});

async function writeClipTarget(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "as it was");
}
