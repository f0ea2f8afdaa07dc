import type { HookCallTrace, HookInfo, HookScope, HookSubject } from "./hook-runner.ts";
import type { HookName } from "./hook-table.ts";

/** A file to load, in the documented order. */
export interface HookFile {
  /** Absolute path. */
  readonly path: string;
  /** The hook folder that it was found in. */
  readonly folder: string;
}

/** What came of loading one file. */
export interface LoadedHookFile extends HookFile {
  readonly hooks: readonly HookName[];
  /** Why it could not be loaded, with the stack; empty when it was. */
  readonly error: string;
  /** Misspelt hook names and the like. */
  readonly warnings: readonly string[];
  /** Those of the warnings that tell of names which are nearly those of hooks. */
  readonly misspelt?: readonly string[];
  /** What the file printed while it was loaded. */
  readonly log: readonly string[];
  /** What is left out of it for a reason of its own, such as a hook for another version. */
  readonly notes?: readonly string[];
}

/** What one handler did: its trace before userData is compared, and userData as JSON text where it changed. */
export interface HandlerReport extends HookCallTrace {
  readonly userDataJson?: string;
  /** In one sentence, for the artist: why it aborted or failed; empty otherwise. */
  readonly message: string;
}

export interface HostCall {
  readonly hook: HookName;
  /** Files whose handlers are called, in this order: some of those that said at loading that they define the hook. */
  readonly files: readonly string[];
  readonly info: HookInfo;
  readonly scope: HookScope;
  /** JSON text of userData, given when another host changed it since this host last ran. */
  readonly userDataJson?: string;
  /** Handlers of this host had their turn in this call already: those of another came between. */
  readonly continues?: boolean;
  /** Calls of the same handlers that follow: a host may make some of them along, in order. */
  readonly next?: readonly HookSubject[];
}

export interface HostAnswer {
  /** In the order of `files`; fewer when a handler aborted, or failed in a hook that fails closed. */
  readonly reports: readonly HandlerReport[];
  /** info after these handlers: only writes that the contract allows. */
  readonly info: HookInfo;
  /** Errors and output that came from no call: a promise that nobody awaited, a timer. */
  readonly strays: readonly HookCallTrace[];
  /** Answers to the first of `HostCall.next`, as many as were made along. */
  readonly next?: readonly HostAnswer[];
}

/**
 * Runs the hook files of one language. The dispatcher keeps the one order over all hosts: it splits the handlers of a
 * call into stretches of one host each and hands info and userData on from stretch to stretch.
 */
export interface HookHost {
  /** Loads the files in order; a broken one does not stop the others. Called once. */
  load(files: readonly HookFile[]): Promise<readonly LoadedHookFile[]>;
  call(call: HostCall): Promise<HostAnswer>;
  /** Replaces userData; see `HookRunner.setUserData`. */
  setUserData(userDataJson: string, fromProfile?: string): Promise<void>;
  /** Ends what was started; answers what came from no call since the last one. */
  close(): Promise<readonly HookCallTrace[]>;
}
