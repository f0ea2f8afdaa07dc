import path from "node:path";
import type { Journal, RunEnd } from "../../catalogue/journal.ts";
import { CressetError } from "../../errors.ts";
import { SandwichHooks } from "../../export/sandwich-hooks.ts";
import { debugWish } from "../../hooks/debug-hooks.ts";
import { findHookFiles, hookFileEndings, type HookFolder } from "../../hooks/find-hook-files.ts";
import { createDispatcher } from "../../hooks/hook-dispatcher.ts";
import { hookFolders } from "../../hooks/hook-folders.ts";
import type { HookInfo } from "../../hooks/hook-runner.ts";
import type { ArchiveParts } from "./archive-parts.ts";
import type { ArchiveEvent, ArchiveHandlers } from "./archive-wish.ts";
import type { LoadedArchiveHooks, LoadSurroundings } from "./load-archive-hooks.ts";

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
  return aside(handlers, async (script) => {
    const folders = hookFolders({
      options: given.hookFolders.map((each) => path.resolve(folder, each)),
      config: config.hooks,
      home,
      configFile: config.file,
      env: process.env,
    });
    const loaded = await loadHooks(folders, { config, script, journal, signal, tell });
    const hooks = new SandwichHooks(loaded.runner, journal, (event) => {
      if (event.type === "hook") tell(event);
    });
    for (const text of loaded.complaints) tell({ type: "message", text });
    let ended = false;
    try {
      return await work({
        call: async (hook, info, state) => void (await hooks.call(hook, hook, info, {}, state)),
        end: async () => {
          ended = true;
          await hooks.end(loaded.close);
        },
        errors: hooks.errors,
      });
    } finally {
      const left = await loaded.close();
      for (const { file, log, detail } of ended ? [] : left)
        for (const text of [...log, detail].filter((line) => line !== ""))
          tell({ type: "message", text: `${path.basename(file) || "hooks"}, after its call: ${text}` });
      await loaded.release();
    }
  });
}

/** What runs hook files takes longer to load than all that archives: it is left alone where there are none. */
async function loadHooks(folders: readonly HookFolder[], around: LoadSurroundings): Promise<LoadedArchiveHooks> {
  const { files, warnings } = findHookFiles(folders, hookFileEndings);
  if (files.length > 0 || debugWish(process.env, () => {}) !== undefined)
    return (await import("./load-archive-hooks.ts")).loadArchiveHooks(folders, around);
  const runner = createDispatcher([]);
  return { runner, complaints: warnings, close: () => runner.close(), release: async () => {} };
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
