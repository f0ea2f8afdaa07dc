import { constants } from "node:os";
import { CressetError } from "../errors.ts";
import { leftRunning } from "./left-running.ts";
import { type PythonOptions, createInterpreterLives } from "./python/interpreter-lives.ts";

export interface PythonScript {
  readonly file: string;
  readonly args: readonly string[];
  /** Its working folder, absolute. */
  readonly folder: string;
}

/**
 * Runs a script as the main program of a Python of its own, on this terminal, with `flame` importable.
 * @returns its exit code; as of a shell, 128 and the number of the signal that ended it.
 * @throws CressetError `not-found` when there is no Python.
 */
export async function runPythonScript(script: PythonScript, options: PythonOptions): Promise<number> {
  const lives = createInterpreterLives(options);
  const interpreter = await lives.start(script);
  if (interpreter === undefined) throw new CressetError("not-found", lives.problem());
  const { code, signal } = await interpreter.over;
  const left = interpreter.takeLeft();
  if (left !== undefined) for (const text of leftRunning(left).complaints) options.waits?.tell?.(text);
  if (code !== null) return code;
  return 128 + (Object.entries(constants.signals).find(([name]) => name === signal)?.[1] ?? 0);
}
