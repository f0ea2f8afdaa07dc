import { debugWatcher, printLoaded } from "./debug-hooks.ts";
import { type HookFolder, findHookFiles } from "./find-hook-files.ts";
import type { HookApiBackend } from "./hook-api.ts";
import { createDispatcher } from "./hook-dispatcher.ts";
import type { HookHost } from "./hook-host.ts";
import type { HookRunner } from "./hook-runner.ts";
import { type LoadedHooks, loadedHooks, requireSound } from "./loaded-hooks.ts";
import { createThreadHost } from "./thread-host.ts";

export interface HookRunnerOptions {
  /** See `hookFolders`. */
  readonly folders: readonly HookFolder[];
  readonly api: HookApiBackend;
  /** For each handler; 60 s where nothing is said. Time spent in the run's own API does not count. */
  readonly timeLimitMs?: number;
  /** For each file; 30 s where nothing is said. */
  readonly loadLimitMs?: number;
  /** Heap that hook files may fill together, in MB; 1024 where nothing is said. Beyond it their thread is ended. */
  readonly memoryLimitMb?: number;
  /** A broken file, or a misspelt hook, stops. */
  readonly strict?: boolean;
  /** `CRESSET_DEBUG_HOOKS=1` writes to `debug`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where debug lines go; stderr where nothing is said. */
  readonly debug?: (line: string) => void;
  /** Hosts of further languages. */
  readonly hosts?: readonly LanguageHost[];
}

interface LanguageHost {
  /** File name endings, with the dot. */
  readonly extensions: readonly string[];
  readonly host: HookHost;
}

export interface LoadedHookRunner extends HookRunner {
  readonly loaded: LoadedHooks;
}

/**
 * Finds and loads the hook files of a run. Loading starts at once, so a caller with other things to do calls this early
 * and awaits it late.
 *
 * @throws CressetError `not-found` for a missing folder; `hook-failed` in strict loading.
 */
export async function createHookRunner(options: HookRunnerOptions): Promise<LoadedHookRunner> {
  const { api, timeLimitMs = 60_000, loadLimitMs = 30_000, memoryLimitMb = 1024 } = options;
  const own = createThreadHost({ timeLimitMs, loadLimitMs, memoryLimitMb, backend: api });
  const languages = [{ extensions: [".ts", ".mts", ".js", ".mjs"], host: own }, ...(options.hosts ?? [])];
  const found = findHookFiles(
    options.folders,
    languages.flatMap(({ extensions }) => extensions),
  );
  const results = await Promise.all(
    languages.map(async ({ extensions, host }) => {
      const files = found.files.filter(({ path }) => extensions.some((extension) => path.endsWith(extension)));
      return (await host.load(files)).map((file) => ({ file, host }));
    }),
  );
  const byPath = new Map(results.flat().map((hosted) => [hosted.file.path, hosted]));
  const hosted = found.files.flatMap(({ path }) => byPath.get(path) ?? []);
  const loaded = loadedHooks(
    hosted.map(({ file }) => file),
    found.warnings,
  );
  const debug = options.env?.["CRESSET_DEBUG_HOOKS"] === "1" ? (options.debug ?? toStderr) : undefined;
  if (debug !== undefined) printLoaded(loaded, debug);
  const runner = createDispatcher(hosted, debug === undefined ? undefined : debugWatcher(debug));
  if (options.strict === true) await refuseUnsound(loaded, runner);
  return { ...runner, loaded };
}

const toStderr = (line: string): void => void process.stderr.write(`${line}\n`);

async function refuseUnsound(loaded: LoadedHooks, runner: HookRunner): Promise<void> {
  try {
    requireSound(loaded);
  } catch (error) {
    await runner.close();
    throw error;
  }
}
