import path from "node:path";
import { leastBytes } from "./capacity.ts";
import type { DecidedAsset } from "./decide-asset.ts";
import type { DecidedSequence } from "./decide-all.ts";
import type { AssetOutcome, AssetTiming, ExportOutcome, SequenceOutcome } from "../export-outcome.ts";
import type { PlannedMedia } from "../planned-asset.ts";
import type { SandwichHooks } from "../sandwich-hooks.ts";
import type { SandwichOptions, SandwichRun } from "../sandwich-run.ts";

/** What became of an asset that was decided about. */
export function assetOutcome(
  asset: DecidedAsset,
  outcome: Pick<AssetOutcome, "status" | "reason"> & Partial<AssetOutcome>,
): AssetOutcome {
  const { planned, sequence, resolvedPath, patternPath, newVersionOf, replaces } = asset;
  const isThere = outcome.status === "planned" || (outcome.files ?? []).length > 0;
  return {
    id: planned.id,
    assetName: planned.info.assetName,
    assetType: planned.info.assetType,
    sequenceName: sequence.key,
    resolvedPath,
    ...((newVersionOf ?? resolvedPath) === patternPath ? {} : { renamedFrom: patternPath }),
    ...(newVersionOf === undefined ? {} : { newVersionOf }),
    path: asset.path,
    replaces,
    frames: planned.kind === "media" ? planned.render.frameCount : 0,
    ...(planned.kind === "media" ? { timing: timingOf(planned.render) } : {}),
    files: [],
    seconds: 0,
    ...outcome,
    warnings: [...(isThere ? besideNotes(asset, outcome.status) : []), ...(outcome.warnings ?? [])],
  };
}

/** What becomes of files that would be taken for a part of a file sequence. */
function besideNotes({ rest, beside = [] }: DecidedAsset, status: AssetOutcome["status"]): readonly string[] {
  const notes: string[] = [];
  if (rest !== undefined)
    notes.push(
      status === "planned"
        ? `The file sequence that it replaces is longer: ${path.basename(rest)} is removed with it.`
        : `The file sequence that it replaced was longer: ${path.basename(rest)} was removed with it.`,
    );
  const shown = beside.slice(0, 3).map((other) => path.basename(other));
  const names = `${shown.join(", ")}${beside.length > 3 ? ` and ${beside.length - 3} more` : ""}`;
  if (beside.length > 0)
    notes.push(`${names} lie beside it, and programs take all of them for one file sequence. They are left alone.`);
  return notes;
}

const timingOf = ({ rate, timecode }: PlannedMedia["render"]): AssetTiming => ({
  rate,
  startFrame: timecode.frame,
  dropFrame: timecode.dropFrame,
});

/** What was decided about an asset, which is not written now. */
export const decidedOutcome = (asset: DecidedAsset): AssetOutcome =>
  assetOutcome(asset, { status: withheld[asset.action], reason: asset.reason });

const withheld = { write: "planned", ask: "unanswered", skip: "skipped", abort: "aborted" } as const;

/** An export that a hook stopped as a whole. */
export const stoppedOutcome = (options: SandwichOptions, hooks: SandwichHooks): ExportOutcome =>
  exportOutcome(options, hooks, "aborted", []);

/** A dry run: what would be written. */
export function plannedOutcome(run: SandwichRun, decided: readonly DecidedSequence[]): ExportOutcome {
  const sequences = decided.map((sequence) => {
    return sequenceOutcome(
      sequence,
      sequence.assets.map((asset) => ({ ...decidedOutcome(asset), ...sizeOf(asset) })),
    );
  });
  const stops = sequences.some(({ status }) => status === "failed");
  const status = stops ? "failed" : run.hooks.aborts.length > 0 ? "aborted" : "finished";
  return exportOutcome(run, run.hooks, status, sequences);
}

/** What can be told of its size before it is rendered. */
function sizeOf({ planned }: DecidedAsset): Pick<AssetOutcome, "leastBytes"> {
  const bytes = planned.kind === "media" ? leastBytes(planned.render) : 0;
  return bytes > 0 ? { leastBytes: Math.ceil(bytes) } : {};
}

/** An export that ran to its end, or was cancelled. */
export function finishedOutcome(
  run: SandwichRun,
  decided: readonly DecidedSequence[],
  finished: ReadonlyMap<string, AssetOutcome>,
): ExportOutcome {
  const sequences = decided.map((sequence) =>
    sequenceOutcome(
      sequence,
      sequence.assets.map((asset) => finished.get(asset.planned.id) ?? decidedOutcome(asset)),
    ),
  );
  const statuses = new Set(sequences.flatMap(({ assets }) => assets.map(({ status }) => status)));
  const status =
    run.signal.aborted || statuses.has("cancelled")
      ? "cancelled"
      : statuses.has("failed")
        ? "failed"
        : run.hooks.aborts.length > 0
          ? "aborted"
          : run.hooks.errors.length > 0
            ? "finished-with-hook-errors"
            : "finished";
  return exportOutcome(run, run.hooks, status, sequences);
}

function sequenceOutcome({ planned, aborted }: DecidedSequence, assets: readonly AssetOutcome[]): SequenceOutcome {
  const has = (status: AssetOutcome["status"]) => assets.some((asset) => asset.status === status);
  const status = aborted
    ? "aborted"
    : has("cancelled")
      ? "cancelled"
      : has("failed") || has("unanswered")
        ? "failed"
        : "finished";
  return { name: planned.key, status, assets, warnings: planned.warnings };
}

function exportOutcome(
  { journal, dryRun, tell }: SandwichOptions,
  hooks: SandwichHooks,
  status: ExportOutcome["status"],
  sequences: readonly SequenceOutcome[],
): ExportOutcome {
  const outcome = {
    runId: journal.id,
    dryRun,
    status,
    sequences,
    aborts: hooks.aborts,
    hookErrors: hooks.errors,
    hooks: hooks.outcomes,
  };
  tell({ type: "finished", outcome });
  return outcome;
}
