/** What somebody gets who installs the packed package into an empty folder. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPython } from "../../src/hooks/test-python.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { rate } from "../../src/time/rate.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const work = mkdtempSync(path.join(tmpdir(), "cresset-package-"));
const app = path.join(work, "app");
let packed: readonly string[] = [];

function command(name: string, args: readonly string[], folder = app) {
  const { status, stdout, stderr } = spawnSync(name, args, {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${path.dirname(process.execPath)}:${process.env["PATH"]}`,
      CRESSET_HOME: path.join(work, "home"),
    },
  });
  return { status, stdout, stderr, all: stdout + stderr };
}

function must(name: string, args: readonly string[], folder?: string): string {
  const { status, stdout, all } = command(name, args, folder);
  if (status !== 0) throw new Error(`${name} ${args.join(" ")} ended with ${status}:\n${all}`);
  return stdout;
}

const cresset = (...args: string[]) => command(path.join(app, "node_modules", ".bin", "cresset"), args);

beforeAll(async () => {
  // Packed from a copy: the build must not pull dist/ away from under whoever uses the clone.
  const clone = path.join(work, "clone");
  for (const name of readdirSync(root))
    if (!["node_modules", "dist", ".git", "coverage", ".cresset", "test-artefacts"].includes(name))
      cpSync(path.join(root, name), path.join(clone, name), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(clone, "node_modules"));
  const [report] = JSON.parse(
    must("npm", ["pack", "--json", "--silent", "--pack-destination", work], clone).replace(/^[^[]*/, ""),
  );
  packed = report.files.map((file: { path: string }) => file.path);
  mkdirSync(app);
  writeFileSync(path.join(app, "package.json"), '{ "private": true, "type": "module" }');
  must("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", path.join(work, report.filename)]);
  const sound = { sampleRate: 48_000, channels: 2 };
  const clip = { width: 320, height: 180, rate: rate(25), frames: 10, startTimecode: "10:00:00:00", audio: sound };
  await writeTestFootage({ ...clip, path: path.join(app, "clip.mov"), codec: "prores_422" });
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

describe("The packed package, installed into an empty folder,", () => {
  test("holds presets, examples and docs, and neither tests nor benches nor source", () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        "presets/png.yaml",
        "presets/preset.schema.json",
        "LICENSE",
        "README.md",
        "dist/index.d.ts",
        "dist/web/index.html",
        "python/cresset_host.py",
        "python/hook_table.json",
        "python/flame/__init__.py",
      ]),
    );
    expect(packed.filter((name) => name.startsWith("examples/hooks/")).length).toBeGreaterThan(5);
    expect(packed.filter((name) => /^dist.*\.test\.|^(src|test|bench|demo|scripts)\//.test(name))).toEqual([]);
    expect(packed.filter((name) => name.includes("__pycache__"))).toEqual([]);
  });

  test("serves the pages and the API's reference", async () => {
    const env = { ...process.env, CRESSET_HOME: path.join(work, "home") };
    const main = path.join(app, "node_modules", "cresset", "dist", "cli", "main.js");
    const server = spawn(process.execPath, [main, "serve", "--port", "0"], { cwd: app, env });
    let printed = "";
    server.stdout.on("data", (text) => (printed += text));
    const address = () => /at (http\S+)/.exec(printed)?.[1];
    await expect.poll(address, { timeout: 20_000 }).toBeDefined();
    for (const file of [
      "/",
      "/api/reference/swagger-ui-bundle.js",
      "/api/openapi.json",
      "/api/v1/projects",
      "/metrics",
    ])
      expect((await fetch(`${address()}${file}`)).status).toBe(200);
    server.kill("SIGTERM");
    expect((await once(server, "exit"))[0]).toBe(0);
  });

  test("gives a command that helps, probes and lists presets", () => {
    expect(cresset("--help").stdout).toContain("cresset export cut.otio");
    expect(cresset("probe", "clip.mov").stdout).toMatch(/320x180, 25 fps, 10 frames[^]*2 ch/);
    expect(cresset("presets", "list").stdout).toMatch(/^ProRes 422 HQ /m);
  });

  test("exports, with a hook file in TypeScript that lies anywhere and imports cresset", () => {
    const hooks = path.join(work, "elsewhere");
    mkdirSync(hooks);
    writeFileSync(
      path.join(hooks, "x.ts"),
      `import { defineHooks } from "cresset";
       interface Kept { names?: string[] }
       export default defineHooks<Kept>({
         preExportAsset(info, userData): void { userData.names = [info.assetName]; info.resolvedPath = "sub/" + info.resolvedPath; },
         postExport(info, userData, cresset): void { cresset.log("kept", userData.names); },
       });`,
    );
    const ended = cresset("export", "clip.mov", "--preset", "PNG", "--to", "out", "--hooks", hooks);
    expect(ended.all).toContain("x.ts kept [ 'clip' ]");
    expect(ended.status).toBe(0);
    expect(readdirSync(path.join(app, "out", "sub", "clip"))).toHaveLength(10);
    expect(cresset("runs", "show", /Run (\S+)/.exec(ended.stdout)?.[1] ?? "").stdout).toMatch(
      /clip\.\[1001-1010\]\.png[^]*Hooks\n/,
    );
  });

  test.skipIf(!hasPython)("calls a hook file in Python, which imports flame", () => {
    writeFileSync(
      path.join(work, "hook.py"),
      "import flame\ndef pre_export(info, userData):\n    print(flame.get_version(), info['name'])\n",
    );
    writeFileSync(path.join(app, "info.json"), '{ "name": "n" }');
    const told = cresset("hooks", "run", "pre_export", "--info", "info.json", "--file", path.join(work, "hook.py"));
    expect(told.all).toContain("| 2026.0.0 n");
  });

  test("tells of a hook that fails with the author's own lines only", () => {
    const hooks = path.join(work, "failing");
    mkdirSync(hooks);
    writeFileSync(
      path.join(hooks, "x.ts"),
      `const reach = async () => { throw new Error("no answer"); };
       export const preExport = async () => { await reach(); };`,
    );
    const ended = cresset("hooks", "run", "preExport", "--info", "package.json", "--hooks", hooks);
    const frames = ended.all.split("\n").filter((line) => /^\s+at /.test(line));
    expect(frames).toHaveLength(2);
    expect(frames.every((line) => line.includes(path.join(hooks, "x.ts")))).toBe(true);
  });

  test("is a library: cresset and cresset/testing can be imported", () => {
    writeFileSync(
      path.join(app, "program.mjs"),
      `import { defineHooks, openCresset } from "cresset";
       import { testExport } from "cresset/testing";
       const hooks = defineHooks({ preExportAsset: (info) => { info.abort = true; info.abortMessage = "no"; } });
       const { assets } = await testExport({ hooks });
       const outcome = await openCresset().export({ sources: ["clip.mov"], presets: ["JPEG"], destinationPath: "out2" });
       console.log(JSON.stringify([assets[0].status, outcome.status]));`,
    );
    const ended = command(process.execPath, ["program.mjs"]);
    expect(ended.all.trim()).toBe('["aborted","finished"]');
    expect(readdirSync(path.join(app, "out2", "clip"))).toHaveLength(10);
  });

  test("starts each of its processes and threads: those of exports, of a viewer, of archives", () => {
    writeFileSync(
      path.join(app, "look.mjs"),
      `import { openCresset } from "cresset";
       const viewer = await openCresset().viewer();
       const { frames } = await viewer.open({ source: "clip.mov", at: 4 });
       const { data } = await viewer.picture("jpeg");
       await viewer.close();
       console.log(frames, Buffer.from(data.subarray(0, 2)).toString("hex"));`,
    );
    expect(command(process.execPath, ["look.mjs"]).all.trim()).toBe("10 ffd8");
    mkdirSync(path.join(work, "tapes"));
    expect(cresset("archive", "format", "Job", "--to", path.join(work, "tapes")).status).toBe(0);
    const archive = path.join(work, "tapes", "Job");
    expect(cresset("archive", "add", archive, "clip.mov").all).toContain("in 2 segments, read back.");
    expect(cresset("archive", "verify", archive).status).toBe(0);
    const back = path.join(work, "back");
    expect(cresset("archive", "restore", archive, "--to", back).status).toBe(0);
    const restored = readdirSync(back, { recursive: true, encoding: "utf8" });
    expect(restored.map((file) => path.basename(file))).toContain("clip.mov");
  });

  test("begins hook files whose types an editor finds, with only the keys writable that a hook may write", () => {
    const hooks = path.join(work, "begun");
    expect(cresset("hooks", "new", hooks).status).toBe(0);
    expect(existsSync(path.join(hooks, "my-hooks.ts"))).toBe(true);
    const tsc = path.join(root, "node_modules", ".bin", "tsc");
    // A ready hook that imports node:fs.
    const ready = path.join(app, "node_modules", "cresset", "examples", "hooks", "delivery-list.ts");
    cpSync(ready, path.join(hooks, "delivery-list.ts"));
    expect(command(tsc, ["-p", hooks]).all).toBe("");
    writeFileSync(
      path.join(hooks, "wrong.ts"),
      `import { defineHooks } from "cresset";
       export default defineHooks({ preExportAsset(info) { info.width = 3; info.nothing; } });`,
    );
    const { all } = command(tsc, ["-p", hooks]);
    expect(all).toMatch(/wrong\.ts.*TS2540: Cannot assign to 'width' because it is a read-only property/);
    expect(all).toMatch(/wrong\.ts.*TS2339: Property 'nothing' does not exist/);
    const listed = cresset("hooks", "list", "--hooks", hooks);
    expect(listed.stdout).toMatch(/my-hooks\.ts: .*preExportAsset/);
    expect(cresset("hooks", "new", hooks).stderr).toMatch(/my-hooks\.ts exists and is left as it is/);
  });
});
