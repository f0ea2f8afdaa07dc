import { styleText } from "node:util";
import { checkHooks } from "../app/check-hooks.ts";
import { openCresset } from "../app/cresset.ts";
import { exitCodeOf } from "../errors.ts";
import type { PythonFileCheck } from "../hooks/check-python-files.ts";
import { printJson } from "./print-json.ts";

/** `cresset hooks check`. @returns the exit code: not 0 when something does not load or is not covered. */
export async function checkCommand(folders: readonly string[], { json }: { readonly json?: boolean }): Promise<number> {
  const checked = await checkHooks(folders, openCresset());
  if (json === true) printJson(checked);
  else {
    for (const file of checked.python) console.log(pythonLines(file).join("\n"));
    for (const { path, hooks, error, warnings } of checked.others) {
      console.log(`${path}: ${error === "" ? hooks.join(", ") || "no hook" : bad("does not load")}`);
      for (const line of [...error.split("\n"), ...warnings].filter((each) => each !== "")) console.log(`  ${line}`);
    }
    for (const warning of checked.warnings) console.log(`warning: ${warning}`);
    console.log(summary(checked.python));
  }
  return checked.sound ? 0 : exitCodeOf("unsupported");
}

const bad = (text: string) => styleText("red", text);

function pythonLines(file: PythonFileCheck): readonly string[] {
  const { path, hooks, uses, failures, unfit, misspelt, missing, menus, notes } = file;
  const place = (line: number) => `  ${path}:${line}: `;
  const covered = Map.groupBy(
    uses.filter((use) => use.covered),
    ({ call }) => call,
  );
  const calls = [...covered].map(([call, of]) => (of.length === 1 ? call : `${call} (${of.length})`)).toSorted();
  return [
    `${path}: ${failures.length > 0 ? bad("does not load") : hooks.join(", ") || "no hook"}`,
    ...failures.map(({ line, reason }) => `${place(line)}${reason}`),
    ...unfit.map(({ line, reason }) => `${place(line)}${bad("cannot be called")}: ${reason}`),
    ...misspelt.map(({ line, reason }) => `${place(line)}${reason}`),
    ...uses.filter((use) => !use.covered).map(({ line, call }) => `${place(line)}${bad("not covered")}: ${call}`),
    ...missing.map(
      ({ line, module, function: within, hook }) =>
        `${place(line)}${hook ? bad("missing") : "missing"}: the module ${module}, when ${within} is called`,
    ),
    ...notes.map((note) => `  ${note}`),
    ...(calls.length === 0 ? [] : [`  covered: ${calls.join(", ")}`]),
    ...(menus.length === 0 ? [] : [`  never called by Cresset: ${menus.join(", ")}`]),
  ];
}

function summary(files: readonly PythonFileCheck[]): string {
  const uses = files.flatMap((file) => file.uses);
  const open = uses.filter(({ covered }) => !covered).length;
  const broken = files.filter(({ failures }) => failures.length > 0).length;
  const leftOut = files.filter(({ notes }) => notes.some((note) => note.startsWith("It is not loaded"))).length;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  return `${count(files.length, "Python file")}: ${broken > 0 ? `${broken} do not load` : leftOut > 0 ? `${files.length - leftOut} load` : "all load"}${leftOut > 0 ? `, ${count(leftOut, "module")} of packages left out` : ""}; ${count(uses.length, "flame call")}, ${open === 0 ? "all covered" : `${open} not covered`}.`;
}
