import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { createHookRunner } from "./create-hook-runner.ts";
import { apiForTests, writeHookFiles } from "./test-hook-files.ts";
import { hasPython, pythonRunners } from "./test-python.ts";

/** Prints while nobody listens any more, then tells that it came to its end. */
const delivery = `for part in 1 2 3; do sleep 0.3; echo "part $part" || exit 1; done; echo delivered >`;

const isThere = async (file: string): Promise<boolean> => {
  for (let waited = 0; !existsSync(file) && waited < 10_000; waited += 50)
    await new Promise((done) => setTimeout(done, 50));
  return existsSync(file);
};

/** A program of its own that calls postExportAsset of the hook files of a folder, and ends. */
async function runAndEnd(files: Readonly<Record<string, string>>) {
  const folder = await writeHookFiles({
    ...files,
    "main.mjs": `
const { createHookRunner } = await import(process.argv[2]);
const api = { run: {}, signal: new AbortController().signal };
const runner = await createHookRunner({ folders: [{ path: process.argv[3] }], api });
await runner.call("postExportAsset", { destinationPath: process.argv[4] }, {});
console.log(JSON.stringify(await runner.close()));
`,
  });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const whole = folder.file("whole");
  const runner = fileURLToPath(new URL("create-hook-runner.ts", import.meta.url));
  const hooks = folder.file(Object.keys(files)[0] ?? "");
  const { stdout } = spawnSync(process.execPath, [folder.file("main.mjs"), runner, hooks, whole], { encoding: "utf8" });
  const strays: unknown = JSON.parse(stdout.split("\n")[0] ?? "");
  return { strays, whole };
}

describe.skipIf(!hasPython)("What Python hooks leave running goes on when the run is over", () => {
  const start = pythonRunners();

  test("a program that prints comes to its end, and people are told whose it is", async () => {
    const { strays, whole } = await runAndEnd({
      "deliver.py": `
import subprocess
def post_export_asset(info, userData):
    subprocess.Popen(${JSON.stringify(delivery)} + " '%s'" % info["destinationPath"], shell=True)
`,
    });
    expect(existsSync(whole)).toBe(false);
    expect(strays).toEqual([
      expect.objectContaining({
        file: expect.stringMatching(/deliver\.py$/),
        outcome: "ok",
        complaints: [
          "A program that deliver.py started is still at work: it goes on, and what it prints is not shown any more.",
        ],
      }),
    ]);
    expect(await isThere(whole)).toBe(true);
    expect(readFileSync(whole, "utf8")).toBe("delivered\n");
  });

  test("so does what a shell put into the background, a forked process, and what an interpreter left that died", async () => {
    const { runner, folder } = await start({
      "a.py": `
import os, time
def post_export(info, userData):
    os.system("(${delivery.replaceAll('"', '\\"')} '%s') &" % (info["destinationPath"] + ".shell"))
def post_export_asset(info, userData):
    if os.fork() == 0:
        time.sleep(0.5)
        print("x" * 1_000_000, flush=True)
        open(info["destinationPath"] + ".fork", "w").close()
        os._exit(0)
def post_custom_export(info, userData):
    os._exit(3)
`,
      "b.py": `
import subprocess
def post_custom_export(info, userData):
    subprocess.run(["true"])
`,
    });
    const info = { destinationPath: folder.file("whole") };
    await runner.call("postExport", info, {});
    await runner.call("postExportAsset", info, {});
    const died = await runner.call("postCustomExport", {}, {});
    expect(died.calls.filter(({ detail }) => detail === "when hooks were over")).toMatchObject([
      { complaints: [expect.stringContaining("A program that a.py started is still at work")] },
    ]);
    expect(await runner.close()).toEqual([]);
    expect(await isThere(folder.file("whole.shell"))).toBe(true);
    expect(await isThere(folder.file("whole.fork"))).toBe(true);
  });

  test("nothing is told of programs that ended, or whose output goes elsewhere", async () => {
    const { runner } = await start({
      "a.py": `
import os, subprocess, time
def post_export(info, userData):
    subprocess.run(["echo", "done"])
    subprocess.Popen(["sleep", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if os.fork() == 0:
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        time.sleep(1)
        os._exit(0)
`,
    });
    expect((await runner.call("postExport", {}, {})).calls[0]?.log).toEqual(["done"]);
    expect(await runner.close()).toEqual([]);
  });
});

describe("What TypeScript hooks leave running goes on when the run is over", () => {
  test("with pipes that nobody reads any more, and it is told; what has the program's own output, or ended, is not", async () => {
    const { strays, whole } = await runAndEnd({
      "deliver.ts": `
import { execFileSync, spawn } from "node:child_process";
export function postExportAsset(info: { readonly destinationPath: string }) {
  spawn("sh", ["-c", ${JSON.stringify(delivery)} + " '" + info.destinationPath + "'"]);
  spawn("sh", ["-c", "sleep 0.5; echo own"], { stdio: ["ignore", "inherit", "inherit"] });
  execFileSync("true");
}
`,
    });
    expect(strays).toEqual([
      expect.objectContaining({
        file: expect.stringMatching(/deliver\.ts$/),
        complaints: [expect.stringContaining("A program that deliver.ts started is still at work")],
      }),
    ]);
    expect(await isThere(whole)).toBe(true);
  });

  test("a thread that is stuck by then holds nobody up", async () => {
    await using folder = await writeHookFiles({
      "a.mjs": `
import { spawn } from "node:child_process";
export function postExport() {
  spawn("sleep", ["0.5"]);
  setTimeout(() => { for (;;); }, 1);
}
`,
    });
    const runner = await createHookRunner({ folders: [folder], api: apiForTests() });
    await runner.call("postExport", {}, {});
    await new Promise((done) => setTimeout(done, 50));
    expect(await runner.close()).toEqual([]);
  });
});
