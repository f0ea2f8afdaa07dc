import type { Config } from "../config.ts";
import type { ExportEvent } from "../export/export-outcome.ts";
import { pythonTimeLimitMs } from "../hooks/python-host.ts";
import { type PythonScript, runPythonScript } from "../hooks/run-python-script.ts";
import { createProber } from "../media/probe.ts";
import { flameBackend } from "./flame-backend.ts";
import type { FlameParts } from "./run-export.ts";

export interface ScriptSurroundings {
  readonly config: Config;
  readonly user: { readonly name: string; readonly nickname: string };
  readonly flame: FlameParts;
  readonly tell: (event: ExportEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs a Python script with the flame module, outside of any hook.
 * @returns its exit code.
 * @throws CressetError `not-found` when there is no Python.
 */
export async function runScript(
  script: PythonScript,
  { config, user, flame, tell, signal }: ScriptSurroundings,
): Promise<number> {
  const prober = createProber();
  const backend = flameBackend({
    ...flame,
    prober,
    mediaFolders: config.media,
    user,
    presetFolders: config.presets,
    tell,
    inherited: {},
  });
  try {
    return await runPythonScript(script, {
      timeLimitMs: config.hookTimeLimitSeconds === undefined ? pythonTimeLimitMs : config.hookTimeLimitSeconds * 1000,
      loadLimitMs: 30_000,
      signal,
      python: config.python,
      env: process.env,
      backend,
      waits: { tell: (text) => tell({ type: "message", text }) },
    });
  } finally {
    await backend.settled();
    await prober.close();
  }
}
