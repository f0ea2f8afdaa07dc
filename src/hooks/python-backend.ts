import type { HookHost } from "./hook-host.ts";
import type { HookScope } from "./hook-runner.ts";
import type { HookName } from "./hook-table.ts";

/** Answers what Python asks: `cresset_bridge.request(method, params)` in python/cresset_bridge.py. */
export interface PythonBackend {
  /**
   * @param method `flame.entry.get` and the like.
   * @returns what JSON can hold; Python gets `None` for `undefined`.
   * @throws PythonError to choose the exception that Python raises; any other error is raised as RuntimeError.
   */
  request(method: string, params: Readonly<Record<string, unknown>>, context: PythonRequestContext): Promise<unknown>;
}

/** Where a question of Python comes from, and what can be asked back while Python waits for its answer. */
export interface PythonRequestContext {
  /**
   * The handler that is at work; a question from a thread that it left behind may be counted to a later one. Nothing in a
   * script (`cresset python`), and while files are loaded.
   */
  readonly caller: { readonly hook: HookName; readonly file: string; readonly scope: HookScope } | undefined;
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal;
  /**
   * Calls a function of Python (`@cresset_bridge.answers(method)`) in the very thread that waits for this question.
   * @throws PythonError for what it raised.
   */
  callBack(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown>;
  /**
   * Python hooks for a nested export, called in the thread that waits for this question, with a userData of their own. Give
   * it to `createHookRunner` as the host of `.py`. Files that are loaded already are not loaded again. Closing it ends nothing
   * but the nested userData.
   */
  nestedHost(options?: NestedHostOptions): HookHost;
}

export interface NestedHostOptions {
  /**
   * Number that `cresset_calls.keep_object(hooks)` gave to an override object: its methods (camelCase, any of them may be
   * missing) are the only hooks. `load` then answers with one made-up file, whatever it is given.
   */
  readonly overrideObject?: number;
  /** Number that `cresset_calls.keep_object(user_data)` gave: the very object that the hooks get as userData. */
  readonly userDataObject?: number;
}

/** An error that Python raises as the exception of this name. */
export class PythonError extends Error {
  override readonly name = "PythonError";
  /** `ValueError`, `TypeError`, `NotImplementedError`, `RuntimeError` … */
  readonly type: string;
  /** Traceback, where it comes from Python. */
  readonly detail: string;

  constructor(type: string, message: string, detail = "") {
    super(message);
    this.type = type;
    this.detail = detail;
  }
}
