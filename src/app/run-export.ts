import { mkdtemp, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import type { Journal } from "../catalogue/journal.ts";
import { CressetError } from "../errors.ts";
import { dateTokens } from "../export/date-tokens.ts";
import type { AssetOutcome, ExportEvent, ExportOutcome } from "../export/export-outcome.ts";
import type { ExportRequest } from "../export/export-request.ts";
import { type OverwriteAnswer, OverwritePolicy } from "../export/overwrite.ts";
import { planSequence } from "../export/plan.ts";
import type { LoadedPreset, PlannedSequence } from "../export/planned-asset.ts";
import { loadPreset } from "../export/preset-store.ts";
import { runSandwich } from "../export/sandwich.ts";
import { snapshotPreset, withOverlay } from "../export/snapshot-preset.ts";
import { namedRange } from "../export/snapshot-range.ts";
import { writeFileWhole } from "../export/write-file.ts";
import { createHookRunner } from "../hooks/create-hook-runner.ts";
import type { Prober } from "../media/probe.ts";
import { createRenderer } from "../media/renderer.ts";
import { gatherSources, type GatheredSequence } from "./gather-sources.ts";
import { hookApiBackend } from "./hook-api-backend.ts";
import { markedRange } from "./marked-range.ts";
import { version } from "./version.ts";

export interface RunExportOptions {
  readonly request: ExportRequest;
  readonly journal: Journal;
  /** Its process may have been started ahead; it is ended with the export. */
  readonly prober: Prober;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly tell: (event: ExportEvent) => void;
  /** Asks a person about a file that exists; nothing where nobody is there. */
  readonly ask?: ((path: string) => Promise<OverwriteAnswer>) | undefined;
}

/**
 * Runs one export from its request: opens cuts, finds media, loads hooks and presets, then the sandwich. Whatever it started
 * is ended when it returns, and the journal knows how it went.
 * @throws CressetError for everything that stops the export before its first frame.
 */
export async function runExport(options: RunExportOptions): Promise<ExportOutcome> {
  const { request, journal, prober, dryRun, signal } = options;
  const renderer = createRenderer();
  const assets = new Map<string, AssetOutcome>();
  const tell = (event: ExportEvent) => {
    if (event.type === "asset") assets.set(event.outcome.id, event.outcome);
    options.tell(event);
  };
  const api = hookApiBackend({
    run: { id: journal.id, dryRun, startedAt: new Date().toISOString(), profile: request.profile ?? "" },
    signal,
    prober,
    presetFolders: request.presetFolders,
    assets,
  });
  const startHooks = () =>
    createHookRunner({
      folders: [
        ...request.hookFolders.map((folder) => ({ path: folder })),
        ...request.optionalHookFolders.map((folder) => ({ path: folder, optional: true })),
      ],
      api,
      strict: request.strictHooks,
      env: process.env,
      ...(request.hookTimeLimitSeconds === undefined ? {} : { timeLimitMs: request.hookTimeLimitSeconds * 1000 }),
    });
  // Hook files load while sources are opened: both take a while, and neither needs the other.
  const scratchFolder = await mkdtemp(path.join(tmpdir(), "cresset-"));
  const starting = startHooks();
  tell({ type: "started", runId: journal.id, resumed: journal.resumed });
  try {
    const [runner, gathered] = await Promise.all([starting, gatherSources(request, prober, signal)]);
    for (const { path: file, error } of runner.loaded.files)
      if (error !== "") tell({ type: "message", text: `The hook file ${file} could not be loaded: ${error}` });
    for (const text of runner.loaded.warnings) tell({ type: "message", text });
    if (!dryRun) renderer.warm();
    const outcome = await runSandwich({
      request,
      journal,
      runner,
      startPostRunner: async (userData) => {
        const own = await startHooks();
        await own.setUserData(userData);
        return own;
      },
      loadPresets: (asked) => loadPresets(asked),
      plan: async (asked, presets) => plan(asked, presets, gathered),
      render: (job, on) => renderer.render(job, on),
      write: writeFileWhole,
      overwrite: new OverwritePolicy(request.overwrite, options.ask),
      dryRun,
      signal,
      scratchFolder,
      tell,
    });
    await journal.finish(outcome.status, summaryOf(outcome));
    return outcome;
  } catch (error) {
    const cancelled = signal.aborted || (error instanceof CressetError && error.code === "cancelled");
    const message = error instanceof Error ? error.message : String(error);
    await journal.finish(cancelled ? "cancelled" : "failed", { message });
    if (cancelled && !(error instanceof CressetError))
      throw new CressetError("cancelled", "The export was cancelled.", { cause: error });
    throw error;
  } finally {
    const runner = await starting.catch(() => undefined);
    for (const { file, log, detail } of (await runner?.close()) ?? [])
      for (const text of [...log, detail].filter((line) => line !== ""))
        tell({ type: "message", text: `${file === "" ? "hooks" : path.basename(file)}, after its call: ${text}` });
    await Promise.all([api.close(), renderer.close(), prober.close(), journal.close()]);
    await rm(scratchFolder, { recursive: true, force: true });
  }
}

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
  const tokens = {
    ...dateTokens(new Date(request.requestedAt)),
    workstation: hostname(),
    user: request.user.name,
    "user nickname": request.user.nickname,
    project: request.project.name,
    "project nickname": request.project.nickname,
    application: "Cresset",
    "application version": version,
  };
  const wantsSubtitles = request.includeSubtitles || request.subtitleFiles.length > 0;
  const planned = gathered.map(({ key, sequence, conformed }, index) =>
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
        request.frameRange === undefined ? markedRange(request, sequence) : namedRange(request.frameRange, sequence),
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
