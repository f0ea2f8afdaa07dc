import { basename } from "node:path";
import { CallsAhead } from "./calls-ahead.ts";
import type { HandlerReport, HookHost, HostAnswer, HostCall, LoadedHookFile } from "./hook-host.ts";
import type { HookCallTrace, HookInfo, HookOutcome, HookRunner, HookScope, HookSubject } from "./hook-runner.ts";
import { type HookName, hookTable } from "./hook-table.ts";
import { stopsCall } from "./run-handlers.ts";
import { jsonPart } from "./user-data.ts";
import { userDataChanges } from "./user-data-changes.ts";

/** A file and the host that runs it. */
export interface HostedFile {
  readonly file: Pick<LoadedHookFile, "path" | "hooks">;
  readonly host: HookHost;
}

interface Stretch {
  readonly host: HookHost;
  readonly files: string[];
}

/** What the program is told while hooks run, for `CRESSET_DEBUG_HOOKS`. */
export interface DispatchWatcher {
  onCall(hook: HookName, info: HookInfo, userData: unknown): void;
  onOutcome(outcome: HookOutcome): void;
}

export interface Dispatcher extends HookRunner {
  /** From the next call on these files are called; hosts that were there before stay until the end. */
  replaceFiles(files: readonly HostedFile[]): void;
  /** Puts what came of no call (what files printed while they were loaded) into the trace of the next one, or the present. */
  note(calls: readonly HookCallTrace[]): void;
}

/**
 * Calls the handlers of a hook in order, whichever language they are in: neighbours in one host go there together; info
 * and userData travel on from host to host, so that each handler sees what those before it changed.
 */
export function createDispatcher(given: readonly HostedFile[], watcher?: DispatchWatcher): Dispatcher {
  let files = given;
  let json = "{}";
  let userData: unknown = {};
  /** The text of userData that each host knows. */
  const known = new Map<HookHost, string>(files.map(({ host }) => [host, json]));
  const stretches = new Map<HookName, readonly Stretch[]>();
  /** Calls wait for each other, however they come. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work, work);
    last = result;
    return result;
  };
  const pending: HookCallTrace[] = [];
  let closing: Promise<readonly HookCallTrace[]> | undefined;

  /** The trace of a report, with what changed in userData. */
  const traceOf = (report: HandlerReport): HookCallTrace => {
    const { userDataJson, message, ...trace } = report;
    void message;
    if (userDataJson === undefined) return trace;
    const before = userData;
    userData = JSON.parse(userDataJson);
    json = userDataJson;
    return { ...trace, changes: [...trace.changes, ...userDataChanges(before, userData)] };
  };

  const ahead = new Map<HookHost, CallsAhead>();
  const aheadOf = (host: HookHost): CallsAhead => {
    const calls = ahead.get(host) ?? new CallsAhead(host, withAbort);
    ahead.set(host, calls);
    return calls;
  };

  const callHost = async (
    { host, files }: Stretch,
    call: Pick<HostCall, "hook" | "info" | "scope" | "continues">,
    asked: HookInfo,
    next: readonly HookSubject[],
  ): Promise<HostAnswer> => {
    const news = known.get(host) === json ? {} : { userDataJson: json };
    const answer = await aheadOf(host).call({ ...call, files, ...news }, asked, next);
    const last = answer.reports.findLast((report) => report.userDataJson !== undefined);
    known.set(host, last?.userDataJson ?? json);
    return answer;
  };

  const callAll = async (
    hook: HookName,
    asGiven: HookInfo,
    scope: HookScope,
    next: readonly HookSubject[],
  ): Promise<HookOutcome> => {
    const all = stretches.get(hook) ?? stretchesOf(hook, files);
    stretches.set(hook, all);
    let info = withAbort(hook, asGiven);
    // Whoever watches wants to see each call before it is made, and between hosts userData has to travel.
    const further = watcher === undefined && all.length === 1 ? next : [];
    watcher?.onCall(hook, asGiven, userData);
    const calls: HookCallTrace[] = [];
    const noted = pending.splice(0);
    const strays: HookCallTrace[] = [];
    let stopper: HandlerReport | undefined;
    let failed = false;
    for (const [index, stretch] of all.entries()) {
      if (stopper === undefined) {
        const continues = all.findIndex(({ host }) => host === stretch.host) < index;
        const answer = await callHost(stretch, { hook, info, scope, continues }, asGiven, further);
        info = answer.info;
        calls.push(...answer.reports.map((report) => traceOf(report)));
        strays.push(...answer.strays);
        failed ||= [...answer.reports, ...answer.strays].some(isFailure);
        stopper = answer.reports.find((report) => stopsCall(hook, report));
      }
      for (const file of stretch.files)
        if (!calls.some((call) => call.file === file)) calls.push(skipped(file, stopper));
    }
    const outcome: HookOutcome = {
      hook,
      scope,
      info: stopper === undefined ? info : { ...info, ...abortKeys(hook, stopper) },
      userData,
      aborted: stopper !== undefined,
      abortMessage: stopper === undefined ? "" : abortMessage(hook, stopper),
      failed,
      ...firstAnswer(calls),
      calls: [...withConflicts(calls), ...strays],
    };
    watcher?.onOutcome(outcome);
    return { ...outcome, calls: [...noted, ...outcome.calls, ...pending.splice(0)] };
  };

  const setAll = async (value: unknown, fromProfile: string | undefined): Promise<void> => {
    json = jsonPart(value).json;
    userData = JSON.parse(json);
    for (const host of known.keys()) {
      await host.setUserData(json, fromProfile);
      known.set(host, json);
    }
  };

  return {
    call: (hook, info, scope, next = []) => inTurn(() => callAll(hook, info, scope, next)),
    setUserData: (value, fromProfile) => inTurn(() => setAll(value, fromProfile)),
    note: (calls) => void pending.push(...calls),
    replaceFiles(next) {
      files = next;
      stretches.clear();
      for (const { host } of files) if (!known.has(host)) known.set(host, "{}");
    },
    close() {
      closing ??= Promise.all([...known.keys()].map((host) => host.close())).then((strays) => [
        ...pending.splice(0),
        ...strays.flat(),
      ]);
      return closing;
    },
  };
}

function stretchesOf(hook: HookName, files: readonly HostedFile[]): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { file, host } of files) {
    if (!file.hooks.includes(hook)) continue;
    const last = stretches.at(-1);
    if (last?.host === host) last.files.push(file.path);
    else stretches.push({ host, files: [file.path] });
  }
  return stretches;
}

const withAbort = (hook: HookName, info: HookInfo): HookInfo =>
  "abort" in hookTable[hook].info ? { abort: false, abortMessage: "", ...info } : info;

const isFailure = ({ outcome }: HookCallTrace): boolean => outcome === "error" || outcome === "timeout";

const skipped = (file: string, stopper: HookCallTrace | undefined): HookCallTrace => ({
  file,
  milliseconds: 0,
  changes: [],
  log: [],
  complaints: [],
  outcome: "skipped",
  detail: `${stopper?.outcome === "aborted" ? "aborted" : "failed"} by ${stopper?.file ?? "?"}`,
});

/** A failed `pre_*` hook counts as an abort in info as well; hooks that answer a value have no such keys. */
const abortKeys = (hook: HookName, stopper: HandlerReport): HookInfo =>
  "abort" in hookTable[hook].info ? { abort: true, abortMessage: abortMessage(hook, stopper) } : {};

/** In the hook's own words where it aborted, else what failed. */
function abortMessage(hook: HookName, stopper: HandlerReport): string {
  if (stopper.outcome === "aborted") return stopper.message;
  return `The hook ${hook} of ${basename(stopper.file)} failed: ${stopper.message}`;
}

const firstAnswer = (calls: readonly HookCallTrace[]): Pick<HookOutcome, "answer"> => {
  const answer = calls.find((call) => call.answer !== undefined)?.answer;
  return answer === undefined ? {} : { answer };
};

/** An answer that came second is reported where it was given. */
function withConflicts(calls: readonly HookCallTrace[]): readonly HookCallTrace[] {
  const first = calls.find((call) => call.answer !== undefined);
  if (first === undefined) return calls;
  return calls.map((call) => {
    if (call === first || call.answer === undefined || call.answer === first.answer) return call;
    const complaint = `Its answer ${JSON.stringify(call.answer)} does not count: ${first.file} answered ${JSON.stringify(first.answer)} first.`;
    return { ...call, complaints: [...call.complaints, complaint] };
  });
}
