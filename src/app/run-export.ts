import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Journal } from "../catalogue/journal.ts";
import { CressetError } from "../errors.ts";
import type { AssetOutcome, ExportEvent, ExportOutcome } from "../export/export-outcome.ts";
import type { ExportRequest } from "../export/export-request.ts";
import { type AskAboutOverwrite, OverwritePolicy } from "../export/overwrite.ts";
import { FilesInUse } from "../export/files-in-use.ts";
import { planSequence } from "../export/plan.ts";
import type { LoadedPreset, PlannedSequence } from "../export/planned-asset.ts";
import { loadPreset } from "../export/preset-store.ts";
import { runSandwich } from "../export/sandwich.ts";
import { snapshotPreset, withOverlay } from "../export/snapshot-preset.ts";
import { namedRange } from "../export/snapshot-range.ts";
import { writeFileWhole } from "../export/write-file.ts";
import type { Prober } from "../media/probe.ts";
import { createRenderer } from "../media/renderer.ts";
import { flameBackend } from "./flame-backend.ts";
import type { FlameSurroundings, NestedHooks } from "./flame/flame-surroundings.ts";
import { gatherSources, type GatheredSequence } from "./gather-sources.ts";
import { hookApiBackend } from "./hook-api-backend.ts";
import { markedRange } from "./marked-range.ts";
import { requestTokens } from "./request-tokens.ts";
import { spellWritten, writtenTiming } from "./spell-written.ts";
import { startHooks } from "./start-hooks.ts";
import type { WarmParts } from "./warm-parts.ts";

export interface RunExportOptions {
  readonly request: ExportRequest;
  readonly journal: Journal;
  /** Its process may have been started ahead; it is ended with the export. */
  readonly prober: Prober;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly tell: (event: ExportEvent) => void;
  /** Asks a person about a file that exists; nothing where nobody is there. */
  readonly ask?: AskAboutOverwrite | undefined;
  /** What Python hooks reach through the flame module, beside what the request says. */
  readonly flame: FlameParts;
  /** For an export that a script started: hooks that live in its interpreter. */
  readonly nested?: NestedHooks | undefined;
  /** `python` of the config. */
  readonly python: string | undefined;
  /** In a process that serves: what is ready already, and stays when the run ends. */
  readonly warm?: WarmParts | undefined;
}

export type FlameParts = Pick<
  FlameSurroundings,
  "catalogue" | "project" | "home" | "answers" | "depth" | "exportNested" | "exportDetached"
>;

/**
 * Runs one export from its request: opens cuts, finds media, loads hooks and presets, then the sandwich. Whatever it started
 * is ended when it returns, and the journal knows how it went.
 * @throws CressetError for everything that stops the export before its first frame.
 */
export async function runExport(options: RunExportOptions): Promise<ExportOutcome> {
  const { request, journal, prober, dryRun, signal, warm } = options;
  const renderer = warm?.renderer ?? createRenderer();
  const assets = new Map<string, AssetOutcome>();
  const tell = (event: ExportEvent) => {
    if (event.type === "asset") assets.set(event.outcome.id, event.outcome);
    options.tell(event);
  };
  const inUse = new FilesInUse();
  inUse.reads([...request.sources, ...request.subtitleFiles].map((file) => ({ path: file })));
  const api = hookApiBackend({
    run: { id: journal.id, dryRun, startedAt: new Date().toISOString(), profile: request.profile ?? "" },
    signal,
    prober,
    presetFolders: request.presetFolders,
    assets,
    inUse,
    mediaFolders: request.mediaFolders,
    catalogue: options.flame.catalogue,
    project: options.flame.project,
  });
  const flame = flameBackend({
    ...options.flame,
    prober,
    spelled: (file) => spellWritten(file, assets),
    timing: (file) => writtenTiming(file, assets),
    mediaFolders: request.mediaFolders,
    user: request.user,
    presetFolders: request.presetFolders,
    tell,
    inherited: inheritedBy(request),
    rescan: async () => void (await (await starting).rescan()),
  });
  const start = (userData: "given" | "copy") =>
    (warm?.hooks.start ?? startHooks)(
      request,
      { api, flame, nested: options.nested, python: options.python, tell },
      userData,
    );
  // Hook files load while sources are opened: both take a while, and neither needs the other.
  let scratch: Promise<string> | undefined;
  const starting = start("given");
  tell({ type: "started", runId: journal.id, resumed: journal.resumed });
  const endHooks = async () => {
    // What scripts started in the background still calls their hooks.
    await flame.settled();
    // Why hooks could not be loaded was thrown already; here it is only about ending what was started.
    return (await (await starting.catch(() => undefined))?.close()) ?? [];
  };
  let ended = false;
  try {
    const [runner, gathered] = await Promise.all([
      starting,
      warm?.gathered(request) ?? gatherSources(request, { prober, catalogue: options.flame.catalogue, signal }),
    ]);
    for (const { conformed } of gathered) inUse.reads([...conformed.links.values()].map(({ media }) => media));
    for (const { path: file, error } of runner.loaded.files)
      if (error !== "") tell({ type: "message", text: `The hook file ${file} could not be loaded: ${error}` });
    for (const text of runner.loaded.warnings) tell({ type: "message", text });
    if (request.userData !== undefined && journal.userData === undefined) await runner.setUserData(request.userData);
    // Whoever looked into the sources renders them: one process less to start and to hold in memory.
    if (!dryRun) renderer.warm(warm === undefined ? prober.handOver() : undefined);
    const sandwich = () =>
      runSandwich({
        request,
        journal,
        runner,
        endHooks: () => {
          ended = true;
          return endHooks();
        },
        startPostRunner: async (userData) => {
          const own = await start("copy");
          await own.setUserData(userData);
          return own;
        },
        loadPresets: async (asked) => {
          const presets = await loadPresets(asked);
          inUse.reads(presets);
          return presets;
        },
        decided: (paths) => inUse.writes(paths),
        plan: async (asked, presets) => plan(asked, presets, gathered),
        render: (job, on) => renderer.render(job, on),
        write: writeFileWhole,
        overwrite: new OverwritePolicy(request.overwrite, options.ask),
        dryRun,
        signal,
        scratchFolder: () => {
          scratch ??= mkdtemp(path.join(tmpdir(), "cresset-"));
          return scratch;
        },
        tell,
      });
    // The steps of a snapshot reach the disk together with its file: somebody waits for them.
    const run = async () => {
      const outcome = await sandwich();
      await journal.finish(outcome.status, summaryOf(outcome));
      return outcome;
    };
    return await (request.isSnapshot ? journal.group(run) : run());
  } catch (error) {
    const cancelled = signal.aborted || (error instanceof CressetError && error.code === "cancelled");
    const message = error instanceof Error ? error.message : String(error);
    await journal.finish(cancelled ? "cancelled" : "failed", { message });
    if (cancelled && !(error instanceof CressetError))
      throw new CressetError("cancelled", "The export was cancelled.", { cause: error });
    throw error;
  } finally {
    const left = await endHooks();
    for (const { file, log, detail } of ended ? [] : left)
      for (const text of [...log, detail].filter((line) => line !== ""))
        tell({ type: "message", text: `${file === "" ? "hooks" : path.basename(file)}, after its call: ${text}` });
    await Promise.all([api.close(), renderer.close(), prober.close(), journal.close()]);
    if (scratch !== undefined) await rm(await scratch, { recursive: true, force: true });
  }
}

/** What an export that a script starts takes over from the one that it runs in. */
const inheritedBy = (request: ExportRequest) => ({
  mediaFolders: request.mediaFolders,
  presetFolders: request.presetFolders,
  hookFolders: request.hookFolders,
  storageRoots: request.storageRoots,
  strictHooks: request.strictHooks,
  allowMissing: request.allowMissing,
  overwrite: request.overwrite,
  user: request.user,
  ...(request.hookTimeLimitSeconds === undefined ? {} : { hookTimeLimitSeconds: request.hookTimeLimitSeconds }),
});

async function loadPresets(request: ExportRequest): Promise<readonly LoadedPreset[]> {
  const { presets, presetFolders, lut, overlay, isSnapshot } = request;
  if (presets.length === 0)
    throw new CressetError("usage", "No preset was named. Give one with --preset; `cresset presets list` shows them.");
  const settings = lut === undefined ? undefined : { video: { lut } };
  const loaded = await Promise.all(presets.map((preset) => loadPreset(preset, presetFolders, settings)));
  const drawn = overlay ? loaded.map(withOverlay) : loaded;
  return isSnapshot ? drawn.map(snapshotPreset) : drawn;
}

/** @throws CressetError `unsupported` for any warning, where the request is strict. */
function plan(
  request: ExportRequest,
  presets: readonly LoadedPreset[],
  gathered: readonly GatheredSequence[],
): readonly PlannedSequence[] {
  const tokens = requestTokens(request);
  const wantsSubtitles = request.includeSubtitles || request.subtitleFiles.length > 0;
  const planned = gathered.map(({ key, sequence, conformed, marks, thumbnailFrame }, index) =>
    planSequence({
      index,
      key,
      sequence,
      conformed,
      presets,
      namePattern: request.namePattern,
      handles: request.handles,
      useTopVideoTrack: request.useTopVideoTrack,
      range:
        request.frameRange === undefined
          ? markedRange(request, sequence, marks)
          : namedRange(request.frameRange, sequence),
      thumbnailFrame,
      isSnapshot: request.isSnapshot,
      subtitles: wantsSubtitles
        ? { asFiles: request.exportSubtitlesAsFiles, all: request.exportAllSubtitles }
        : undefined,
      tokens,
    }),
  );
  const warnings = planned.flatMap((sequence) => sequence.warnings);
  const [first] = warnings;
  if (request.strict && first !== undefined)
    throw new CressetError(
      "unsupported",
      `--strict was given, and ${warnings.length === 1 ? "there is a warning" : `there are ${warnings.length} warnings`}. Nothing was written. The first: ${first.message} (${first.place})`,
      { detail: warnings.map(({ message, place }) => `${place}: ${message}`).join("\n") },
    );
  return planned;
}

/** What `cresset runs list` shows of a run. */
function summaryOf({ sequences, aborts, hookErrors }: ExportOutcome) {
  const assets = sequences.flatMap((sequence) => sequence.assets);
  const count = (status: AssetOutcome["status"]) => assets.filter((asset) => asset.status === status).length;
  return {
    sequences: sequences.map(({ name, status }) => ({ name, status })),
    written: count("written"),
    skipped: count("skipped"),
    aborted: count("aborted"),
    failed: count("failed"),
    bytes: assets.reduce((sum, { files }) => sum + files.reduce((bytes, file) => bytes + file.bytes, 0), 0),
    aborts: aborts.map(({ what, message }) => ({ what, message })),
    hookErrors,
  };
}
