import path from "node:path";
import type { Config } from "../config.ts";
import { checkPythonFiles, type PythonFileCheck } from "../hooks/check-python-files.ts";
import { findHookFiles } from "../hooks/find-hook-files.ts";
import type { LoadedHookFile } from "../hooks/hook-host.ts";
import { isSound } from "../hooks/loaded-hooks.ts";
import { withHookFiles } from "./hook-files.ts";

export interface HooksCheck {
  /** Python files, read and not run. */
  readonly python: readonly PythonFileCheck[];
  /** Hook files of other languages, as `cresset hooks list` shows them. */
  readonly others: readonly LoadedHookFile[];
  readonly warnings: readonly string[];
  /** Every file loads, every hook can be called, and all that the Python files use is covered. */
  readonly sound: boolean;
}

/**
 * Says beforehand what will not work of folders of hook files.
 * @throws CressetError `not-found` for a missing folder, or when there is no Python to read Python files.
 */
export async function checkHooks(folders: readonly string[], config: Config): Promise<HooksCheck> {
  const places = folders.map((folder) => ({ path: path.resolve(folder) }));
  const found = findHookFiles(places, [".py", ".ts", ".mts", ".js", ".mjs"]);
  const isPython = (file: string) => file.endsWith(".py");
  const pythonFiles = found.files.map((file) => file.path).filter(isPython);
  const python = await checkPythonFiles(pythonFiles, { configured: config.python, env: process.env });
  const others: LoadedHookFile[] = [];
  for (const file of found.files.filter((each) => !isPython(each.path)))
    others.push(...(await withHookFiles({ folders: [], file: file.path }, config, async ({ loaded }) => loaded.files)));
  const sound = others.every(isSound) && python.every(isSoundPython);
  return { python, others, warnings: found.warnings, sound };
}

const isSoundPython = ({ hooks, uses, failures, unfit, misspelt, missing }: PythonFileCheck): boolean =>
  failures.length + unfit.length === 0 &&
  (misspelt.length === 0 || hooks.length > 0) &&
  uses.every(({ covered }) => covered) &&
  missing.every(({ hook }) => !hook);
