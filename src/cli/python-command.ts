import path from "node:path";
import { existsSync } from "node:fs";
import { openCresset } from "../app/cresset.ts";
import { CressetError } from "../errors.ts";
import { terminalAnswers } from "./ask.ts";
import { createExportPrinter } from "./export-printer.ts";

/** `cresset python`. @returns the script's exit code. */
export async function pythonCommand(
  script: string,
  args: readonly string[],
  { project }: { readonly project?: string } = {},
): Promise<number> {
  const folder = process.cwd();
  const file = path.resolve(folder, script);
  if (!existsSync(file)) throw new CressetError("not-found", `There is no script ${file}.`);
  // Ctrl-C is the script's to handle; it gets it from the terminal itself.
  const ignore = () => {};
  process.on("SIGINT", ignore);
  const printer = createExportPrinter({ json: false });
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  try {
    return await openCresset({ folder, ...(project === undefined ? {} : { project }) }).runScript(
      { file, args },
      { tell: printer.tell, ...(isTerminal ? { answers: terminalAnswers(new AbortController().signal) } : {}) },
    );
  } finally {
    printer.end();
    process.off("SIGINT", ignore);
  }
}
