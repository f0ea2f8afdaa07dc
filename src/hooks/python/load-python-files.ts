import { dirname } from "node:path";
import * as z from "zod";
import { PythonError } from "../python-backend.ts";
import type { HookFile, LoadedHookFile } from "../hook-host.ts";
import { hookNames } from "../hook-names.ts";
import { misspeltPythonHook } from "../misspelt-hook.ts";
import type { Interpreter, InterpreterEnd } from "./interpreter.ts";

/** What Python tells of a file; see `HookFile.report` in cresset_loader.py. */
const fileReport = z.object({
  path: z.string(),
  hooks: z.array(z.string()),
  error: z.string(),
  warnings: z.array(z.string()),
  notes: z.array(z.string()),
  functions: z.array(z.object({ name: z.string(), line: z.int() })),
});

export interface LoadLimits {
  /** For each file. */
  readonly loadLimitMs: number;
  readonly waiting?: number | undefined;
}

export interface LoadedPythonFiles {
  readonly files: readonly LoadedHookFile[];
  /** Set when the interpreter ended while the file after the last of `files` was loaded. */
  readonly end: InterpreterEnd | undefined;
}

/**
 * Loads files one after the other.
 * @param givenUp files that ended an interpreter before, with the reason: they are not tried again.
 */
export async function loadPythonFiles(
  interpreter: Interpreter,
  files: readonly HookFile[],
  givenUp: ReadonlyMap<string, string>,
  { loadLimitMs, waiting }: LoadLimits,
): Promise<LoadedPythonFiles> {
  const loaded: LoadedHookFile[] = [];
  await interpreter.ask("files.folders", { folders: foldersOf(files) }, waiting);
  for (const file of files) {
    const error = givenUp.get(file.path);
    if (error !== undefined) {
      loaded.push({ ...file, hooks: [], error, warnings: [], log: [] });
      continue;
    }
    const asked = { path: file.path, folder: file.folder };
    try {
      const { result, end, log } = await interpreter.unit("files.load", asked, { limitMs: loadLimitMs, waiting });
      if (end !== undefined) return { files: loaded, end };
      loaded.push(loadedFile(file, result, log));
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      loaded.push({ ...file, hooks: [], error: error.detail, warnings: [], log: [] });
    }
  }
  return { files: loaded, end: undefined };
}

/** Lets Python compare its files with what is on disk now, and load what is new or changed. */
export async function rescanPythonFiles(
  interpreter: Interpreter,
  files: readonly HookFile[],
  { loadLimitMs, waiting }: LoadLimits,
): Promise<LoadedPythonFiles> {
  const given = files.map(({ path, folder }) => ({ path, folder }));
  const changed = await interpreter.ask("files.compare", { files: given, folders: foldersOf(files) }, waiting);
  const logs = new Map<string, readonly string[]>();
  for (const path of z.array(z.string()).parse(changed)) {
    const asked = given.find((file) => file.path === path);
    if (asked === undefined) continue;
    const { end, log } = await interpreter.unit("files.again", asked, { limitMs: loadLimitMs, waiting });
    if (end !== undefined) return { files: [], end };
    logs.set(path, log);
  }
  const reports = z.array(fileReport).parse(await interpreter.ask("files.arrange", { files: given }, waiting));
  const reportOf = (path: string) => reports.find((report) => report.path === path);
  return {
    files: files.map((file) => loadedFile(file, reportOf(file.path), logs.get(file.path) ?? [])),
    end: undefined,
  };
}

/** Folders of hook files in the order in which they are searched for helpers. */
function foldersOf(files: readonly HookFile[]): readonly string[] {
  return [...new Set(files.flatMap(({ path, folder }) => [folder, dirname(path)]))];
}

function loadedFile(file: HookFile, result: unknown, log: readonly string[]): LoadedHookFile {
  const { hooks, error, warnings, notes, functions } = fileReport.parse(result);
  const misspelt = functions.flatMap(({ name, line }) => misspelling(name, line) ?? []);
  return {
    ...file,
    hooks: hooks.flatMap((name) => hookNames.find((hook) => hook === name) ?? []),
    error,
    warnings: [...warnings, ...misspelt],
    misspelt,
    notes,
    log,
  };
}

function misspelling(name: string, line: number): string | undefined {
  const sentence = misspeltPythonHook(name);
  return sentence === undefined || line === 0 ? sentence : `line ${line}: ${sentence}`;
}
