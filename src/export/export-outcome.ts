import type { Rate } from "../time/rate.ts";
import type { FailedAsset } from "../media/render-job.ts";
import type { HookOutcome } from "../hooks/hook-runner.ts";
import type { HookName } from "../hooks/hook-table.ts";
import type { SequenceWarning } from "../timeline/sequence.ts";

/** A hook's no, with its message for the artist. */
export interface AbortRecord {
  readonly hook: HookName;
  /** `export`, the name of the sequence, or that of the asset. */
  readonly what: string;
  readonly message: string;
  /** True when a hook failed and the scope was closed for that reason. */
  readonly byFailure: boolean;
}

/** Rate of an asset, and the timecode of its first frame in frames at that rate. */
export interface AssetTiming {
  readonly rate: Rate;
  readonly startFrame: number;
  readonly dropFrame: boolean;
}

/** What became of one asset. */
export interface AssetOutcome {
  readonly id: string;
  readonly assetName: string;
  readonly assetType: string;
  readonly sequenceName: string;
  /** In a dry run `planned`: it would be written; `unanswered`: it would stop the export, because nobody can be asked. */
  readonly status: "written" | "planned" | "unanswered" | "skipped" | "aborted" | "failed" | "cancelled";
  /** Relative to the destination, as hooks left it. */
  readonly resolvedPath: string;
  /** What it would have been called without hooks, where that differs. */
  readonly renamedFrom?: string;
  /** The path that exists, where a new version goes beside it; relative to the destination. */
  readonly newVersionOf?: string;
  /** Absolute path, `[first-last]` in a file sequence; empty when it was never settled. */
  readonly path: string;
  /** Whether something on disk is (or would be) replaced. */
  readonly replaces: boolean;
  readonly frames: number;
  /** In a dry run: bytes that it will take at the very least; nothing where that cannot be told before. */
  readonly leastBytes?: number;
  /** Of pictures and sound: what the files themselves cannot always say (a PNG has no rate). */
  readonly timing?: AssetTiming;
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly xxh128: string }[];
  readonly seconds: number;
  /** Why it was skipped, aborted or failed; else empty. */
  readonly reason: string;
  /** Of one that failed: what kind of fault it was; `strict`: it was written with warnings. */
  readonly cause?: FailedAsset["cause"] | "strict";
  readonly warnings: readonly string[];
}

export interface SequenceOutcome {
  readonly name: string;
  readonly status: "finished" | "aborted" | "failed" | "cancelled";
  readonly assets: readonly AssetOutcome[];
  readonly warnings: readonly SequenceWarning[];
}

export interface ExportOutcome {
  readonly runId: string;
  readonly dryRun: boolean;
  readonly status: "finished" | "finished-with-hook-errors" | "aborted" | "failed" | "cancelled";
  readonly sequences: readonly SequenceOutcome[];
  readonly aborts: readonly AbortRecord[];
  /** Sentences of hooks that failed after the file was written. */
  readonly hookErrors: readonly string[];
  readonly hooks: readonly HookOutcome[];
}

/** What an export tells while it runs. */
export type ExportEvent =
  | { readonly type: "started"; readonly runId: string; readonly resumed: boolean }
  | { readonly type: "planned"; readonly sequences: number; readonly assets: number; readonly frames: number }
  | { readonly type: "warning"; readonly sequence: string; readonly warning: SequenceWarning }
  | { readonly type: "hook"; readonly outcome: HookOutcome; readonly replayed: boolean }
  | {
      readonly type: "message";
      readonly text: string;
      /** As a script said it is meant; information where nothing is said. */
      readonly level?: "info" | "warning" | "error" | "question";
    }
  | {
      readonly type: "progress";
      readonly assetId: string;
      readonly assetName: string;
      readonly framesDone: number;
      readonly framesTotal: number;
      readonly allDone: number;
      readonly allTotal: number;
      readonly framesPerSecond: number;
      readonly secondsLeft: number;
    }
  | { readonly type: "asset"; readonly outcome: AssetOutcome }
  | { readonly type: "finished"; readonly outcome: ExportOutcome };
