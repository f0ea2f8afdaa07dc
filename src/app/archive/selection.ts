import type { SelectedRoot } from "../../archive/estimate.ts";
import type { Prober } from "../../media/probe.ts";

/** What is to be archived, as plain data: a session that is resumed goes on with the same. */
export interface Selection {
  readonly roots: readonly SelectedRoot[];
  /** Text of `catalogue.json`; empty where no entry of the catalogue was named. */
  readonly catalogue: string;
  /** Text of `sequences.otio`; empty where there is no sequence. */
  readonly sequences: string;
  readonly clips: number;
  readonly frames: number;
  /** Sentences: segments whose media was not found, media that is not there. */
  readonly notes: readonly string[];
}

export interface SelectOptions {
  readonly noMedia: boolean;
  readonly versions: "all" | "used";
  readonly mediaFolders: readonly string[];
  /** Where the archive lies: it cannot hold itself. */
  readonly archive: string;
  readonly prober: Prober;
  readonly signal: AbortSignal;
  /** Where the media of sequences may lie; everywhere when left out. */
  readonly mediaRoots: readonly string[] | undefined;
}
