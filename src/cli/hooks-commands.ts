import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { parse } from "yaml";
import { openCresset } from "../app/cresset.ts";
import { writeNewHookFiles } from "../app/hook-files.ts";
import { CressetError, exitCodeOf } from "../errors.ts";
import { describeHook, explainHook } from "../hooks/explain-hook.ts";
import { type HookName, hookTable } from "../hooks/hook-table.ts";
import { hookNames, hookOfSpelling, nearestHook } from "../hooks/hook-names.ts";
import type { LoadedHooks } from "../hooks/loaded-hooks.ts";
import { profileConflicts, profileConflictText } from "../hooks/profile-conflicts.ts";
import { traceText } from "../hooks/trace-text.ts";
import { printJson } from "./print-json.ts";

interface HooksOptions {
  readonly hooks?: readonly string[];
  readonly json?: boolean;
  readonly config?: string;
}

const cressetOf = (config: string | undefined) => openCresset(config === undefined ? {} : { configFile: config });

/** `cresset hooks list`. @returns the exit code: not 0 when a file is broken. */
export async function listCommand({ hooks = [], json, config }: HooksOptions): Promise<number> {
  return cressetOf(config).withHookFiles({ folders: hooks }, async (runner) => {
    const { files, order, conflicts, warnings, python } = runner.loaded;
    const listed = order.has("getCustomExportProfiles")
      ? await runner.call("getCustomExportProfiles", {}, {})
      : undefined;
    const profiles = listed?.info ?? {};
    const profileFaults = listed === undefined ? [] : profileConflicts(listed);
    if (json === true)
      printJson({
        files,
        order: Object.fromEntries(order),
        conflicts,
        profileConflicts: profileFaults,
        warnings,
        python,
        profiles,
      });
    else {
      if (files.length === 0)
        console.log("No hook file found. Name a folder with --hooks, or begin one: cresset hooks new FOLDER");
      for (const { path, hooks: defined, error, log, notes = [] } of files) {
        console.log(
          error === "" ? `${path}: ${defined.join(", ") || "no hook"}` : `${path}: broken\n${indented(error)}`,
        );
        for (const note of notes) console.log(`  ${note}`);
        for (const line of log) console.log(`  | ${line}`);
      }
      if (python !== "") console.log(`Python files are run by ${python}`);
      for (const { hook, files: answering } of conflicts)
        console.log(
          `conflict: ${hook} is answered by ${answering.map((file) => basename(file)).join(", ")}; the first answer counts`,
        );
      for (const conflict of profileFaults) console.log(`conflict: ${profileConflictText(conflict)}`);
      for (const warning of warnings) console.log(`warning: ${warning}`);
      for (const name of Object.keys(profiles).toSorted()) console.log(`custom export profile: ${name}`);
    }
    return files.some(({ error }) => error !== "") ? exitCodeOf("hook-failed") : 0;
  });
}

const indented = (text: string) =>
  text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");

/** `cresset hooks explain`. */
export function explainCommand(name: string | undefined): void {
  console.log(name === undefined ? hookNames.map(explainHook).join("\n\n") : explainHook(name));
}

export interface RunOptions extends HooksOptions {
  readonly info?: string;
  readonly userData?: string;
  readonly file?: string;
}

/** `cresset hooks run`. @returns the exit code: that of an abort or a failure. */
export async function runCommand(
  name: string,
  { hooks = [], info, userData, file, json, config }: RunOptions,
): Promise<number> {
  const hook = hookOfSpelling(name);
  if (hook === undefined) {
    const near = nearestHook(name);
    throw new CressetError(
      "not-found",
      `There is no hook "${name}".${near === undefined ? "" : ` Did you mean ${near}?`}`,
    );
  }
  const keys = describeHook(hook).keys.map(({ name: key }) => key);
  if (info === undefined && keys.length > 0)
    throw new CressetError(
      "usage",
      `${hook} is called with ${keys.join(", ")}: give them with --info, a file or {"${keys[0]}": …} itself.`,
    );
  const given = info === undefined ? {} : await readData(info);
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new CressetError("bad-input", `Expected the info in ${info} to be an object of keys and values.`);
  const asked = { ...given };
  if (hookTable[hook].kind === "archive" || hookTable[hook].kind === "value") nameArguments(hook, keys, asked);
  const data = userData === undefined ? undefined : await readData(userData);
  return cressetOf(config).withHookFiles({ folders: hooks, file }, async (runner) => {
    if (file !== undefined) tellBroken(runner.loaded);
    for (const warning of runner.loaded.warnings) console.error(`warning: ${warning}`);
    if (data !== undefined) await runner.setUserData(data);
    const called = await runner.call(hook, asked, {});
    // Threads that the hook started, and what it scheduled.
    const defined = runner.loaded.order.has(hook);
    const after = defined ? await runner.close() : [];
    const failed = called.failed || after.some(({ outcome }) => outcome === "error");
    const outcome = { ...called, failed, calls: [...called.calls, ...after] };
    if (json === true) printJson(outcome);
    else {
      console.log(defined ? traceText([outcome]) : `No hook file defines ${hook}.`);
      if (outcome.answer !== undefined) console.log(`answer: ${JSON.stringify(outcome.answer)}`);
    }
    if (!defined) return exitCodeOf("not-found");
    return outcome.failed ? exitCodeOf("hook-failed") : outcome.aborted ? exitCodeOf("hook-aborted") : 0;
  });
}

/**
 * Keys of hooks that are called by position are arguments, which Python handlers name in their own way (`segment_path`).
 * @throws CressetError `bad-input` for one that is no argument of the hook.
 */
function nameArguments(hook: HookName, keys: readonly string[], given: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(given)) {
    if (keys.includes(name)) continue;
    const key = keys.find((each) => each.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) === name);
    if (key === undefined)
      throw new CressetError("bad-input", `${hook} has no argument ${name}; it is called with ${keys.join(", ")}.`);
    delete given[name];
    given[key] = value;
  }
}

/** @throws CressetError `hook-failed` with the traceback: the one file that was named has to load. */
function tellBroken({ files, warnings }: LoadedHooks): void {
  const broken = files.find(({ error }) => error !== "");
  if (broken !== undefined)
    throw new CressetError("hook-failed", `${broken.path} could not be loaded.`, {
      detail: [broken.error, ...broken.log.map((line) => `| ${line}`), ...warnings].join("\n"),
    });
}

async function readData(file: string): Promise<unknown> {
  try {
    return parse(file.trimStart().startsWith("{") ? file : await readFile(file, "utf8"));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CressetError("bad-input", `${file} cannot be read as JSON or YAML: ${why}`, { cause });
  }
}

/** `cresset hooks new`. */
export async function newCommand(folder: string): Promise<void> {
  for (const file of await writeNewHookFiles(folder)) console.log(`wrote ${file}`);
  console.log(`Try it: cresset hooks list --hooks ${folder}`);
}
