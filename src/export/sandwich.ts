import { refuseFullDisk } from "./steps/capacity.ts";
import { startFromProfile } from "./steps/custom-profile.ts";
import { decideAll, type DecidedSequence, sequenceInfo } from "./steps/decide-all.ts";
import type { ExportOutcome } from "./export-outcome.ts";
import { finishedOutcome, plannedOutcome, stoppedOutcome } from "./steps/export-result.ts";
import { failureState } from "./steps/failure-state.ts";
import { finishAssets } from "./steps/finish-assets.ts";
import { pathKey } from "./naming/path-key.ts";
import type { PlannedSequence } from "./planned-asset.ts";
import { refuseUnheldRates } from "./steps/refuse-rates.ts";
import { SandwichHooks } from "./sandwich-hooks.ts";
import type { SandwichOptions, SandwichRun } from "./sandwich-run.ts";

/**
 * One export from its first hook to its last, in the order of the contract:
 *
 *     preCustomExport        only when a custom profile starts it
 *     preExport              once; may abort everything
 *       preExportSequence    for each sequence; may abort it, the others go on
 *         preExportAsset     for each of its assets; may rename or abort it
 *     … paths are held against each other and the disk; exportOverwriteFile and people are asked …
 *         (the file)         rendered, verified, put in place
 *         postExportAsset    as soon as that file is finished
 *       postExportSequence   when all assets of the sequence are done
 *     postExport             once, when everything is finished
 *     postCustomExport       after that, only for a custom profile
 *
 * All pre hooks have decided before the first frame is rendered. Every call, decision and render is a step of the journal.
 * @throws CressetError when the export cannot start: two assets on one path, files nobody may overwrite, a full disk,
 * a rate that a container does not hold.
 */
export async function runSandwich(options: SandwichOptions): Promise<ExportOutcome> {
  const hooks = new SandwichHooks(options.runner, options.journal, options.tell, options.signal);
  const end = () => hooks.end(options.endHooks ?? (() => options.runner.close()));
  const stop = async () => {
    await end();
    return stoppedOutcome(options, hooks);
  };
  const { aborted, request } = await startFromProfile(options, hooks);
  if (aborted) return stop();

  const presets = await options.loadPresets(request);
  options.signal.throwIfAborted();
  const { destinationHost, destinationPath } = request;
  const exportInfo = { destinationHost, destinationPath, presetPath: presets[0]?.path ?? "" };
  const pre = await hooks.call("preExport", "export", { ...exportInfo, abort: false, abortMessage: "" }, {});
  if (pre.aborted) return stop();

  const useBackburner = await asksForPostJobs({ ...options, request }, hooks);
  const sequences = await options.plan(request, presets);
  const run: SandwichRun = { ...options, request, hooks, sequences, useBackburner };
  announce(run, sequences);

  const decided = await decideAll(run);
  run.decided?.(written(decided).map((asset) => asset.path));
  refuseUnheldRates(decided);
  refuseFullDisk(run, decided);
  if (run.dryRun) {
    await end();
    return plannedOutcome(run, decided);
  }
  await run.journal.claim(placesOf(decided));

  const finished = await finishAssets(run, decided, ({ planned }, state) =>
    hooks.call(
      "postExportSequence",
      planned.sequence.name,
      sequenceInfo(run, planned),
      { sequence: planned.key },
      state,
    ),
  );

  if (!run.signal.aborted) {
    const state = failureState(finished.values());
    await hooks.call("postExport", "export", exportInfo, {}, state);
    if (request.profile !== undefined) await hooks.call("postCustomExport", "export", exportInfo, {}, state);
  }
  await end();
  return finishedOutcome(run, decided, finished);
}

const written = (decided: readonly DecidedSequence[]) =>
  decided.flatMap(({ assets }) => assets).filter(({ action }) => action === "write");

/** What two runs must not write at once; of a file sequence its name without the numbers. */
const placesOf = (decided: readonly DecidedSequence[]) =>
  written(decided).map((asset) => pathKey(asset.path.replace(/\[\d+-\d+\](?=[^/]*$)/, "#")));

/** Whether postExportAsset runs as background jobs of its own; asked once, and only in the background. */
async function asksForPostJobs({ request }: SandwichOptions, hooks: SandwichHooks): Promise<boolean> {
  if (!request.isBackground) return false;
  const outcome = await hooks.call("useBackburnerPostExportAsset", "export", {}, {});
  return outcome.answer === true;
}

function announce({ tell }: SandwichRun, sequences: readonly PlannedSequence[]): void {
  const assets = sequences.flatMap((sequence) => sequence.assets);
  const frames = assets.reduce((sum, asset) => sum + (asset.kind === "media" ? asset.render.frameCount : 0), 0);
  tell({ type: "planned", sequences: sequences.length, assets: assets.length, frames });
  for (const { key, warnings } of sequences)
    for (const warning of warnings) tell({ type: "warning", sequence: key, warning });
}
