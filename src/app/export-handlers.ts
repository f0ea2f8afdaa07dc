import type { ExportEvent } from "../export/export-outcome.ts";
import type { AskAboutOverwrite } from "../export/overwrite.ts";
import type { DialogAnswers } from "./dialog.ts";

/** Who listens to an export, answers its questions and may stop it. */
export interface ExportHandlers {
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly tell?: (event: ExportEvent) => void;
  readonly ask?: AskAboutOverwrite;
  /** Answers what Python hooks ask people; without it they get the answer of nobody. */
  readonly answers?: DialogAnswers;
}
