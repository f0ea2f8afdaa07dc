import type { Config } from "../../config.ts";
import type { RunStore } from "../../catalogue/run-store.ts";
import type { ProjectChoice } from "../current-project.ts";
import type { ExportHandlers } from "../export-handlers.ts";
import type { ScriptSurroundings } from "../run-script.ts";

/** What archives work with of the Cresset that was opened. */
export interface ArchiveParts {
  readonly config: Config;
  /** Where relative paths start. */
  readonly folder: string;
  readonly home: string;
  readonly storeFile: string;
  readonly choice: ProjectChoice;
  /** Where the media of sequences may lie; everywhere when nothing. */
  readonly mediaRoots: readonly string[] | undefined;
  readonly openHistory: () => Promise<RunStore>;
  /** The catalogue and what the flame module needs, for as long as `work` takes. */
  readonly aside: <T>(handlers: ExportHandlers, work: (parts: ScriptSurroundings) => Promise<T>) => Promise<T>;
}
