import { spawn } from "node:child_process";
import { userInfo } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cressetHome, storeFile } from "../catalogue/home.ts";
import { memoryJournal } from "../catalogue/memory-journal.ts";
import { type Config, readConfig } from "../config.ts";
import { CressetError } from "../errors.ts";
import type { ExportEvent, ExportOutcome } from "../export/export-outcome.ts";
import { type ExportRequest, type ExportRequestInput, exportRequestSchema } from "../export/export-request.ts";
import type { OverwriteAnswer } from "../export/overwrite.ts";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { optionalHookFolders } from "../hooks/hook-folders.ts";
import { currentProject, type ProjectChoice } from "./current-project.ts";
import type { RunExportOptions } from "./run-export.ts";
import { type SnapshotWish, snapshotExport } from "./snapshot-wish.ts";

export interface CressetOptions {
  /** Folder that relative paths and the config file are looked up from. */
  readonly folder?: string;
  readonly configFile?: string;
  /** Name or id of the project to work in; see `current-project.ts` for the one that is taken without it. */
  readonly project?: string;
  /** Where Cresset keeps its own data; see `catalogue/home.ts`. */
  readonly home?: string;
}

/** What an export is asked for, in the least words: the config and defaults fill in the rest. */
export type ExportWish = Pick<ExportRequestInput, "sources" | "destinationPath"> & Partial<ExportRequestInput>;

export interface ExportHandlers {
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly tell?: (event: ExportEvent) => void;
  readonly ask?: (path: string) => Promise<OverwriteAnswer>;
}

/** Cresset as a library: what the command line does, for programs. */
export interface Cresset {
  readonly config: Config;
  readonly storeFile: string;
  /** The project that is worked in: `projectToRead` and `projectToWrite` look it up in the catalogue. */
  readonly currentProject: ProjectChoice;
  /** Opens the catalogue of projects, reels and clips. Whoever opens it closes it. */
  catalogue(): Promise<Catalogue>;
  /** The whole request that a wish becomes. @throws CressetError `usage` for wrong values. */
  request(wish: ExportWish): ExportRequest;
  /** Runs an export to its end. @throws CressetError when it cannot start. */
  export(wish: ExportWish, handlers?: ExportHandlers): Promise<ExportOutcome>;
  /** Records an export and starts it in a process of its own. @returns the run's id. */
  exportInBackground(wish: ExportWish): Promise<string>;
  /**
   * Takes one frame or a short clip out of a clip or sequence, as the config's `snapshot` says. It is an export like any
   * other, whose hooks are told that it is a snapshot.
   * @throws CressetError when it cannot start: a frame outside, several sequences to choose from, a file that exists.
   */
  snapshot(wish: SnapshotWish, handlers?: ExportHandlers): Promise<ExportOutcome>;
  /** Goes on with a run that was killed, cancelled or failed; what it finished is not done again. */
  resume(runId: string, handlers?: Omit<ExportHandlers, "dryRun">): Promise<ExportOutcome>;
}

/** Opens Cresset with the config of a folder. Nothing is started and nothing written before it is asked for something. */
export function openCresset({
  folder = process.cwd(),
  configFile,
  project,
  home = cressetHome(),
}: CressetOptions = {}): Cresset {
  const config = readConfig(folder, configFile);
  const choice = currentProject({ named: project, config, folder: path.resolve(folder) });
  const file = storeFile(home);
  const openHistory = async () => (await import("../catalogue/run-store.ts")).openRunStore(file);
  const request = (wish: ExportWish) => completeRequest(wish, config, folder, choice, home);
  const exportNow = async (
    wish: ExportWish,
    { dryRun = false, signal = new AbortController().signal, tell = ignore, ask }: ExportHandlers = {},
  ): Promise<ExportOutcome> => {
    const asked = request(wish);
    if (dryRun) return runExport({ request: asked, journal: memoryJournal(asked), dryRun, signal, tell, ask });
    const store = await openHistory();
    try {
      const journal = await store.begin({ kind: "export", request: asked });
      return await runExport({ request: asked, journal, dryRun, signal, tell, ask });
    } finally {
      await store.close();
    }
  };
  return {
    config,
    storeFile: file,
    currentProject: choice,
    catalogue: async () => (await import("../catalogue/open-catalogue.ts")).openCatalogue(file),
    request,
    export: exportNow,
    snapshot: (wish, handlers) => exportNow(snapshotExport(wish, config, folder), handlers),
    async exportInBackground(wish) {
      const asked = request({ ...wish, isBackground: true });
      const store = await openHistory();
      try {
        const journal = await store.begin({ kind: "export", request: asked });
        await journal.close();
        startDetached(journal.id, folder, home);
        return journal.id;
      } finally {
        await store.close();
      }
    },
    async resume(runId, { signal = new AbortController().signal, tell = ignore, ask } = {}) {
      const store = await openHistory();
      try {
        const journal = await store.resume(runId);
        const asked = exportRequestSchema.safeParse(journal.request);
        if (!asked.success)
          throw new CressetError(
            "bad-input",
            `Run ${runId} was recorded by another version of Cresset and cannot be resumed.`,
          );
        return await runExport({ request: asked.data, journal, dryRun: false, signal, tell, ask });
      } finally {
        await store.close();
      }
    },
  };
}

const ignore = () => {};

/**
 * The engine is loaded when an export starts, so that importing Cresset costs a hook file or a script nothing. The process
 * that looks into media starts first: it gets ready while the rest is loaded.
 */
async function runExport(options: Omit<RunExportOptions, "prober">): Promise<ExportOutcome> {
  const { createProber } = await import("../media/probe.ts");
  const prober = createProber();
  prober.warm();
  return (await import("./run-export.ts")).runExport({ ...options, prober });
}

function completeRequest(
  wish: ExportWish,
  config: Config,
  folder: string,
  current: ProjectChoice,
  home: string,
): ExportRequest {
  const absolute = (list: readonly string[] | undefined) => (list ?? []).map((entry) => path.resolve(folder, entry));
  const user = person(config.user, userInfo().username);
  const project = { name: current.name, nickname: current.nickname ?? current.name };
  const timeLimit = wish.hookTimeLimitSeconds ?? config.hookTimeLimitSeconds;
  if (wish.namePattern !== undefined && /^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)/.test(wish.namePattern))
    throw new CressetError(
      "usage",
      `The name pattern "${wish.namePattern}" leads out of the destination: name patterns are relative to it. Say where to with the destination (--to).`,
    );
  const parsed = exportRequestSchema.safeParse({
    user,
    project,
    presets: [],
    requestedAt: new Date().toISOString(),
    ...wish,
    sources: absolute(wish.sources),
    destinationPath: wish.destinationPath === "" ? "" : path.resolve(folder, wish.destinationPath),
    mediaFolders: [...absolute(wish.mediaFolders), ...config.media],
    presetFolders: [...absolute(wish.presetFolders), ...config.presets],
    hookFolders: [...absolute(wish.hookFolders), ...config.hooks],
    optionalHookFolders: absolute(optionalHookFolders({ home, configFile: config.file, env: process.env })),
    storageRoots: [...absolute(wish.storageRoots), ...config.storageRoots],
    subtitleFiles: absolute(wish.subtitleFiles),
    overwrite: wish.overwrite ?? config.overwrite ?? "ask",
    ...(timeLimit === undefined ? {} : { hookTimeLimitSeconds: timeLimit }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CressetError(
    "usage",
    `The export request is wrong at "${issue?.path.join(".") ?? ""}": ${issue?.message ?? ""}`,
  );
}

function person({ name, nickname }: Config["user"], fallback: string) {
  const known = name ?? fallback;
  return { name: known, nickname: nickname ?? known };
}

/** A process that outlives this one and takes the recorded run up. */
function startDetached(runId: string, folder: string, home: string): void {
  const main = fileURLToPath(new URL(`../cli/main${path.extname(import.meta.url)}`, import.meta.url));
  const child = spawn(process.execPath, [main, "runs", "resume", runId, "--no-input"], {
    cwd: folder,
    detached: true,
    stdio: "ignore",
    env: { ...process.env, CRESSET_HOME: home },
  });
  child.unref();
}
