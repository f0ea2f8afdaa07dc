import { spawnSync } from "node:child_process";
import { afterAll } from "vitest";
import { type HookRunnerOptions, type LoadedHookRunner, createHookRunner } from "./create-hook-runner.ts";
import { type HookFilesFolder, apiForTests, writeHookFiles } from "./test-hook-files.ts";

const found = spawnSync("python3", ["-c", "import sys; print(sys.version_info >= (3, 9))"], { encoding: "utf8" });
/** Tests that need Python are left out where there is none, loudly: `describe.skipIf(!hasPython)`. */
export const hasPython = found.stdout?.trim() === "True";
if (!hasPython) console.error("\n!!! No Python 3.9 or newer on PATH: Python hooks are NOT TESTED.\n");

export interface PythonRunner {
  readonly runner: LoadedHookRunner;
  readonly folder: HookFilesFolder;
}

/** Starts runners on hook files, and ends them all with the tests of the file. */
export function pythonRunners(): (
  files: Readonly<Record<string, string>>,
  options?: Partial<HookRunnerOptions>,
) => Promise<PythonRunner> {
  const open: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const close of open.toReversed()) await close();
  });
  return async (files, options = {}) => {
    const folder = await writeHookFiles(files);
    open.push(async () => folder[Symbol.asyncDispose]());
    const runner = await createHookRunner({ folders: [folder], api: apiForTests(), ...options });
    open.push(() => runner.close());
    return { runner, folder };
  };
}
