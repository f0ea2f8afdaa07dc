import type { HookName } from "./hook-table.ts";

/** What one handler of one file did, as the trace keeps it. */
export interface HookCallTrace {
  /** The hook file; for hooks given in code, the name that was given with them. */
  readonly file: string;
  readonly milliseconds: number;
  /** Keys of info that it changed and may change. `userData` where that changed. */
  readonly changes: readonly { readonly key: string; readonly before: unknown; readonly after: unknown }[];
  readonly log: readonly string[];
  /** Writes that were not kept (read-only keys), misuse, and the like. */
  readonly complaints: readonly string[];
  readonly outcome: "ok" | "aborted" | "error" | "timeout" | "skipped";
  /** The error with its stack, the abort message, or why it was skipped. */
  readonly detail: string;
  /** For value hooks: what it answered. */
  readonly answer?: unknown;
}

/** What all handlers of one hook made of one call. */
export interface HookOutcome {
  readonly hook: HookName;
  /** `runs show` groups by it: sequence name, asset id. */
  readonly scope: HookScope;
  /** info after the handlers, read-only keys as they were. */
  readonly info: Readonly<Record<string, unknown>>;
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

export interface HookScope {
  readonly sequence?: string;
  readonly asset?: string;
}

/**
 * Calls hooks of one run, in the documented order over all files. One implementation serves hook files of all languages;
 * another serves hooks given in code (`testExport`). Calls are serialised by the caller.
 */
export interface HookRunner {
  call(hook: HookName, info: Readonly<Record<string, unknown>>, scope: HookScope): Promise<HookOutcome>;
  /** Sets the JSON part of userData: seeds of a custom profile, and on resume what the journal kept. */
  setUserData(userData: unknown): Promise<void>;
  /** Ends what the runner started. Safe to call twice. */
  close(): Promise<void>;
}
