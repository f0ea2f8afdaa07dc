import type { HookApiBackend } from "./hook-api.ts";
import type { HandlerReport, HookFile, HookHost, HostAnswer, HostCall, LoadedHookFile } from "./hook-host.ts";
import type { HookCallTrace } from "./hook-runner.ts";
import type { HookName } from "./hook-table.ts";
import { type HookWorker, type WorkerCall, type WorkerEnd, startHookWorker } from "./hook-worker.ts";
import { createOutputLog } from "./output-log.ts";
import { stopsCall, timeoutReport } from "./run-handlers.ts";

interface ThreadHostOptions {
  readonly timeLimitMs: number;
  /** For each file. */
  readonly loadLimitMs: number;
  readonly memoryLimitMb: number;
  readonly backend: HookApiBackend;
}

export interface ThreadHost extends HookHost {
  /** The backend serves another run from here on. */
  beginRun(): void;
}

const restarted =
  "The hook thread was started again: userData was restored from its JSON part; live objects in it and the variables of hook files are lost.";

/**
 * Runs TypeScript and JavaScript hook files in one worker thread. A handler that never returns costs its thread: a new
 * one is started, loads the files again and gets the JSON part of userData; the other handlers go on there.
 */
export function createThreadHost(options: ThreadHostOptions): ThreadHost {
  const givenUp = new Map<string, string>();
  let files: readonly HookFile[] = [];
  let userDataJson = "{}";
  let worker: HookWorker | undefined;
  let closed = false;

  /** Loads until no file ends the thread any more: each that does is left out of the next try. */
  async function start(): Promise<{ worker: HookWorker; loaded: readonly LoadedHookFile[] }> {
    for (;;) {
      const started = startHookWorker({ ...options, files, givenUp, userDataJson });
      worker = started;
      const { files: loaded, end } = await started.loaded;
      if (end === undefined) return { worker: started, loaded };
      const culprit = files[loaded.length];
      if (culprit === undefined || givenUp.has(culprit.path)) throw new Error(end.reason);
      givenUp.set(culprit.path, `${end.reason} (while ${culprit.path} was loaded)`);
    }
  }

  async function liveWorker(): Promise<HookWorker> {
    if (worker !== undefined && worker.ended() === undefined) {
      await worker.loaded;
      if (worker.ended() === undefined) return worker;
    }
    return (await start()).worker;
  }

  /**
   * Sees a call through to its last handler, in new threads where one ended.
   * @param begun what came of it along with the call before it; nothing where it has not begun.
   * @returns its answer, and what came of the calls that went along with it.
   */
  async function complete(
    call: HostCall,
    begun?: WorkerCall,
  ): Promise<{ readonly answer: HostAnswer; readonly along: readonly WorkerCall[] }> {
    const answer: { -readonly [Key in keyof HostAnswer]: HostAnswer[Key] } = {
      reports: [],
      info: call.info,
      strays: [],
    };
    let along: readonly WorkerCall[] = [];
    let first = begun;
    let sent: Partial<HostCall> = begun === undefined ? call : {};
    userDataJson = sent.userDataJson ?? userDataJson;
    while (answer.reports.length < call.files.length) {
      const rest = call.files.slice(answer.reports.length);
      let done = first;
      first = undefined;
      if (done === undefined) {
        const died = worker?.ended();
        const live = await liveWorker();
        if (died !== undefined && answer.reports.length === 0) answer.strays = [...answer.strays, diedBetween(died)];
        [done, ...along] = await live.call(threadCall(call, rest, answer, sent));
        sent = {};
        answer.strays = [...answer.strays, ...live.takeStrays()];
      }
      if (done === undefined) break;
      answer.info = done.info;
      const reports = withEnd(call.hook, rest, done, options.timeLimitMs);
      answer.reports = [...answer.reports, ...reports];
      userDataJson = reports.findLast((report) => report.userDataJson !== undefined)?.userDataJson ?? userDataJson;
      const last = reports.at(-1);
      // The new thread loads while the program goes on.
      if (closed) break;
      if (done.end !== undefined) worker = startHookWorker({ ...options, files, givenUp, userDataJson });
      if (last === undefined || stopsCall(call.hook, last)) break;
    }
    return { answer, along };
  }

  return {
    async load(given) {
      files = given;
      return files.length === 0 ? [] : (await start()).loaded;
    },
    async call(call) {
      const { answer, along } = await complete(call);
      const next: HostAnswer[] = [];
      for (const [index, begun] of along.entries()) {
        const subject = call.next?.[index];
        if (subject !== undefined) next.push((await complete({ ...call, ...subject }, begun)).answer);
      }
      return next.length === 0 ? answer : { ...answer, next };
    },
    beginRun() {
      // A thread that starts later is told when it does.
      worker?.beginRun();
    },
    async setUserData(json, fromProfile) {
      userDataJson = json;
      if (files.length > 0) (await liveWorker()).setUserData(json, fromProfile);
    },
    async close() {
      closed = true;
      await worker?.end();
      return worker?.takeStrays() ?? [];
    },
  };
}

/** What goes to the thread: news of userData and calls that go along only the first time. */
function threadCall(
  { hook, scope }: HostCall,
  files: readonly string[],
  { info }: Pick<HostAnswer, "info">,
  { userDataJson, next = [] }: Partial<HostCall>,
): HostCall {
  return {
    hook,
    scope,
    files,
    info,
    ...(userDataJson === undefined ? {} : { userDataJson }),
    ...(next.length === 0 ? {} : { next }),
  };
}

/** The reports of a call, with one for the handler that the thread ended with. */
function withEnd(
  hook: HookName,
  files: readonly string[],
  { reports, end, output, milliseconds }: WorkerCall,
  timeLimitMs: number,
): readonly HandlerReport[] {
  if (end === undefined) return reports;
  if (end.reported === true) {
    return reports.map((report, index) =>
      index === reports.length - 1 ? { ...report, complaints: [...report.complaints, restarted] } : report,
    );
  }
  const file = files[reports.length];
  if (file === undefined) return reports;
  const log = createOutputLog();
  log.write(output);
  const report: HandlerReport = {
    file,
    milliseconds,
    changes: [],
    log: log.lines(),
    complaints: [restarted],
    ...(end.kind === "timeout"
      ? timeoutReport(hook, file, timeLimitMs)
      : { outcome: "error", message: end.reason, detail: end.reason }),
  };
  return [...reports, report];
}

const diedBetween = (end: WorkerEnd): HookCallTrace => ({
  file: "",
  milliseconds: 0,
  changes: [],
  log: [],
  complaints: [restarted],
  outcome: "error",
  detail: `Between two calls: ${end.reason}`,
});
