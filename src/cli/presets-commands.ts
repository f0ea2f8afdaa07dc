import path from "node:path";
import { stringify } from "yaml";
import { readConfig } from "../config.ts";
import { exitCodeOf } from "../errors.ts";
import { checkPreset, listPresets, loadPreset, problemText } from "../export/preset-store.ts";
import { printJson } from "./print-json.ts";
import { table } from "./table.ts";

interface PresetsOptions {
  readonly presets?: readonly string[];
  readonly json?: boolean;
  readonly config?: string;
}

const foldersOf = ({ presets = [], config }: PresetsOptions) => [
  ...presets.map((folder) => path.resolve(folder)),
  ...readConfig(process.cwd(), config).presets,
];

/** `cresset presets list`. */
export async function listCommand(options: PresetsOptions): Promise<void> {
  const presets = await listPresets(foldersOf(options));
  if (options.json === true) printJson(presets);
  else console.log(table(presets.map(({ name, description, problem }) => [name, problem ?? description])));
}

/** `cresset presets show`. */
export async function showCommand(name: string, options: PresetsOptions): Promise<void> {
  const { path: file, preset } = await loadPreset(name, foldersOf(options));
  if (options.json === true) printJson({ path: file, preset });
  else console.log(`# ${file}\n${stringify(preset)}`);
}

/** `cresset presets check`. @returns the exit code. */
export async function checkCommand(files: readonly string[]): Promise<number> {
  let wrong = false;
  for (const file of files) {
    const problems = await checkPreset(file);
    for (const problem of problems) {
      wrong ||= problem.severity === "error";
      console.log(`${file}: ${problem.severity}: ${problemText(problem)}`);
    }
    if (problems.length === 0) console.log(`${file}: good`);
  }
  return wrong ? exitCodeOf("bad-preset") : 0;
}
