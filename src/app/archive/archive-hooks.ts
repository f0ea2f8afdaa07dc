import path from "node:path";
import type { Journal, RunEnd } from "../../catalogue/journal.ts";
import { CressetError } from "../../errors.ts";
import { SandwichHooks } from "../../export/sandwich-hooks.ts";
import { createHookRunner } from "../../hooks/create-hook-runner.ts";
import { hookFolders } from "../../hooks/hook-folders.ts";
import type { HookInfo } from "../../hooks/hook-runner.ts";
import { createProber } from "../../media/probe.ts";
import { flameBackend } from "../flame-backend.ts";
import { hookApiBackend } from "../hook-api-backend.ts";
import type { ArchiveParts } from "./archive-parts.ts";
import type { ArchiveEvent, ArchiveHandlers } from "./archive-wish.ts";

export type ArchiveHook =
  | "archiveSelectionUpdated"
  | "archiveSegmentCompleted"
  | "archiveCompleted"
  | "archiveRestored";

/** The hooks of one run as archives call them: each call a step of the journal, which a resumed run does not repeat. */
export interface ArchiveHooks {
  /** @param state tells calls of one hook apart; the same is the same call. */
  call(hook: ArchiveHook, info: HookInfo, state: string): Promise<void>;
  /** After the last call: waits for what hooks left (threads, what they scheduled), whose errors count. */
  end(): Promise<void>;
  /** Sentences: what failed. An archive goes on without its hooks. */
  readonly errors: readonly string[];
}

interface HookSurroundings {
  readonly hookFolders: readonly string[];
  readonly journal: Journal;
  readonly signal: AbortSignal;
  readonly tell: (event: ArchiveEvent) => void;
}

/** Loads the house's hook files for as long as `work` takes. */
export async function withArchiveHooks<T>(
  { config, folder, home, aside }: ArchiveParts,
  { journal, signal, tell, ...given }: HookSurroundings,
  answers: ArchiveHandlers["answers"],
  work: (hooks: ArchiveHooks) => Promise<T>,
): Promise<T> {
  const handlers = { signal, ...(answers === undefined ? {} : { answers }) };
  return aside(handlers, async ({ flame, user }) => {
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
      folders: hookFolders({
        options: given.hookFolders.map((each) => path.resolve(folder, each)),
        config: config.hooks,
        home,
        configFile: config.file,
        env: process.env,
      }),
      api,
      env: process.env,
      python: { command: config.python, backend },
      waits: { tell: (text) => tell({ type: "message", text }) },
      ...(limit === undefined ? {} : { timeLimitMs: limit * 1000 }),
    });
    const hooks = new SandwichHooks(runner, journal, (event) => {
      if (event.type === "hook") tell(event);
    });
    for (const { path: file, error } of runner.loaded.files)
      if (error !== "") tell({ type: "message", text: `The hook file ${file} could not be loaded: ${error}` });
    for (const text of runner.loaded.warnings) tell({ type: "message", text });
    const close = async () => {
      await backend.settled();
      return runner.close();
    };
    let ended = false;
    try {
      return await work({
        call: async (hook, info, state) => void (await hooks.call(hook, hook, info, {}, state)),
        end: async () => {
          ended = true;
          await hooks.end(close);
        },
        errors: hooks.errors,
      });
    } finally {
      const left = await close();
      for (const { file, log, detail } of ended ? [] : left)
        for (const text of [...log, detail].filter((line) => line !== ""))
          tell({ type: "message", text: `${path.basename(file) || "hooks"}, after its call: ${text}` });
      await Promise.all([api.close(), prober.close()]);
    }
  });
}

/** How a run of an archive ended, for the history. */
export async function recordingEnd<T>(
  journal: Journal,
  signal: AbortSignal,
  work: () => Promise<{ readonly outcome: T; readonly end: RunEnd; readonly summary: unknown }>,
): Promise<T> {
  try {
    const { outcome, end, summary } = await work();
    await journal.finish(end, summary);
    return outcome;
  } catch (error) {
    const cancelled = signal.aborted || (error instanceof CressetError && error.code === "cancelled");
    await journal.finish(cancelled ? "cancelled" : "failed", {
      message: error instanceof Error ? error.message : String(error),
    });
    if (cancelled && !(error instanceof CressetError))
      throw new CressetError("cancelled", "The archive was cancelled.", { cause: error });
    throw error;
  } finally {
    await journal.close();
  }
}
