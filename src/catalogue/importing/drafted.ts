import { CressetError } from "../../errors.ts";
import type { ClipDraft } from "../catalogue.ts";

/** What importing one thing, or several, gave. */
export interface Drafted {
  readonly drafts: readonly ClipDraft[];
  readonly problems: readonly ImportProblem[];
  /** Sentences of what people should know although nothing failed. */
  readonly notes: readonly string[];
}

/** Something that was not imported. */
export interface ImportProblem {
  readonly path: string;
  /** A sentence. */
  readonly message: string;
}

/** @throws what is no fault of the file: a cancelled import, a fault of Cresset. */
export function problemOf(path: string, error: unknown): ImportProblem {
  if (!(error instanceof CressetError) || error.code === "cancelled" || error.code === "internal") throw error;
  return { path, message: error.message };
}
