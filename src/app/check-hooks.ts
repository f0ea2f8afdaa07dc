import type { Cresset } from "./cresset.ts";
import { checkPythonFiles, type PythonFileCheck } from "../hooks/check-python-files.ts";
import type { LoadedHookFile } from "../hooks/hook-host.ts";
import { isSound } from "../hooks/loaded-hooks.ts";

export interface HooksCheck {
  readonly python: readonly PythonFileCheck[];
  /** Hook files of other languages, as `cresset hooks list` shows them. */
  readonly others: readonly LoadedHookFile[];
  readonly warnings: readonly string[];
  /** Every file loads, every hook can be called, and all that the Python files use is covered. */
  readonly sound: boolean;
}

/**
 * Says beforehand what will not work of folders of hook files: they are loaded as an export loads them, no hook is called,
 * and what Python files say further down is read.
 * @throws CressetError `not-found` for a missing folder, or when there is no Python to read Python files.
 */
export async function checkHooks(
  folders: readonly string[],
  { config, withHookFiles }: Pick<Cresset, "config" | "withHookFiles">,
): Promise<HooksCheck> {
  const { files, conflicts, warnings } = await withHookFiles({ folders, only: true }, async ({ loaded }) => loaded);
  const isPython = ({ path }: LoadedHookFile): boolean => path.endsWith(".py");
  const python = await checkPythonFiles(files.filter(isPython), { configured: config.python, env: process.env });
  const others = files.filter((file) => !isPython(file));
  const ofFiles = new Set(files.flatMap((file) => file.warnings.map((warning) => `${file.path}: ${warning}`)));
  return {
    python,
    others,
    warnings: [
      ...warnings.filter((warning) => !ofFiles.has(warning)),
      ...conflicts.map(
        ({ hook, files: answering }) => `${hook} is answered by ${answering.join(", ")}; the first answer counts.`,
      ),
    ],
    sound: others.every(isSound) && python.every(isSoundPython),
  };
}

const isSoundPython = ({ hooks, uses, failures, unfit, misspelt, missing }: PythonFileCheck): boolean =>
  failures.length + unfit.length === 0 &&
  (misspelt.length === 0 || hooks.length > 0) &&
  uses.every(({ covered }) => covered) &&
  missing.every(({ hook }) => !hook);
