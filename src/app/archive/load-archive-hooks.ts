import type { Journal } from "../../catalogue/journal.ts";
import type { Config } from "../../config.ts";
import { createHookRunner } from "../../hooks/create-hook-runner.ts";
import type { HookFolder } from "../../hooks/find-hook-files.ts";
import type { HookCallTrace, HookRunner } from "../../hooks/hook-runner.ts";
import { createProber } from "../../media/probe.ts";
import { flameBackend } from "../flame-backend.ts";
import { hookApiBackend } from "../hook-api-backend.ts";
import type { ScriptSurroundings } from "../run-script.ts";
import type { ArchiveEvent } from "./archive-wish.ts";

export interface LoadSurroundings {
  readonly config: Config;
  readonly script: Pick<ScriptSurroundings, "flame" | "user">;
  readonly journal: Journal;
  readonly signal: AbortSignal;
  readonly tell: (event: ArchiveEvent) => void;
}

/** Hook files that wait for their calls. */
export interface LoadedArchiveHooks {
  readonly runner: HookRunner;
  /** Sentences: files that could not be loaded, and the like. */
  readonly complaints: readonly string[];
  /** Ends the hooks. Safe to call twice. */
  readonly close: () => Promise<readonly HookCallTrace[]>;
  /** Ends what served them. */
  readonly release: () => Promise<void>;
}

/** @throws CressetError `not-found` for a missing folder. */
export async function loadArchiveHooks(
  folders: readonly HookFolder[],
  { config, script: { flame, user }, journal, signal, tell }: LoadSurroundings,
): Promise<LoadedArchiveHooks> {
  const prober = createProber();
  const api = hookApiBackend({
    run: { id: journal.id, dryRun: false, startedAt: new Date().toISOString(), profile: "" },
    signal,
    prober,
    presetFolders: config.presets,
    assets: new Map(),
    mediaFolders: config.media,
    catalogue: flame.catalogue,
    project: flame.project,
  });
  const backend = flameBackend({
    ...flame,
    prober,
    mediaFolders: config.media,
    presetFolders: config.presets,
    inherited: {},
    user,
    tell: (event) => {
      if (event.type === "message") tell({ type: "message", text: event.text });
    },
  });
  const limit = config.hookTimeLimitSeconds;
  const runner = await createHookRunner({
    folders,
    api,
    env: process.env,
    python: { command: config.python, backend },
    waits: { tell: (text) => tell({ type: "message", text }) },
    ...(limit === undefined ? {} : { timeLimitMs: limit * 1000 }),
  });
  const broken = runner.loaded.files.filter(({ error }) => error !== "");
  return {
    runner,
    complaints: [
      ...broken.map(({ path: file, error }) => `The hook file ${file} could not be loaded: ${error}`),
      ...runner.loaded.warnings,
    ],
    close: async () => {
      await backend.settled();
      return runner.close();
    },
    release: async () => void (await Promise.all([api.close(), prober.close()])),
  };
}
