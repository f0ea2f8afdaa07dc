import { hookOfSpelling, nearestHook } from "./hook-names.ts";
import type { HookName } from "./hook-table.ts";
import type { Handler } from "./run-handlers.ts";

export interface HookExports {
  readonly handlers: ReadonlyMap<HookName, Handler>;
  readonly warnings: readonly string[];
}

const isFunction = (value: unknown): value is Handler["run"] => typeof value === "function";

/**
 * The hooks that a file exports: the members of its default export (`defineHooks({ … })`, or any object) and named
 * exports with the name of a hook, camelCase or snake_case. What looks like a misspelt hook is a warning.
 */
export function readHookExports(file: string, exported: object): HookExports {
  const handlers = new Map<HookName, Handler>();
  const warnings: string[] = [];
  const add = (name: string, value: unknown, self: unknown, isDefinition: boolean): void => {
    const hook = hookOfSpelling(name);
    if (hook === undefined) {
      const warning = misspelling(name, value, isDefinition);
      if (warning !== undefined) warnings.push(warning);
    } else if (!isFunction(value)) {
      if (value !== undefined) warnings.push(`${name} is ${describe(value)}; a hook is a function.`);
    } else if (handlers.has(hook)) {
      if (handlers.get(hook)?.run !== value) warnings.push(`${name} is defined twice in this file; the first counts.`);
    } else handlers.set(hook, { file, run: value, self });
  };
  for (const [name, value] of Object.entries(exported)) {
    if (name !== "default") add(name, value, undefined, false);
    else if (isFunction(value)) add(value.name, value, undefined, false);
    else if (typeof value === "object" && value !== null) {
      for (const [member, item] of Object.entries(value)) add(member, item, value, true);
    }
  }
  return { handlers, warnings };
}

/** Every function among the hooks must be one; among a file's other exports only what is nearly the name of one. */
function misspelling(name: string, value: unknown, isDefinition: boolean): string | undefined {
  if (!isFunction(value)) return undefined;
  const near = nearestHook(name);
  if (near !== undefined) return `${name} is no hook and is never called; did you mean ${near}?`;
  return isDefinition ? `${name} is no hook and is never called.` : undefined;
}

const describe = (value: unknown): string => (value === null ? "null" : `a ${typeof value}`);
