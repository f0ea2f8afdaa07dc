import type { HookName } from "./hook-table.ts";

/** info as plain data. */
export type HookInfo = Readonly<Record<string, unknown>>;

/** What one handler of one file did, as the trace keeps it. */
export interface HookCallTrace {
  /** The hook file; for hooks given in code, the name that was given with them. */
  readonly file: string;
  readonly milliseconds: number;
  /** Keys of info that it changed and may change; `userData.…` for each place in userData that changed. */
  readonly changes: readonly HookChange[];
  readonly log: readonly string[];
  /** Writes that were not kept (read-only keys), misuse, and the like. */
  readonly complaints: readonly string[];
  readonly outcome: "ok" | "aborted" | "error" | "timeout" | "skipped";
  /** The error with its stack, the abort message, why it was skipped, or when it was where it is no call of the hook. */
  readonly detail: string;
  /** For value hooks: what it answered. */
  readonly answer?: unknown;
  /** An error that came after the handler that began it had ended: it is none of the hook it is listed under. */
  readonly isLate?: true;
}

export interface HookChange {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What all handlers of one hook made of one call. */
export interface HookOutcome {
  readonly hook: HookName;
  /** `runs show` groups by it: sequence name, asset id. */
  readonly scope: HookScope;
  /** info after the handlers, read-only keys as they were. */
  readonly info: HookInfo;
  /** The JSON part of userData after the call. */
  readonly userData: unknown;
  readonly aborted: boolean;
  readonly abortMessage: string;
  /** A handler failed or ran out of time; for `onError: "closed"` hooks `aborted` is true then as well. */
  readonly failed: boolean;
  /** First answer of a value hook. */
  readonly answer?: unknown;
  readonly calls: readonly HookCallTrace[];
}

/** What a hook is called about. */
export interface HookSubject {
  readonly info: HookInfo;
  readonly scope: HookScope;
}

export interface HookScope {
  readonly sequence?: string;
  readonly asset?: string;
}

/**
 * Calls hooks of one run, in the documented order over all files. One implementation serves hook files of all languages;
 * another serves hooks given in code (`testExport`). Calls that come while another is under way wait for it.
 */
export interface HookRunner {
  /**
   * @param next what the same hook is called about after this, in order and with nothing between: the very objects. Some
   * of these calls may be made along with this one, so that many quick calls cost no waiting.
   */
  call(hook: HookName, info: HookInfo, scope: HookScope, next?: readonly HookSubject[]): Promise<HookOutcome>;
  /**
   * Sets the JSON part of userData: seeds of a custom profile, and on resume what the journal kept. With the name of a
   * profile that `getCustomExportProfiles` filled in through this runner, the hooks get that very object, live parts
   * included.
   */
  setUserData(userData: unknown, fromProfile?: string): Promise<void>;
  /**
   * Ends what the runner started. Safe to call twice. Answers what hooks did outside of any call since the last one:
   * an error in a promise that nobody awaited, output of a timer.
   */
  close(): Promise<readonly HookCallTrace[]>;
}
