import type { LoadedHookRunner } from "./create-hook-runner.ts";
import { createDispatcher } from "./hook-dispatcher.ts";
import type { HookHost } from "./hook-host.ts";
import { loadedHooks } from "./loaded-hooks.ts";

/** Calls the hooks that one host has by itself, such as an override object: no file is looked for. */
export async function createHostedRunner(host: HookHost): Promise<LoadedHookRunner> {
  const files = await host.load([]);
  const loaded = loadedHooks(files, [], "");
  return {
    ...createDispatcher(files.map((file) => ({ file, host }))),
    loaded,
    rescan: async () => loaded,
    beginRun() {},
  };
}
