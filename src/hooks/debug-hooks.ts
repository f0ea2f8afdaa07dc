import type { DispatchWatcher } from "./hook-dispatcher.ts";
import type { LoadedHooks } from "./loaded-hooks.ts";
import { headline, notes } from "./trace-text.ts";

/** Which hook came from which file, in the order of the calls. */
export function printLoaded({ files, warnings }: LoadedHooks, write: (line: string) => void): void {
  for (const { path, hooks, error, log } of files) {
    if (error !== "") write(`hooks: ${path} is broken: ${error}`);
    else write(`hooks: ${path}: ${hooks.length === 0 ? "defines no hook" : hooks.join(", ")}`);
    for (const line of log) write(`hooks:   | ${line}`);
  }
  for (const warning of warnings) write(`hooks: ! ${warning}`);
}

/** Prints each call as it happens: what the hook was given, then what each file made of it. */
export function debugWatcher(write: (line: string) => void): DispatchWatcher {
  return {
    onCall: (hook, info) => write(`hooks: ${hook} ${JSON.stringify(info)}`),
    onOutcome({ calls }) {
      for (const call of calls) {
        write(`hooks:   ${headline(call)}`);
        for (const note of notes(call)) write(`hooks:     ${note}`);
      }
    },
  };
}
