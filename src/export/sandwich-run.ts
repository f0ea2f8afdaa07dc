import type { Journal } from "../catalogue/journal.ts";
import type { HookCallTrace, HookRunner } from "../hooks/hook-runner.ts";
import type { AssetResult, RenderJob, RenderProgress, WrittenAsset } from "../media/render-job.ts";
import type { ExportEvent } from "./export-outcome.ts";
import type { ExportRequest } from "./export-request.ts";
import type { OverwritePolicy } from "./overwrite.ts";
import type { LoadedPreset, PlannedSequence } from "./planned-asset.ts";
import type { SandwichHooks } from "./sandwich-hooks.ts";

/** Renders a job; the same shape as `media/renderer.ts` offers, so that the test kit can leave rendering out. */
export type Render = (
  job: RenderJob,
  on: {
    readonly progress: (progress: RenderProgress) => void;
    /** See `RenderEvents`. */
    readonly verified: (result: WrittenAsset) => Promise<void>;
    readonly finished: (result: AssetResult) => void;
    readonly signal: AbortSignal;
  },
) => Promise<unknown>;

/** What the sandwich needs from outside. */
export interface SandwichOptions {
  readonly request: ExportRequest;
  readonly journal: Journal;
  readonly runner: HookRunner;
  /** Ends the hooks, before the outcome is told: see `HookRunner.close`, which is called where nothing is said. */
  readonly endHooks?: () => Promise<readonly HookCallTrace[]>;
  /** Starts the hooks of a background job of its own, with a copy of userData. */
  readonly startPostRunner: (userData: unknown) => Promise<HookRunner>;
  /** Finds and reads the presets that a request names. */
  readonly loadPresets: (request: ExportRequest) => Promise<readonly LoadedPreset[]>;
  /** Plans the export once its presets are known. */
  readonly plan: (request: ExportRequest, presets: readonly LoadedPreset[]) => Promise<readonly PlannedSequence[]>;
  /** Told where the assets of the export go, once that is decided. */
  readonly decided?: (paths: readonly string[]) => void;
  readonly render: Render;
  /** Writes a document whole or not at all, and tells what it wrote. */
  readonly write: (path: string, text: string) => Promise<{ readonly bytes: number; readonly xxh128: string }>;
  readonly overwrite: OverwritePolicy;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  /** Folder for what only this run needs; made when it is first asked for. */
  readonly scratchFolder: () => Promise<string>;
  readonly tell: (event: ExportEvent) => void;
}

/** The state that the parts of the sandwich share. */
export interface SandwichRun extends SandwichOptions {
  readonly hooks: SandwichHooks;
  readonly sequences: readonly PlannedSequence[];
  /** What useBackburner is before preExportAsset may change it. */
  readonly useBackburner: boolean;
}
