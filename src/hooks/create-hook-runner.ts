import { debugWatcher, debugWish, printLoaded } from "./debug-hooks.ts";
import { type FoundHookFiles, type HookFolder, findHookFiles, scriptEndings } from "./find-hook-files.ts";
import type { HookApiBackend } from "./hook-api.ts";
import { type HostedFile, createDispatcher } from "./hook-dispatcher.ts";
import type { HookFile, HookHost, LoadedHookFile } from "./hook-host.ts";
import type { HookCallTrace, HookRunner } from "./hook-runner.ts";
import { type LoadedHooks, loadedHooks, requireSound } from "./loaded-hooks.ts";
import type { PythonBackend } from "./python-backend.ts";
import { type PythonWaits, createPythonHost, pythonTimeLimitMs } from "./python-host.ts";
import { createThreadHost } from "./thread-host.ts";

export interface HookRunnerOptions {
  /** See `hookFolders`. */
  readonly folders: readonly HookFolder[];
  readonly api: HookApiBackend;
  /**
   * For each handler. Where nothing is said 60 s for TypeScript, whose waiting for the run's own API does not count, and an
   * hour for Python: hook files that were written for Flame wait for transcodes and uploads, and Flame waits for them.
   */
  readonly timeLimitMs?: number;
  /** For each file; 30 s where nothing is said. */
  readonly loadLimitMs?: number;
  /** Heap that hook files may fill together, in MB; 1024 where nothing is said. Beyond it their thread is ended. */
  readonly memoryLimitMb?: number;
  /** A broken file, or a misspelt hook, stops. */
  readonly strict?: boolean;
  /** `CRESSET_DEBUG_HOOKS=1` and `DL_DEBUG_PYTHON_HOOKS=1` write to `debug`; `CRESSET_PYTHON` names a Python. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where debug lines go; stderr where nothing is said. */
  readonly debug?: (line: string) => void;
  /** Python files have a host of their own, which starts nothing unless there is such a file. */
  readonly python?: {
    /** A path, or a name on PATH, where the environment names none. */
    readonly command?: string | undefined;
    /** Answers `flame`. */
    readonly backend?: PythonBackend | undefined;
  };
  /** What people are told while they wait for Python hooks, and for threads that these started. */
  readonly waits?: PythonWaits;
  /** In place of the own host of a language, such as `PythonRequestContext.nestedHost`. */
  readonly hosts?: readonly LanguageHost[];
}

interface LanguageHost {
  /** File name endings, with the dot. */
  readonly extensions: readonly string[];
  readonly host: HookHost;
}

export interface LoadedHookRunner extends HookRunner {
  readonly loaded: LoadedHooks;
  /**
   * Searches the folders again. Python files that are new or changed are loaded, those that are gone are not called any
   * more; files of other languages stay as they were loaded. It may be called while a Python hook waits for Cresset.
   */
  rescan(): Promise<LoadedHooks>;
  /** For hooks that outlive a run: the API that they were loaded with serves another one from here on. */
  beginRun(): void;
}

/**
 * Finds and loads the hook files of a run. Loading starts at once, so a caller with other things to do calls this early
 * and awaits it late.
 *
 * @throws CressetError `not-found` for a missing folder; `hook-failed` in strict loading.
 */
export async function createHookRunner(options: HookRunnerOptions): Promise<LoadedHookRunner> {
  const { api, timeLimitMs, loadLimitMs = 30_000, memoryLimitMb = 1024, env = {}, hosts = [] } = options;
  const python = createPythonHost({
    timeLimitMs: timeLimitMs ?? pythonTimeLimitMs,
    loadLimitMs,
    signal: api.signal,
    env: { ...process.env, ...env },
    python: options.python?.command,
    backend: options.python?.backend,
    ...(options.waits === undefined ? {} : { waits: options.waits }),
  });
  const own = createThreadHost({ timeLimitMs: timeLimitMs ?? 60_000, loadLimitMs, memoryLimitMb, backend: api });
  const languages: readonly LanguageHost[] = [
    ...hosts,
    { extensions: scriptEndings, host: own },
    { extensions: [".py"], host: python },
  ];
  const hostOf = ({ path }: HookFile): HookHost | undefined =>
    languages.find(({ extensions }) => extensions.some((extension) => path.endsWith(extension)))?.host;
  const find = (): FoundHookFiles =>
    findHookFiles(
      options.folders,
      languages.flatMap(({ extensions }) => extensions),
    );
  /** Loaded files, whichever host they came from, in the order of the calls. */
  const inOrder = (found: FoundHookFiles, files: readonly LoadedHookFile[]): LoadedHooks => {
    const byPath = new Map(files.map((file) => [file.path, file]));
    const ordered = found.files.flatMap(({ path }) => byPath.get(path) ?? []);
    const problem = python.problem();
    return loadedHooks(ordered, [...(problem === "" ? [] : [problem]), ...found.warnings], python.about());
  };
  const hosted = ({ files }: LoadedHooks): readonly HostedFile[] =>
    files.flatMap((file) => {
      const host = hostOf(file);
      return host === undefined ? [] : [{ file, host }];
    });

  const found = find();
  const results = await Promise.all(
    languages.map(({ host }) => host.load(found.files.filter((file) => hostOf(file) === host))),
  );
  let loaded = inOrder(found, results.flat());
  const debug = debugWish(env, options.debug ?? toStderr);
  if (debug !== undefined) printLoaded(loaded, debug);
  const watcher = debug === undefined ? undefined : debugWatcher(debug, () => loaded);
  const runner = createDispatcher(hosted(loaded), watcher);
  runner.note(printedWhileLoading(loaded.files));
  if (options.strict === true) await refuseUnsound(loaded, runner);
  return {
    ...runner,
    get loaded() {
      return loaded;
    },
    beginRun: () => own.beginRun(),
    async rescan() {
      const now = find();
      const isOfPython = (file: HookFile): boolean => hostOf(file) === python;
      const again = await python.rescan(now.files.filter(isOfPython));
      const before = new Map(loaded.files.map(({ path, error }) => [path, error]));
      const broken = again.filter(({ path, error }) => error !== "" && before.get(path) !== error);
      runner.note([...printedWhileLoading(again), ...broken.map(toldAsBroken)]);
      loaded = inOrder(now, [...loaded.files.filter((file) => !isOfPython(file)), ...again]);
      if (debug !== undefined) printLoaded(loaded, debug);
      runner.replaceFiles(hosted(loaded));
      return loaded;
    },
  };
}

const printedWhileLoading = (files: readonly LoadedHookFile[]): readonly HookCallTrace[] =>
  files
    .filter(({ log }) => log.length > 0)
    .map(({ path, log }) => ({ ...noCall, file: path, log, detail: "while it was loaded" }));

const toldAsBroken = ({ path, error }: LoadedHookFile): HookCallTrace => ({
  ...noCall,
  file: path,
  complaints: [`It could not be loaded again, and is not called any more: ${error}`],
  detail: "while it was loaded again",
});

const noCall = { milliseconds: 0, changes: [], log: [], complaints: [], outcome: "ok" } as const;

const toStderr = (line: string): void => void process.stderr.write(`${line}\n`);

async function refuseUnsound(loaded: LoadedHooks, runner: HookRunner): Promise<void> {
  try {
    requireSound(loaded);
  } catch (error) {
    await runner.close();
    throw error;
  }
}
