import { userInfo } from "node:os";
import path from "node:path";
import { cressetHome, storeFile } from "../catalogue/home.ts";
import type { Journal } from "../catalogue/journal.ts";
import { memoryJournal } from "../catalogue/memory-journal.ts";
import { type Config, readConfig } from "../config.ts";
import { CressetError } from "../errors.ts";
import type { Prober } from "../media/probe.ts";
import type { ExportOutcome } from "../export/export-outcome.ts";
import { type ExportRequest, exportRequestSchema } from "../export/export-request.ts";
import { completeRequest, person } from "./complete-request.ts";
import type { Archives } from "./archives.ts";
import { houseArchives } from "./house-archives.ts";
import type { ExportHandlers } from "./export-handlers.ts";
import type { ExportWish } from "./export-wish.ts";
import type { NestedHooks } from "./flame/flame-surroundings.ts";
import { type LazyCatalogue, lazyCatalogue } from "./lazy-catalogue.ts";
import type { Catalogue, Project } from "../catalogue/catalogue.ts";
import { currentProject, type ProjectChoice, projectToWrite } from "./current-project.ts";
import type { HookFilesChoice } from "./hook-files.ts";
import type { LoadedHookRunner } from "../hooks/create-hook-runner.ts";
import type { ScriptSurroundings } from "./run-script.ts";
import type { ImportOutcome, ImportWish } from "./import-clips.ts";
import { resolveSources } from "./resolve-sources.ts";
import type { FlameParts } from "./run-export.ts";
import { startDetached } from "./start-detached.ts";
import { awaitDecision } from "./await-decision.ts";
import { type SnapshotWish, snapshotExport } from "./snapshot-wish.ts";
import type { Viewer } from "./viewer.ts";
import type { WarmParts } from "./warm-parts.ts";

export interface CressetOptions {
  /** Folder that relative paths and the config file are looked up from. */
  readonly folder?: string;
  readonly configFile?: string;
  /** Name or id of the project to work in; see `current-project.ts` for the one that is taken without it. */
  readonly project?: string;
  /** Where Cresset keeps its own data; see `catalogue/home.ts`. */
  readonly home?: string;
  readonly limits?: CressetLimits | undefined;
}

/** What is asked for by others than the one who runs the program reaches this far. */
export interface CressetLimits {
  /** Folders, absolute, in which media may lie that is not in the catalogue, whatever a cut or an OpenClip names. */
  readonly mediaRoots: readonly string[];
  /** Folders of hook files, and files that name them, absolute: nothing is exported there. */
  readonly codePlaces: readonly string[];
}

export type { ExportHandlers, ExportWish };

/** Cresset as a library: what the command line does, for programs. */
export interface Cresset {
  readonly config: Config;
  /** Where relative paths start, absolute. */
  readonly folder: string;
  readonly storeFile: string;
  readonly limits: CressetLimits | undefined;
  /** The same within limits. */
  limitedTo(limits: CressetLimits): Cresset;
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
  /**
   * Imports media and cuts as clips and sequences of the catalogue, into the current project. What cannot be read is listed
   * in the outcome.
   * @throws CressetError `bad-input` when nothing could be imported.
   */
  importClips(wish: ImportWish, options?: { readonly signal?: AbortSignal }): Promise<ImportOutcome>;
  /**
   * Looks at clips for a process that serves, and takes snapshots of the frame that is shown faster than `snapshot` can.
   * Whoever opens it closes it.
   */
  viewer(): Promise<Viewer>;
  /**
   * Runs a Python script with the flame module, on this terminal, outside of any hook.
   * @returns its exit code. @throws CressetError `not-found` when there is no Python.
   */
  runScript(
    script: { readonly file: string; readonly args: readonly string[] },
    handlers?: ExportHandlers,
  ): Promise<number>;
  /** Loads hook files outside of an export, for as long as `work` takes: to list them, or to call one alone. */
  withHookFiles<T>(files: HookFilesChoice, work: (runner: LoadedHookRunner) => Promise<T>): Promise<T>;
  /** Archives of entries, files and folders. */
  readonly archive: Archives;
  /** Goes on with a run that was killed, cancelled or failed; what it finished is not done again. */
  resume(runId: string, handlers?: Omit<ExportHandlers, "dryRun">): Promise<ExportOutcome>;
}

/** Opens Cresset with the config of a folder. Nothing is started and nothing written before it is asked for something. */
export function openCresset(options: CressetOptions = {}): Cresset {
  const { folder = process.cwd(), configFile, project, home = cressetHome(), limits } = options;
  const mediaRoots = limits?.mediaRoots;
  const config = readConfig(folder, configFile);
  const choice = currentProject({ named: project, config, folder: path.resolve(folder) });
  const file = storeFile(home);
  const openHistory = async () => (await import("../catalogue/run-store.ts")).openRunStore(file);
  const request = (wish: ExportWish) =>
    completeRequest(
      limits === undefined ? wish : { ...wish, mediaRoots: [...limits.mediaRoots], codePlaces: [...limits.codePlaces] },
      config,
      folder,
      choice,
      home,
    );
  /** Paths into the catalogue become ids: a run that is resumed finds its clips wherever they were moved to. */
  const resolvedRequest = async (wish: ExportWish, kept?: LazyCatalogue): Promise<ExportRequest> => {
    const catalogue = kept ?? lazyCatalogue(file);
    try {
      const places = { folder, storeFile: file, project: choice, catalogue: catalogue.open };
      return request({ ...wish, sources: await resolveSources(wish.sources, places) });
    } finally {
      if (kept === undefined) await catalogue.close();
    }
  };
  /** What scripts reach of this Cresset through the flame module. */
  const flameParts = (
    project: ExportRequest["project"],
    catalogue: LazyCatalogue,
    handlers: ExportHandlers,
    depth: number,
  ): FlameParts => ({
    catalogue: catalogue.open,
    project: async () => projectOfRun(await catalogue.open(), project, choice),
    home,
    answers: handlers.answers,
    depth,
    exportNested: ({ wish, hooks, tell, signal }) => exportNow(wish, { ...handlers, tell, signal }, hooks),
    exportDetached: async (wish) =>
      handlers.dryRun === true ? (await exportNow(wish, handlers)).runId : exportInBackground(wish, awaitDecision),
  });
  /** For what is run outside of exports. */
  const aside = async <T>(handlers: ExportHandlers, work: (parts: ScriptSurroundings) => Promise<T>): Promise<T> => {
    const { signal = new AbortController().signal, tell = ignore } = handlers;
    const catalogue = lazyCatalogue(file);
    const project = { name: choice.name, nickname: choice.nickname ?? choice.name };
    const flame = flameParts(project, catalogue, handlers, 0);
    try {
      return await work({ config, user: person(config.user, userInfo().username), flame, tell, signal });
    } finally {
      await catalogue.close();
    }
  };
  const runAsked = async (
    asked: ExportRequest,
    journal: Journal,
    handlers: ExportHandlers & { readonly prober?: Prober },
    nested?: NestedHooks,
    warm?: WarmParts,
  ): Promise<ExportOutcome> => {
    const { dryRun = false, signal = new AbortController().signal, tell = ignore, ask } = handlers;
    const prober = warm?.prober ?? handlers.prober ?? (await startProber());
    const catalogue = warm?.catalogue ?? lazyCatalogue(file);
    const flame = flameParts(asked.project, catalogue, handlers, asked.depth);
    try {
      const { python } = config;
      const { runExport } = await import("./run-export.ts");
      return await runExport({
        request: asked,
        journal,
        prober,
        dryRun,
        signal,
        tell,
        ask,
        flame,
        nested,
        python,
        warm,
      });
    } finally {
      await catalogue.close();
    }
  };
  const exportNow = async (
    wish: ExportWish,
    handlers: ExportHandlers = {},
    nested?: NestedHooks,
  ): Promise<ExportOutcome> => {
    // The process that looks into media gets ready while sources are looked up and the run is recorded.
    const prober = await startProber();
    try {
      const asked = await resolvedRequest(wish);
      if (handlers.dryRun === true) return await runAsked(asked, memoryJournal(asked), { ...handlers, prober }, nested);
      const store = await openHistory();
      try {
        const journal = await store.begin({ kind: "export", request: asked });
        return await runAsked(asked, journal, { ...handlers, prober }, nested);
      } finally {
        await store.close();
      }
    } finally {
      await prober.close();
    }
  };
  const exportInBackground = async (wish: ExportWish, wait?: typeof awaitDecision): Promise<string> => {
    const asked = await resolvedRequest({ ...wish, isBackground: true });
    const store = await openHistory();
    try {
      const journal = await store.begin({ kind: "export", request: asked });
      await journal.close();
      const isOver = startDetached(journal.id, folder, home);
      await wait?.(store, journal.id, isOver);
      return journal.id;
    } finally {
      await store.close();
    }
  };
  return {
    config,
    storeFile: file,
    folder,
    limits,
    limitedTo: (narrower) => openCresset({ ...options, limits: narrower }),
    currentProject: choice,
    catalogue: async () => (await import("../catalogue/open-catalogue.ts")).openCatalogue(file),
    request,
    export: (wish, handlers) => exportNow(wish, handlers),
    snapshot: (wish, handlers) => exportNow(snapshotExport(wish, config, folder), handlers),
    async viewer() {
      const { openViewer } = await import("./viewer.ts");
      return openViewer({
        snapshotWish: (wish) => snapshotExport(wish, config, folder),
        request: resolvedRequest,
        run: (asked, journal, handlers, warm) => runAsked(asked, journal, handlers, undefined, warm),
        openHistory,
        catalogue: lazyCatalogue(file),
      });
    },
    exportInBackground: (wish) => exportInBackground(wish),
    runScript: (script, handlers = {}) =>
      aside(handlers, async (parts) => (await import("./run-script.ts")).runScript({ folder, ...script }, parts)),
    withHookFiles: (files, work) =>
      aside({}, async (parts) => (await import("./hook-files.ts")).withHookFiles(files, config, work, parts)),
    async importClips(wish, { signal } = {}) {
      const { importIntoStore } = await import("./import-clips.ts");
      return importIntoStore(wish, { storeFile: file, choice, folder, mediaFolders: config.media, signal, mediaRoots });
    },
    archive: houseArchives({ config, folder, home, storeFile: file, choice, mediaRoots, openHistory, aside }),
    async resume(runId, handlers = {}) {
      const store = await openHistory();
      try {
        const run = await store.run(runId);
        if (run.kind === "archive")
          throw new CressetError(
            "usage",
            `Run ${run.id} works with an archive. What was added goes on with: cresset archive add ARCHIVE --resume`,
          );
        const journal = await store.resume(runId);
        const asked = exportRequestSchema.safeParse(journal.request);
        if (!asked.success)
          throw new CressetError(
            "bad-input",
            `Run ${runId} was recorded by another version of Cresset and cannot be resumed.`,
          );
        return await runAsked(asked.data, journal, { ...handlers, dryRun: false });
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
async function startProber(): Promise<Prober> {
  const ready = await import("./ready-prober.ts");
  return ready.startProber();
}

/** The project of a run, made when it is missing, unless a person named it. */
function projectOfRun(
  catalogue: Catalogue,
  project: ExportRequest["project"],
  choice: ProjectChoice,
): Promise<Project> {
  return project.name === choice.name ? projectToWrite(catalogue, choice) : catalogue.ensureProject(project);
}
