import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { CressetError } from "../errors.ts";
import { hookNames, pythonNames } from "./hook-names.ts";
import type { LoadedHookFile } from "./hook-host.ts";
import { misspeltPythonHook } from "./misspelt-hook.ts";
import {
  noPythonSentence,
  type PythonChoice,
  type PythonCommand,
  pythonCommands,
  type StartFailure,
} from "./python/find-python.ts";
import { pythonHome } from "./python-home.ts";

const answerSchema = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      /** Hooks that it defines. */
      hooks: z.array(z.string()),
      /** Calls of the flame module, by line. */
      uses: z.array(z.object({ line: z.int(), call: z.string(), covered: z.boolean() })),
      /** Why it does not load, by line. */
      failures: z.array(z.object({ line: z.int(), reason: z.string() })),
      /** Hooks that cannot be called by position with what the contract gives them. */
      unfit: z.array(z.object({ line: z.int(), reason: z.string() })),
      /** Functions that are no hooks. */
      functions: z.array(z.object({ line: z.int(), name: z.string() })),
      /** Modules that a function of it imports and that are not there; `hook`: the function is a hook. */
      missing: z.array(z.object({ line: z.int(), module: z.string(), function: z.string(), hook: z.boolean() })),
      /** Functions that Flame calls for its menus and the like, and Cresset never does. */
      menus: z.array(z.string()),
    }),
  ),
});

type CheckedFile = z.output<typeof answerSchema>["files"][number];

export interface PythonFileCheck extends Omit<CheckedFile, "functions"> {
  /** Functions with nearly the name of a hook, which are never called. */
  readonly misspelt: readonly { readonly line: number; readonly reason: string }[];
  /** What else is told of it when it is loaded. */
  readonly notes: readonly string[];
}

/**
 * What there is to say of Python hook files that were loaded: how they loaded, and what reading them shows beyond that.
 * @throws CressetError `not-found` when there is no Python, which is what reads them.
 */
export async function checkPythonFiles(
  files: readonly LoadedHookFile[],
  choice: PythonChoice,
): Promise<readonly PythonFileCheck[]> {
  if (files.length === 0) return [];
  const hooks = Object.fromEntries(hookNames.flatMap((hook) => pythonNames(hook).map((name) => [name, hook])));
  const question = { files: files.map(({ path }) => path), hooks };
  const read = answerSchema.parse(JSON.parse(await runCheck([], JSON.stringify(question), choice))).files;
  return read.flatMap((file, index) => {
    const loaded = files[index];
    return loaded === undefined ? [] : [judged(file, loaded)];
  });
}

/** What loading told counts; of a file that does not load, which stops at its first fault, what was read is told too. */
function judged({ functions, ...read }: CheckedFile, loaded: LoadedHookFile): PythonFileCheck {
  const { path, error, hooks, warnings, misspelt = [], notes = [] } = loaded;
  if (error !== "") {
    const first = firstFailure(path, error);
    const failures = read.failures.some(({ line }) => line <= first.line) ? read.failures : [first, ...read.failures];
    return { ...read, failures, misspelt: functions.flatMap(misspeltFunction), notes };
  }
  const told = warnings.filter((warning) => !misspelt.includes(warning)).map(withLine);
  return {
    ...read,
    hooks: [...hooks],
    failures: [],
    unfit: told.filter(({ line }) => line > 0).toSorted((a, b) => a.line - b.line),
    misspelt: misspelt.map(withLine),
    notes: [...told.flatMap(({ line, reason }) => (line > 0 ? [] : [reason])), ...notes],
  };
}

function misspeltFunction({ line, name }: CheckedFile["functions"][number]) {
  const reason = misspeltPythonHook(name);
  return reason === undefined ? [] : [{ line, reason }];
}

/** `line 3: pre_export takes …` */
function withLine(warning: string): { readonly line: number; readonly reason: string } {
  const [, line, reason] = /^line (\d+): (.*?)\.?$/s.exec(warning) ?? [];
  return line === undefined || reason === undefined ? { line: 0, reason: warning } : { line: Number(line), reason };
}

/** Where in the file itself its loading stopped, and the last line of the traceback. */
function firstFailure(path: string, error: string): { readonly line: number; readonly reason: string } {
  const frames = [...error.matchAll(/^ +File "(.*)", line (\d+)/gm)].filter(([, file]) => file === path);
  const sentences = error.split("\n").filter((each) => /^\S/.test(each));
  const reason = (sentences.at(-1) ?? error).replace(/ `cresset hooks check` lists such calls\.$/, "");
  return { line: Number(frames.at(-1)?.[2] ?? 1), reason };
}

/** Everything of the flame module that is covered, as Markdown, read from the module itself. */
export const flameReference = (choice: PythonChoice): Promise<string> => runCheck(["--table"], "", choice);

async function runCheck(args: readonly string[], question: string, choice: PythonChoice): Promise<string> {
  const tried: { python: PythonCommand; failure: StartFailure }[] = [];
  for (const python of pythonCommands(choice)) {
    const ended = await runPython(python, args, question);
    if (ended.failure === undefined) return ended.stdout;
    tried.push({ python, failure: ended.failure });
  }
  throw new CressetError("not-found", noPythonSentence(tried, true));
}

async function runPython(
  { command, args }: PythonCommand,
  more: readonly string[],
  question: string,
): Promise<{ readonly stdout: string; readonly failure?: StartFailure }> {
  const file = fileURLToPath(new URL("cresset_check.py", pythonHome));
  const child = spawn(command, [...args, "-X", "utf8", "-B", file, ...more], {
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  // One that cannot start breaks the pipe; what is told of it is the reason.
  child.stdin.on("error", () => {});
  child.stdin.end(question);
  const over = new Promise<NodeJS.ErrnoException | number>((resolve) => {
    child.once("error", resolve);
    child.once("close", (code) => resolve(code ?? 1));
  });
  const [stdout, stderr, end] = await Promise.all([text(child.stdout), text(child.stderr), over]);
  if (end === 0) return { stdout };
  if (typeof end !== "number" && end.code === "ENOENT") return { stdout, failure: { kind: "missing" } };
  const reason = typeof end === "number" ? (stderr.trim().split("\n").at(-1) ?? "") : end.message;
  return { stdout, failure: { kind: "broken", reason } };
}
