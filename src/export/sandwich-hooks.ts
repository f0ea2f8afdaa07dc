import * as z from "zod";
import type { Journal } from "../catalogue/journal.ts";
import { CressetError } from "../errors.ts";
import { reasonOf } from "../hooks/error-text.ts";
import type { HookCallTrace, HookOutcome, HookRunner, HookScope, HookSubject } from "../hooks/hook-runner.ts";
import { type HookName, hookTable } from "../hooks/hook-table.ts";
import type { AbortRecord, ExportEvent } from "./export-outcome.ts";

// The journal leaves out keys whose value is undefined: what a change came from or led to, and answers, may be missing.
const change = z
  .object({ key: z.string(), before: z.unknown().optional(), after: z.unknown().optional() })
  .transform(({ key, before, after }) => ({ key, before, after }));

const callSchema = z.looseObject({
  file: z.string(),
  milliseconds: z.number(),
  changes: z.array(change),
  log: z.array(z.string()),
  complaints: z.array(z.string()),
  outcome: z.enum(["ok", "aborted", "error", "timeout", "skipped"]),
  detail: z.string(),
  answer: z.unknown().exactOptional(),
  isLate: z.literal(true).exactOptional(),
});

const hookNames = Object.keys(hookTable);
const isHookName = (name: unknown): name is HookName => typeof name === "string" && hookNames.includes(name);

const nothing: unknown = null;

/** A hook call as the journal keeps it. */
export const hookOutcomeSchema = z.object({
  hook: z.custom<HookName>(isHookName),
  scope: z.object({ sequence: z.string().exactOptional(), asset: z.string().exactOptional() }),
  info: z.record(z.string(), z.unknown()),
  userData: z.unknown(),
  aborted: z.boolean(),
  abortMessage: z.string(),
  failed: z.boolean(),
  answer: z.unknown().exactOptional(),
  calls: z.array(callSchema),
});

/**
 * The hooks of one run as the sandwich calls them: one after the other, each call a step of the journal. A call that is
 * recorded is not made again; before the first that is, userData is put back to what the journal kept.
 */
export class SandwichHooks {
  readonly outcomes: HookOutcome[] = [];
  readonly aborts: AbortRecord[] = [];
  readonly errors: string[] = [];
  readonly #runner: HookRunner;
  readonly #journal: Journal;
  readonly #tell: (event: ExportEvent) => void;
  readonly #signal: AbortSignal | undefined;
  #restored = false;

  /** @param signal stops the run; a hook that it cut off is called again when the run is resumed. */
  constructor(runner: HookRunner, journal: Journal, tell: (event: ExportEvent) => void, signal?: AbortSignal) {
    this.#runner = runner;
    this.#journal = journal;
    this.#tell = tell;
    this.#signal = signal;
  }

  /** Seeds userData (custom profiles). A run that was resumed after preCustomExport has its own. */
  async seed(userData: unknown, profile: string): Promise<void> {
    if (this.#journal.isDone(stepKey("preCustomExport", {}, ""))) return;
    this.#restored = true;
    await this.#runner.setUserData(userData, profile);
  }

  /**
   * Calls a hook once for `what` (`export`, a sequence, an asset), which names it in messages.
   * @param state tells calls of one scope apart where a resumed run has more to tell than the run before: the same state
   * is the same call.
   * @param next what the same hook is called about after this, with nothing between; see `HookRunner.call`.
   */
  async call(
    hook: HookName,
    what: string,
    info: Readonly<Record<string, unknown>>,
    scope: HookScope,
    state = "",
    next: readonly HookSubject[] = [],
  ): Promise<HookOutcome> {
    return this.#step(hook, what, scope, state, async () => {
      await this.#restore();
      const { resumed } = this.#journal;
      const undone = resumed ? next.filter((each) => !this.#journal.isDone(stepKey(hook, each.scope, ""))) : next;
      return this.#runner.call(hook, info, scope, undone);
    });
  }

  /** The same with a runner of its own: a background job, whose userData stays with it. */
  async callApart(
    start: () => Promise<HookRunner>,
    hook: HookName,
    what: string,
    info: Readonly<Record<string, unknown>>,
    scope: HookScope,
    state = "",
  ): Promise<HookOutcome> {
    const work = async () => {
      const runner = await start();
      try {
        const outcome = await runner.call(hook, info, scope);
        const after = await runner.close();
        return { ...outcome, failed: outcome.failed || after.some(isFailure), calls: [...outcome.calls, ...after] };
      } finally {
        await runner.close();
      }
    };
    return this.#step(hook, what, scope, state, work, true);
  }

  /**
   * Ends the hooks. What they did after their last call (threads, what was scheduled) is put into the trace under it, and
   * errors count.
   */
  async end(close: () => Promise<readonly HookCallTrace[]>): Promise<void> {
    const calls = await close();
    if (calls.length === 0) return;
    const { hook, scope } = this.outcomes.at(-1) ?? { hook: "preExport", scope: {} };
    const failed = calls.some(isFailure);
    const info = {};
    const { userData } = this.#journal;
    const outcome = { hook, scope, info, userData, aborted: false, abortMessage: "", failed, calls: [...calls] };
    await this.#step(hook, "export", scope, "after it", async () => outcome);
  }

  /** Puts into the trace that a hook was not called, and why. A resumed run may still call it. */
  async skip(hook: HookName, what: string, scope: HookScope, why: string): Promise<void> {
    await this.#step(hook, what, scope, "not called", async () => ({
      hook,
      scope,
      info: {},
      userData: this.#journal.userData,
      aborted: false,
      abortMessage: "",
      failed: false,
      calls: [{ file: "", milliseconds: 0, changes: [], log: [], complaints: [], outcome: "skipped", detail: why }],
    }));
  }

  async #step(
    hook: HookName,
    what: string,
    scope: HookScope,
    state: string,
    call: () => Promise<HookOutcome>,
    apart = false,
  ): Promise<HookOutcome> {
    const key = stepKey(hook, scope, state);
    const replayed = this.#journal.isDone(key);
    let userData: unknown = null;
    const recorded = await this.#journal.step(
      key,
      "hook",
      (found) => hookOutcomeSchema.parse(found),
      async () => {
        const live = await call();
        if (live.failed && this.#signal?.aborted === true)
          throw new CressetError("cancelled", `The export was cancelled while ${hook} ran.`);
        userData = live.userData;
        // The journal keeps userData once, as it is now: kept with each call, a list that grows would fill the disk.
        const result = { ...live, userData: nothing };
        return apart ? { result } : { result, userData };
      },
    );
    const outcome = { ...recorded, userData };
    this.outcomes.push(outcome);
    this.#tell({ type: "hook", outcome, replayed });
    if (outcome.aborted) this.aborts.push({ hook, what, message: outcome.abortMessage, byFailure: outcome.failed });
    else if (outcome.failed) this.errors.push(...failures(outcome));
    return outcome;
  }

  async #restore(): Promise<void> {
    if (this.#restored) return;
    this.#restored = true;
    if (this.#journal.resumed && this.#journal.userData !== undefined)
      await this.#runner.setUserData(this.#journal.userData);
  }
}

const stepKey = (hook: HookName, { sequence, asset }: HookScope, state: string) =>
  ["hook", hook, sequence, asset, state === "" ? undefined : `(${state})`]
    .filter((part) => part !== undefined)
    .join("/");

const isFailure = ({ outcome }: HookCallTrace): boolean => outcome === "error" || outcome === "timeout";

function failures({ hook, calls }: HookOutcome): readonly string[] {
  return calls
    .filter(isFailure)
    .map(
      ({ file, detail, isLate = false }) =>
        `${isLate ? file || "hooks" : `${hook} of ${file} failed`}: ${reasonOf(detail)}`,
    );
}
