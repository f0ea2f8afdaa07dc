import type { ImportParts } from "../import-clips.ts";
import type { Catalogue, Project } from "../../catalogue/catalogue.ts";
import type { ExportEvent, ExportOutcome } from "../../export/export-outcome.ts";
import type { HookHost } from "../../hooks/hook-host.ts";
import type { Prober } from "../../media/probe.ts";
import type { DialogAnswers } from "../dialog.ts";
import type { ExportWish } from "../export-wish.ts";

/** Hooks of a nested export that live in the Python that asked for it. */
export interface NestedHooks {
  /** Only what this host has is called: an override object. */
  readonly only: boolean;
  /** With the userData that the script gave, or for a job that has a copy of it. */
  readonly newHost: (userData: "given" | "copy") => HookHost;
}

/** What a nested export is started with. */
export interface NestedExport {
  readonly wish: ExportWish;
  readonly hooks: NestedHooks;
  readonly tell: (event: ExportEvent) => void;
  readonly signal: AbortSignal;
}

/** What the flame module needs of the run, or of the script, that it is imported in. */
export interface FlameSurroundings {
  /** Opened when it is first needed, and once. */
  readonly catalogue: () => Promise<Catalogue>;
  /** The project of the run, made when there is none of its name. */
  readonly project: () => Promise<Project>;
  readonly prober: Prober;
  /** How a path that a script imports is meant: see `spellWritten`. */
  readonly spelled?: (path: string) => string;
  /** What is known of media that the run wrote itself. */
  readonly timing?: ImportParts["timing"];
  readonly mediaFolders: readonly string[];
  readonly user: { readonly name: string; readonly nickname: string };
  /** Folder of Cresset's own data. */
  readonly home: string;
  /** Presets of the house: `Shared` of the flame module is the first. */
  readonly presetFolders: readonly string[];
  readonly tell: (event: ExportEvent) => void;
  readonly answers?: DialogAnswers | undefined;
  /** Loads hook files anew. */
  readonly rescan?: () => Promise<void>;
  /** How many exports the run was started by, one within the other. */
  readonly depth: number;
  /** What a nested export takes over: hook folders, media folders, what to do with files that exist. */
  readonly inherited: Partial<ExportWish>;
  readonly exportNested: (nested: NestedExport) => Promise<ExportOutcome>;
  /** @returns the id of the run. */
  readonly exportDetached: (wish: ExportWish) => Promise<string>;
}
