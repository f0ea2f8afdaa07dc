import { basename } from "node:path";
import { CressetError } from "../errors.ts";
import type { LoadedHookFile } from "./hook-host.ts";
import { hookNames } from "./hook-names.ts";
import { type HookName, hookTable } from "./hook-table.ts";

/** Everything that `cresset hooks list` tells. */
export interface LoadedHooks {
  /** In the order in which their hooks are called, broken ones included. */
  readonly files: readonly LoadedHookFile[];
  /** For each hook that anybody defines, the files in the order of their calls. */
  readonly order: ReadonlyMap<HookName, readonly string[]>;
  /** Hooks that answer a value and have more than one file: the first answer counts. */
  readonly conflicts: readonly { readonly hook: HookName; readonly files: readonly string[] }[];
  /** Missing folders, files of one name, misspelt hooks (with their file). */
  readonly warnings: readonly string[];
  /** The Python that runs Python files, `Python 3.11.2 (/usr/bin/python3)`; empty where there are none. */
  readonly python: string;
}

export function loadedHooks(
  files: readonly LoadedHookFile[],
  warnings: readonly string[],
  python: string,
): LoadedHooks {
  const order = new Map<HookName, readonly string[]>();
  for (const hook of hookNames) {
    const defining = files.filter(({ hooks }) => hooks.includes(hook)).map(({ path }) => path);
    if (defining.length > 0) order.set(hook, defining);
  }
  const conflicts = [...order].flatMap(([hook, files]) =>
    hookTable[hook].kind === "value" && files.length > 1 ? [{ hook, files }] : [],
  );
  const own = files.flatMap((file) => file.warnings.map((warning) => `${file.path}: ${warning}`));
  return { files, order, conflicts, warnings: [...warnings, ...own], python };
}

/**
 * A function with nearly the name of a hook may be meant to have it: such a name is always told, and makes a file unsound
 * that has no hook beside it, and so was loaded for nothing.
 */
export function isSound({ error, hooks, warnings, misspelt = [] }: LoadedHookFile): boolean {
  return error === "" && warnings.every((warning) => hooks.length > 0 && misspelt.includes(warning));
}

/** @throws CressetError `hook-failed` that names every file that is not sound. */
export function requireSound({ files }: LoadedHooks): void {
  const bad = files.filter((file) => !isSound(file));
  if (bad.length === 0) return;
  const names = bad.map(({ path }) => basename(path)).join(", ");
  throw new CressetError(
    "hook-failed",
    `${bad.length === 1 ? "A hook file is" : `${bad.length} hook files are`} not sound, and strict loading was asked for: ${names}.`,
    {
      detail: bad
        .map(({ path, error, warnings }) => [path, error, ...warnings].filter(Boolean).join("\n"))
        .join("\n\n"),
    },
  );
}
