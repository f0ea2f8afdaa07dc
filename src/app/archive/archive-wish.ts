import type { ArchiveCheck, Restored } from "../../archive/read-back.ts";
import type { Estimate } from "../../archive/estimate.ts";
import type { SessionJson } from "../../archive/read-session.ts";
import type { HookOutcome } from "../../hooks/hook-runner.ts";
import type { DialogAnswers } from "../dialog.ts";

export interface FormatWish {
  readonly name: string;
  /** The archive becomes a folder of its name in it. */
  readonly destination: string;
  /** No segment is longer; 100 GB where nothing is said. */
  readonly segmentBytes?: number;
  readonly comment?: string;
}

/** What is to be archived. */
export interface SelectionWish {
  /** Folder of the archive, or the name of one that a run of this history worked with. */
  readonly archive: string;
  /** Paths of the catalogue (`/Desktop/Reel 1`, `/` for the project, `cresset:<id>`), files and folders. */
  readonly entries: readonly string[];
  /** Only what the catalogue knows; clips keep their links. */
  readonly noMedia?: boolean;
  /** Of clips with several versions: all of them, or the one that is shown. */
  readonly versions?: "all" | "used";
  readonly hookFolders?: readonly string[];
}

export interface AddWish extends SelectionWish {
  /**
   * `archived`: each segment is read back before it counts. `source`: what was archived is read from its source again
   * afterwards.
   */
  readonly verify?: "source" | "archived" | "both" | "none";
  readonly sha256?: boolean;
  /** Goes on with the session that was not finished; entries are known then. */
  readonly resume?: boolean;
  /** Starts although the destination has not enough room. */
  readonly force?: boolean;
  readonly comment?: string;
}

export interface VerifyArchiveWish {
  readonly archive: string;
  readonly sessions?: readonly number[];
  /** Of all files about so many in a hundred. */
  readonly percent?: number;
}

export interface RestoreArchiveWish {
  readonly archive: string;
  /** Paths as they were in the catalogue or on disk, or as they are in the archive; everything where there is none. */
  readonly paths?: readonly string[];
  readonly sessions?: readonly number[];
  /** Restores plain files there; without it entries go back into the catalogue. */
  readonly to?: string;
  /** Name of the library that entries are put into, `Desktop` for the Desktop; with `to` of a folder in it. */
  readonly as?: string;
  /** Where media is put when entries go back into the catalogue. */
  readonly mediaFolder?: string;
  readonly overwrite?: boolean;
  /** Gives files the owners that they had, by name where this machine has it: root only. */
  readonly owners?: boolean;
  readonly hookFolders?: readonly string[];
}

export type ArchiveEvent =
  | { readonly type: "started"; readonly runId: string; readonly resumed: boolean; readonly session?: number }
  | { readonly type: "estimated"; readonly estimate: SelectionEstimate }
  | {
      readonly type: "progress";
      readonly what: "archive" | "compare" | "verify" | "restore";
      readonly bytes: number;
      /** 0 where it is not known. */
      readonly bytesTotal: number;
      readonly bytesPerSecond: number;
      readonly secondsLeft: number;
    }
  | {
      readonly type: "segment";
      readonly number: number;
      readonly path: string;
      /** Empty when it is as it should be. */
      readonly fault: string;
      readonly isWrittenAgain: boolean;
    }
  | { readonly type: "hook"; readonly outcome: HookOutcome; readonly replayed: boolean }
  | { readonly type: "message"; readonly text: string }
  | { readonly type: "problem"; readonly path: string; readonly message: string };

export interface ArchiveHandlers {
  readonly signal?: AbortSignal;
  readonly tell?: (event: ArchiveEvent) => void;
  readonly answers?: DialogAnswers;
  /** Who it is done for, as the audit log names them; the user of this machine when left out. */
  readonly who?: string | undefined;
}

/** What a selection comes to. */
export interface SelectionEstimate extends Estimate {
  readonly clips: number;
  readonly frames: number;
  /** Bytes that describe the selection. */
  readonly metadataBytes: number;
  /** Bytes free at the destination; nothing where it cannot say. */
  readonly freeBytes: number | undefined;
  readonly fits: boolean;
}

export interface EstimateOutcome extends SelectionEstimate {
  /** Sentences: what hooks failed with. */
  readonly hookErrors: readonly string[];
}

export interface AddOutcome {
  readonly runId: string;
  readonly archive: string;
  readonly place: string;
  readonly session: SessionJson;
  /** Files that are not archived as they are, and sources that differ since; sentences. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  readonly hookErrors: readonly string[];
}

export interface RestoreOutcome {
  readonly runId: string;
  readonly archive: string;
  readonly files: number;
  readonly bytes: number;
  /** Files of which the archive has no checksum left. */
  readonly unchecked: number;
  /** Files, folders and links whose time is right to the microsecond: finer ones Node cannot set. */
  readonly roundedTimes: number;
  /** Where files lie now. */
  readonly target: string;
  /** Where the entries are in the catalogue now. */
  readonly entries: readonly { readonly kind: string; readonly path: string }[];
  /** Clips that came back without media, as the archive holds none of them: where their media was. */
  readonly unlinked: readonly { readonly clip: string; readonly media: string }[];
  readonly problems: readonly Pick<Restored["problems"][number], "session" | "path" | "kind" | "message">[];
  readonly unknown: readonly string[];
  readonly complaints: readonly string[];
  readonly hookErrors: readonly string[];
}

export type { ArchiveCheck };
