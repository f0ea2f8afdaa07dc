import type { ExportRequest } from "../export/export-request.ts";
import type { LoadedHookRunner } from "../hooks/create-hook-runner.ts";
import type { HookApiBackend } from "../hooks/hook-api.ts";
import { type PythonBackend, PythonError } from "../hooks/python-backend.ts";
import { type HookSurroundings, startHooks } from "./start-hooks.ts";

/** The hooks of a process that serves: loaded once, called by one run after the other. */
export interface WarmHooks {
  /** As `startHooks`; closing what it answers ends nothing. Each run begins with userData of its own. */
  start(request: ExportRequest, surroundings: HookSurroundings, userData: "given" | "copy"): Promise<LoadedHookRunner>;
  /** Ends the hooks; the next run loads their files anew. */
  close(): Promise<void>;
}

export function createWarmHooks(): WarmHooks {
  const lifetime = new AbortController();
  let current: HookSurroundings | undefined;
  let loaded: { readonly key: string; readonly runner: Promise<LoadedHookRunner> } | undefined;

  const ofRun = (): HookSurroundings => {
    if (current === undefined) throw new PythonError("RuntimeError", "No export is under way.");
    return current;
  };
  const api: HookApiBackend = {
    get run() {
      return ofRun().api.run;
    },
    signal: lifetime.signal,
    probe: (file, caller) => ofRun().api.probe(file, caller),
    transcode: (request, caller) => ofRun().api.transcode(request, caller),
    assetFiles: (caller) => ofRun().api.assetFiles(caller),
    importClips: (paths, options, caller) => ofRun().api.importClips(paths, options, caller),
    mail: (message, caller) => ofRun().api.mail(message, caller),
  };
  const flame: PythonBackend = {
    request: async (method, params, context) => ofRun().flame.request(method, params, context),
  };

  const close = async (): Promise<void> => {
    const ending = loaded;
    loaded = undefined;
    // Whoever started them was told why they could not be loaded.
    await (await ending?.runner.catch(() => undefined))?.close();
  };

  return {
    async start(request, surroundings, userData) {
      // Hooks of a background job have a life of their own, and so do those of a script.
      if (userData === "copy" || surroundings.nested !== undefined) return startHooks(request, surroundings, userData);
      current = surroundings;
      const key = keyOf(request, surroundings);
      const isWarm = loaded?.key === key;
      if (!isWarm) {
        await close();
        loaded = {
          key,
          runner: startHooks(request, { ...surroundings, api, flame, tell: (event) => ofRun().tell(event) }, userData),
        };
      }
      const opened = loaded;
      if (opened === undefined) throw new Error("The hooks were closed while a run began.");
      let runner: LoadedHookRunner;
      try {
        runner = await opened.runner;
      } catch (error) {
        loaded = undefined;
        throw error;
      }
      if (isWarm) {
        runner.beginRun();
        await runner.setUserData({});
      }
      return {
        get loaded() {
          return runner.loaded;
        },
        call: (hook, info, scope, next) => runner.call(hook, info, scope, next),
        setUserData: (data, fromProfile) => runner.setUserData(data, fromProfile),
        beginRun: () => runner.beginRun(),
        rescan: () => runner.rescan(),
        close: async () => [],
      };
    },
    close,
  };
}

/** What hooks are loaded with; where it differs, they are loaded anew. */
const keyOf = (
  { hookFolders, optionalHookFolders, strictHooks, hookTimeLimitSeconds }: ExportRequest,
  { python }: HookSurroundings,
) => JSON.stringify([hookFolders, optionalHookFolders, strictHooks, hookTimeLimitSeconds, python]);
