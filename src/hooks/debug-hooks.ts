import type { DispatchWatcher } from "./hook-dispatcher.ts";
import { pythonNames } from "./hook-names.ts";
import type { HookName } from "./hook-table.ts";
import type { LoadedHooks } from "./loaded-hooks.ts";
import { headline, notes } from "./trace-text.ts";

/** What is told while hooks are loaded and called. */
export interface DebugWish {
  readonly write: (line: string) => void;
  /** Only of Python files, by the Python names of hooks. */
  readonly pythonOnly: boolean;
}

/** `CRESSET_DEBUG_HOOKS=1` tells of all files, `DL_DEBUG_PYTHON_HOOKS=1`, which houses know from Flame, of Python's. */
export function debugWish(
  env: Readonly<Record<string, string | undefined>>,
  write: (line: string) => void,
): DebugWish | undefined {
  if (env["CRESSET_DEBUG_HOOKS"] === "1") return { write, pythonOnly: false };
  return env["DL_DEBUG_PYTHON_HOOKS"] === "1" ? { write, pythonOnly: true } : undefined;
}

const isPython = (path: string): boolean => path.endsWith(".py");
const nameOf = (hook: HookName, { pythonOnly }: DebugWish): string =>
  pythonOnly ? (pythonNames(hook)[0] ?? hook) : hook;

/** Which hook came from which file, in the order of the calls. */
export function printLoaded({ files, warnings, python }: LoadedHooks, wish: DebugWish): void {
  const { write, pythonOnly } = wish;
  if (python !== "") write(`hooks: ${python}`);
  for (const { path, hooks, error, log, notes: left = [] } of files) {
    if (pythonOnly && !isPython(path)) continue;
    if (error !== "") write(`hooks: ${path} is broken: ${error}`);
    else {
      const names = hooks.map((hook) => nameOf(hook, wish));
      write(`hooks: ${path}: ${names.length === 0 ? "defines no hook" : names.join(", ")}`);
    }
    for (const note of left) write(`hooks:   ${note}`);
    for (const line of log) write(`hooks:   | ${line}`);
  }
  for (const warning of warnings) write(`hooks: ! ${warning}`);
}

/** Prints each call as it happens: what the hook was given, then what each file made of it. */
export function debugWatcher(wish: DebugWish, loaded: () => LoadedHooks): DispatchWatcher {
  const { write, pythonOnly } = wish;
  return {
    onCall(hook, info, userData) {
      if (pythonOnly && loaded().order.get(hook)?.some(isPython) !== true) return;
      const given = pythonOnly ? [info, userData] : [info];
      write(`hooks: ${nameOf(hook, wish)} ${given.map((value) => JSON.stringify(value)).join(" ")}`);
    },
    onOutcome({ calls }) {
      for (const call of calls) {
        if (pythonOnly && !isPython(call.file)) continue;
        write(`hooks:   ${headline(call)}`);
        for (const note of notes(call)) write(`hooks:     ${note}`);
      }
    },
  };
}
