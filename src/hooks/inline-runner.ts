import { types } from "node:util";
import type { HandlerSession } from "./handler-session.ts";
import type { HookApiBackend } from "./hook-api.ts";
import { createDispatcher } from "./hook-dispatcher.ts";
import type { HookHost } from "./hook-host.ts";
import type { HookRunner } from "./hook-runner.ts";
import { readHookExports } from "./read-hook-exports.ts";
import { runHandlers } from "./run-handlers.ts";
import { type TimeWatch, watchTime } from "./time-limit.ts";
import { mergeJson, ownValue, userDataFromJson } from "./user-data.ts";

interface InlineHooks {
  /** Stands in the trace where a file would. */
  readonly name: string;
  /** What `defineHooks` returned, or the exports of a hook file. */
  readonly hooks: object;
}

export interface InlineRunnerOptions {
  /** In the order in which they are called. */
  readonly hooks: readonly InlineHooks[];
  readonly api: HookApiBackend;
  readonly timeLimitMs?: number;
}

/**
 * Runs hooks that are given as objects in this very process: for tests of hooks, with breakpoints and the test's own
 * variables. Same rules and same trace as for hook files; only what needs a thread is missing: an endless loop is not
 * ended, and `console` prints where it always does.
 *
 * @throws TypeError for a function that is no hook, with the name it was probably meant to have.
 */
export function createInlineRunner({ hooks, api, timeLimitMs = 60_000 }: InlineRunnerOptions): HookRunner {
  const files = hooks.map(({ name, hooks }) => ({ path: name, ...readHookExports(name, asExports(hooks)) }));
  const wrong = files.flatMap(({ path, warnings }) => warnings.map((warning) => `${path}: ${warning}`));
  if (wrong.length > 0) throw new TypeError(wrong.join("\n"));
  const host = inlineHost(files, api, timeLimitMs);
  return createDispatcher(files.map(({ path, handlers }) => ({ file: { path, hooks: [...handlers.keys()] }, host })));
}

const asExports = (hooks: object): object =>
  "default" in hooks || types.isModuleNamespaceObject(hooks) ? hooks : { default: hooks };

type InlineFile = { readonly path: string } & Pick<ReturnType<typeof readHookExports>, "handlers">;

function inlineHost(files: readonly InlineFile[], backend: HookApiBackend, timeLimitMs: number): HookHost {
  const userData = userDataFromJson("{}");
  const reported = new Set<string>();
  let profiles: Readonly<Record<string, unknown>> = {};
  return {
    load: () => Promise.resolve([]),
    async call(call) {
      let active: HandlerSession | undefined;
      let began = Date.now();
      let watch: TimeWatch | undefined;
      const handlers = files.flatMap(({ path, handlers }) => {
        const handler = call.files.includes(path) ? handlers.get(call.hook) : undefined;
        return handler === undefined ? [] : [handler];
      });
      const { info, reports } = await runHandlers(call, handlers, {
        backend: patient(backend, () => watch),
        userData,
        timeLimitMs,
        reported,
        onBegin(session) {
          active = session;
          began = Date.now();
          watch = watchTime(
            timeLimitMs,
            () => began,
            () => active?.expire(),
          );
        },
        onEnd(_report, _info, live) {
          watch?.stop();
          if (call.hook === "getCustomExportProfiles") profiles = live;
        },
      });
      return { info, reports, strays: [] };
    },
    setUserData(json, fromProfile) {
      const seed = userDataFromJson(json);
      const profile = fromProfile === undefined ? undefined : ownValue(profiles, fromProfile);
      userData.live = profile === undefined ? seed.live : mergeJson(profile, seed.live);
      userData.json = seed.json;
      return Promise.resolve();
    },
    close: () => Promise.resolve([]),
  };
}

/** The API of the run, with the hook's time standing still while it works. */
function patient(backend: HookApiBackend, watch: () => TimeWatch | undefined): HookApiBackend {
  const waiting = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const present = watch();
    present?.pause();
    try {
      return await work();
    } finally {
      present?.resume();
    }
  };
  return {
    run: backend.run,
    signal: backend.signal,
    probe: (path, caller) => waiting(() => backend.probe(path, caller)),
    transcode: (request, caller) => waiting(() => backend.transcode(request, caller)),
    importClips: (paths, options, caller) => waiting(() => backend.importClips(paths, options, caller)),
    mail: (message, caller) => waiting(() => backend.mail(message, caller)),
    assetFiles: (caller) => waiting(() => backend.assetFiles(caller)),
  };
}
