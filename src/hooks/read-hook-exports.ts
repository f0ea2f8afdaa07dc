import { existsSync, readFileSync } from "node:fs";
import { hookOfSpelling, nearestHook } from "./hook-names.ts";
import type { HookName } from "./hook-table.ts";
import { misspeltHook } from "./misspelt-hook.ts";
import { argumentNames, type Handler } from "./run-handlers.ts";

export interface HookExports {
  readonly handlers: ReadonlyMap<HookName, Handler>;
  readonly warnings: readonly string[];
  /** Those of the warnings that tell of exports which are nearly those of hooks. */
  readonly misspelt: readonly string[];
}

const isFunction = (value: unknown): value is Handler["run"] => typeof value === "function";

/**
 * The hooks that a file exports: the members of its default export (`defineHooks({ … })`, or any object) and named
 * exports with the name of a hook, camelCase or snake_case. What looks like a misspelt hook is a warning.
 */
export function readHookExports(file: string, exported: object): HookExports {
  const handlers = new Map<HookName, Handler>();
  const warnings: string[] = [];
  const misspelt: string[] = [];
  const warn = (name: string, sentence: string): string => {
    const line = lineOf(file, name);
    const warning = `${line === undefined ? "" : `line ${line}: `}${name} ${sentence}`;
    warnings.push(warning);
    return warning;
  };
  const add = (name: string, value: unknown, self: unknown, isDefinition: boolean): void => {
    const hook = hookOfSpelling(name);
    if (hook === undefined) {
      const sentence = misspelling(name, value, isDefinition);
      const warning = sentence === undefined ? undefined : warn(name, sentence);
      if (warning !== undefined && !isDefinition) misspelt.push(warning);
    } else if (!isFunction(value)) {
      if (value !== undefined) warn(name, `is ${describe(value)}; a hook is a function.`);
    } else if (handlers.has(hook)) {
      if (handlers.get(hook)?.run !== value) warn(name, "is defined twice in this file; the first counts.");
    } else {
      handlers.set(hook, { file, run: value, self });
      const wrong = unfit(hook, value);
      if (wrong !== undefined) warn(name, wrong);
    }
  };
  for (const [name, value] of Object.entries(exported)) {
    if (name !== "default") add(name, value, undefined, false);
    else if (isFunction(value)) add(value.name, value, undefined, false);
    else if (typeof value === "object" && value !== null) {
      for (const [member, item] of Object.entries(value)) add(member, item, value, true);
    }
  }
  return { handlers, warnings, misspelt };
}

/** Every function among the hooks must be one; among a file's other exports only what is nearly the name of one. */
function misspelling(name: string, value: unknown, isDefinition: boolean): string | undefined {
  if (!isFunction(value)) return undefined;
  const near = isDefinition ? nearestHook(name) : misspeltHook(name);
  if (near !== undefined) return `is no hook and is never called; did you mean ${near}?`;
  return isDefinition ? "is no hook and is never called." : undefined;
}

/** A function that wants more than it is called with, or that does nothing when it is called. */
function unfit(hook: HookName, run: Handler["run"]): string | undefined {
  if (run.constructor.name.endsWith("GeneratorFunction"))
    return "is a generator (function*): calling it runs nothing of it.";
  const given = argumentNames(hook);
  if (run.length <= given.length) return undefined;
  return `takes ${run.length} arguments, and is called with ${given.length}: ${given.join(", ")}.`;
}

/** Where the file says the name first, comments aside; hooks may be given by a program and lie in no file. */
function lineOf(file: string, name: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const named = new RegExp(`(?<![\\w$.])${name.replaceAll("$", String.raw`\$`)}(?![\\w$])`);
  const index = lines.findIndex((line) => named.test(line) && !/^\s*(\/\/|\/?\*)/.test(line));
  return index < 0 ? undefined : index + 1;
}

const describe = (value: unknown): string => (value === null ? "null" : `a ${typeof value}`);
