import type { HandlerReport, HookFile, HookHost, HostAnswer, LoadedHookFile } from "./hook-host.ts";
import type { HookCallTrace } from "./hook-runner.ts";
import { leftRunning } from "./left-running.ts";
import { callHandler, restarted } from "./python/call-handler.ts";
import { type PythonOptions, createInterpreterLives } from "./python/interpreter-lives.ts";
import type { Interpreter } from "./python/interpreter.ts";
import { loadPythonFiles, rescanPythonFiles } from "./python/load-python-files.ts";
import { stopsCall } from "./run-handlers.ts";

/** For each handler, where nothing else is said. */
export const pythonTimeLimitMs = 3_600_000;

/** What people are told while they wait. */
export type PythonWaits = NonNullable<PythonOptions["waits"]>;

/** Runs `.py` hook files in one CPython, which is started with the first file. */
export interface PythonHost extends HookHost {
  /** `Python 3.11.2 (/usr/bin/python3)`, once it was started. */
  about(): string;
  /** Why no Python runs, in one sentence; empty when one does or none was needed. */
  problem(): string;
  rescan(files: readonly HookFile[]): Promise<readonly LoadedHookFile[]>;
}

/**
 * The host of Python hook files. A handler that ends the interpreter, or does not end itself, costs it: a new one is
 * started, loads the files again and gets the JSON part of userData; the other handlers go on there.
 */
export function createPythonHost(options: PythonOptions): PythonHost {
  const { timeLimitMs, loadLimitMs } = options;
  const givenUp = new Map<string, string>();
  const lives = createInterpreterLives(options);
  let files: readonly HookFile[] = [];
  let userDataJson = "{}";
  /** The interpreter that has the files and userData. */
  let ready: Interpreter | undefined;
  let closed = false;

  /** Loads until no file ends the interpreter any more: each that does is left out of the next try. */
  async function start(): Promise<{ interpreter: Interpreter; loaded: readonly LoadedHookFile[] } | undefined> {
    for (;;) {
      const interpreter = await lives.start();
      if (interpreter === undefined) return undefined;
      const { files: loaded, end } = await loadPythonFiles(interpreter, files, givenUp, { loadLimitMs });
      if (end === undefined) {
        await interpreter.ask("space.userData", { space: 0, userData: userDataJson });
        ready = interpreter;
        return { interpreter, loaded };
      }
      const culprit = files[loaded.length];
      if (culprit === undefined || givenUp.has(culprit.path)) throw new Error(end.reason);
      const why = end.kind === "timeout" ? `It did not finish loading within ${loadLimitMs / 1000} s.` : end.reason;
      givenUp.set(culprit.path, `${why} (while ${culprit.path} was loaded)`);
    }
  }

  async function live(): Promise<Interpreter> {
    if (ready !== undefined && ready.ended() === undefined) return ready;
    const started = await start();
    if (started === undefined) throw new Error(lives.problem());
    return started.interpreter;
  }

  const strays = (interpreter: Interpreter): readonly HookCallTrace[] => {
    const log = interpreter.takeStrays();
    const late = interpreter.takeLate();
    const left = interpreter.takeLeft();
    return [
      ...(log.length === 0 ? [] : [{ ...betweenCalls, log }]),
      ...late.map((error) => ({ ...betweenCalls, ...error, outcome: "error" as const, isLate: true as const })),
      ...(left === undefined ? [] : [leftRunning(left)]),
    ];
  };

  /** What was scheduled for the time between two hooks. */
  async function beIdle(interpreter: Interpreter, final: boolean): Promise<readonly HookCallTrace[]> {
    const { result, end, log, milliseconds } = await interpreter.unit("idle", { final }, { limitMs: timeLimitMs });
    const failure = end?.reason ?? failureOf(result);
    const outcome = failure === "" ? "ok" : "error";
    const late = failure === "" ? {} : ({ isLate: true } as const);
    const own = {
      ...betweenCalls,
      file: fileOf(result),
      milliseconds,
      log,
      detail: failure,
      outcome,
      ...late,
    } as const;
    return [...(failure === "" && log.length === 0 ? [] : [own]), ...strays(interpreter)];
  }

  return {
    async load(given) {
      files = given;
      if (files.length === 0) return [];
      const started = await start();
      const error = "It is not loaded, for want of Python.";
      return started?.loaded ?? files.map((file) => ({ ...file, hooks: [], error, warnings: [], log: [] }));
    },
    async call(call) {
      const { hook, scope } = call;
      const reports: HandlerReport[] = [];
      const told: HookCallTrace[] = [];
      let { info } = call;
      let news = call.userDataJson;
      let sameInfo = false;
      let continues = call.continues === true;
      userDataJson = news ?? userDataJson;
      const died = ready?.ended();
      if (ready !== undefined && died !== undefined && !closed) told.push(diedBetween(died.reason), ...strays(ready));
      for (const file of call.files) {
        const interpreter = await live();
        const place = { interpreter, space: 0, waiting: undefined, timeLimitMs };
        const called = await callHandler({ hook, file, scope, info, sameInfo, continues, userDataJson: news }, place);
        news = undefined;
        ({ info } = called);
        sameInfo = called.clean;
        continues = true;
        userDataJson = called.report.userDataJson ?? userDataJson;
        reports.push(called.report);
        told.push(...strays(interpreter));
        // It was told of here; the next one starts when it is needed.
        if (called.end !== undefined) ready = undefined;
        if (called.idle) told.push(...(await beIdle(interpreter, false)));
        if (closed || stopsCall(hook, called.report)) break;
      }
      const answer: HostAnswer = { reports, info, strays: told };
      return answer;
    },
    async setUserData(json, fromProfile) {
      userDataJson = json;
      if (files.length > 0 && lives.problem() === "")
        await (await live()).ask("space.userData", { space: 0, userData: json, fromProfile });
    },
    async rescan(given) {
      files = given;
      givenUp.clear();
      if (ready === undefined || ready.ended() !== undefined) return (await start())?.loaded ?? [];
      const { files: loaded, end } = await rescanPythonFiles(ready, files, { loadLimitMs });
      return end === undefined ? loaded : ((await start())?.loaded ?? []);
    },
    async close() {
      closed = true;
      if (ready === undefined || ready.ended() !== undefined) return lives.close().then(() => []);
      const last = await beIdle(ready, true).catch(() => []);
      await lives.close();
      return [...last, ...strays(ready)];
    },
    about: () => lives.about(),
    problem: () => lives.problem(),
  };
}

const betweenCalls = {
  file: "",
  milliseconds: 0,
  changes: [],
  log: [],
  complaints: [],
  detail: "",
  outcome: "ok",
} as const;

const diedBetween = (reason: string): HookCallTrace => ({
  ...betweenCalls,
  complaints: [restarted],
  outcome: "error",
  detail: `Between two calls: ${reason}`,
});

/** The one file that all of what was scheduled stands in. */
function fileOf(result: unknown): string {
  if (typeof result !== "object" || result === null || !("answer" in result) || !Array.isArray(result.answer))
    return "";
  const [file, ...others] = result.answer;
  return typeof file === "string" && others.length === 0 ? file : "";
}

function failureOf(result: unknown): string {
  if (typeof result !== "object" || result === null || !("detail" in result) || !("outcome" in result)) return "";
  return result.outcome === "returned" ? "" : String(result.detail);
}
