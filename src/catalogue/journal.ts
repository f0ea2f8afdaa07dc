import { CressetError } from "../errors.ts";

/** What a step is: a call of a hook, a decision of the sandwich, a render, a file that is written without one. */
export type StepKind = "hook" | "decision" | "render" | "write";

/** The step under which a run keeps the places that it will write to: all pre hooks have decided then. */
export const claimKey = "claim";

/** The step under which an export keeps the absolute paths that it will write, once all pre hooks have decided. */
export const pathsKey = "paths";

/** How a run ended; `running` while it has not. */
export type RunStatus = "running" | RunEnd;
export type RunEnd = "finished" | "finished-with-hook-errors" | "aborted" | "failed" | "cancelled";

/** A file that a run wrote. */
export interface WrittenFile {
  readonly assetId: string;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly xxh128: string;
  /** Frames in this file: 1 for a file of a sequence. */
  readonly frames: number;
}

/** What the work of a step gives: all of it is recorded in one transaction. */
export interface StepOutcome<T> {
  /** Plain data (see `encodeJson`): numbers, text, rationals, lists, objects. */
  readonly result: T;
  /** What the hooks keep, after this step. Left out where the step changes nothing in it. */
  readonly userData?: unknown;
  readonly files?: readonly WrittenFile[];
}

/**
 * The record of one run, and what lets it resume. A step is work under a key that is unique in the run and the same when
 * the run is done again.
 */
export interface Journal {
  readonly id: string;
  /** False for a run that starts now. */
  readonly resumed: boolean;
  /** What the run was asked to do, as it was recorded when it began. */
  readonly request: unknown;
  /** What the hooks keep, after the last step that is done; undefined before the first that set it. */
  readonly userData: unknown;
  /** Whether `step` of this key would give a recorded result. */
  isDone(key: string): boolean;
  /**
   * Gives the recorded result of a step that is done, read through `parse`; else runs it and records what it gave. A
   * step that throws is recorded as failed and throws on; it runs again when the run is resumed.
   * @throws CressetError when the key was used before in this process, when another process has taken the run, or when
   * the recorded result does not parse.
   */
  step<T>(key: string, kind: StepKind, parse: (recorded: unknown) => T, run: () => Promise<StepOutcome<T>>): Promise<T>;
  /**
   * Makes many hook and decision steps cheap: inside, they survive the end of the process at once and a power cut only
   * when the group ends. For phases where losing a step means calling a hook once more, before anything is written.
   * Steps of kind render and write inside are as safe as ever.
   */
  group<T>(run: () => Promise<T>): Promise<T>;
  /**
   * Says which places this run will write to: paths, or anything that is the same for two runs that must not meet.
   * @throws CressetError `bad-destination` when another run that is alive said so of one of them.
   */
  claim(places: readonly string[]): Promise<void>;
  /** Notes how far the run is, as plain data; kept at most twice a second. */
  progress(value: unknown): void;
  /** Ends the run. `summary` is plain data. */
  finish(status: RunEnd, summary?: unknown): Promise<void>;
  /** Lets go of the run. One that was not finished counts as interrupted. Safe to call twice. */
  close(): Promise<void>;
}

/** Two steps under one key would be one step to a resumed run. */
export const repeatedStep = (key: string) =>
  new CressetError("internal", `The step "${key}" was done twice in one run.`);
