import type { ExportEvent } from "../export/export-outcome.ts";
import type { ExportRequest } from "../export/export-request.ts";
import { createHookRunner, type LoadedHookRunner } from "../hooks/create-hook-runner.ts";
import type { HookApiBackend } from "../hooks/hook-api.ts";
import { createHostedRunner } from "../hooks/hosted-runner.ts";
import type { PythonBackend } from "../hooks/python-backend.ts";
import type { NestedHooks } from "./flame/flame-surroundings.ts";

export interface HookSurroundings {
  readonly api: HookApiBackend;
  /** Answers the `flame` module. */
  readonly flame: PythonBackend;
  /** `python` of the config. */
  readonly python: string | undefined;
  readonly tell: (event: ExportEvent) => void;
  /** For an export that a script started: the hooks that live in its interpreter. */
  readonly nested?: NestedHooks | undefined;
}

/** Loads the hooks of an export: its hook files, or what a script gave in their place. */
export function startHooks(
  request: ExportRequest,
  { api, flame, python, nested, tell }: HookSurroundings,
  userData: "given" | "copy",
): Promise<LoadedHookRunner> {
  if (nested?.only === true) return createHostedRunner(nested.newHost(userData));
  return createHookRunner({
    folders: [
      ...request.hookFolders.map((folder) => ({ path: folder })),
      ...request.optionalHookFolders.map((folder) => ({ path: folder, optional: true })),
    ],
    api,
    strict: request.strictHooks,
    env: process.env,
    python: { command: python, backend: flame },
    waits: { tell: (text) => tell({ type: "message", text }) },
    ...(nested === undefined ? {} : { hosts: [{ extensions: [".py"], host: nested.newHost(userData) }] }),
    ...(request.hookTimeLimitSeconds === undefined ? {} : { timeLimitMs: request.hookTimeLimitSeconds * 1000 }),
  });
}
