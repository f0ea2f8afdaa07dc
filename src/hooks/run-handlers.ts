import { errorDetail, errorMessage } from "./error-text.ts";
import { type HandlerEnd, type HandlerSession, currentSession, openSession } from "./handler-session.ts";
import type { HookApi, HookApiBackend } from "./hook-api.ts";
import type { HandlerReport } from "./hook-host.ts";
import type { HookInfo, HookScope } from "./hook-runner.ts";
import { type HookName, hookTable } from "./hook-table.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { type InfoVerdict, judgeInfo } from "./judge-info.ts";
import type { OutputLog } from "./output-log.ts";
import { durationText } from "./time-limit.ts";
import { type UserData, jsonPart } from "./user-data.ts";

/** One function of one file. */
export interface Handler {
  readonly file: string;
  readonly run: (...values: readonly unknown[]) => unknown;
  /** What the function was taken from: `this` in it. */
  readonly self: unknown;
}

/** What handlers run in: a thread of their own, or the process of a test. */
export interface Surroundings {
  readonly backend: HookApiBackend;
  readonly userData: UserData;
  /** Milliseconds, for the traces: what the hook was given. */
  readonly timeLimitMs: number;
  /** Places in userData that were reported already: once per run is enough. */
  readonly reported: Set<string>;
  readonly newOutput?: () => OutputLog;
  onBegin(session: HandlerSession, index: number): void;
  /** Waited for when a handler has returned, before its end is judged. */
  readonly beforeEnd?: () => Promise<void>;
  /** With info as the next handler will see it, and as this one left it. */
  onEnd(report: HandlerReport, info: HookInfo, live: HookInfo): void;
}

export interface HandlersResult {
  readonly info: HookInfo;
  readonly reports: readonly HandlerReport[];
  /** The last handler still runs: whatever it runs in cannot be trusted any more. */
  readonly stuck: boolean;
}

/**
 * Calls handlers one after the other on the same info and userData. After an abort, and after a failure in a hook that
 * fails closed, the rest is not called.
 */
export async function runHandlers(
  call: { readonly hook: HookName; readonly info: HookInfo; readonly scope: HookScope },
  handlers: readonly Handler[],
  surroundings: Surroundings,
): Promise<HandlersResult> {
  const { hook, scope } = call;
  const reports: HandlerReport[] = [];
  let info = call.info;
  let live = liveCopy(info);
  for (const [index, handler] of handlers.entries()) {
    const session = openSession({ hook, file: handler.file, scope }, surroundings.backend, surroundings.newOutput?.());
    surroundings.onBegin(session, index);
    const began = performance.now();
    const values = handlerArguments(hook, live, surroundings.userData.live, session.api);
    const end = await currentSession.run(session, () =>
      session.settle(() => Reflect.apply(handler.run, handler.self, values), surroundings.beforeEnd),
    );
    const milliseconds = performance.now() - began;
    const { verdict, unreadable } = readVerdict(hook, info, live);
    const report = {
      file: handler.file,
      milliseconds,
      changes: verdict.changes,
      log: session.output.lines(),
      ...judgeEnd(hook, handler.file, unreadable ?? end, verdict, surroundings.timeLimitMs),
      ...keepUserData(surroundings, verdict.complaints),
    };
    info = verdict.info;
    const left = live;
    // The next handler gets the same object, unless this one left something in it that it may not write.
    if (verdict.complaints.length > 0) live = liveCopy(info);
    reports.push(report);
    surroundings.onEnd(report, info, left);
    const stuck = end.kind === "timeout" && end.stuck;
    if (stuck || stopsCall(hook, report)) return { info, reports, stuck };
  }
  return { info, reports, stuck: false };
}

/** A handler may leave a key that throws when it is read: it has failed, and info stays as it was. */
function readVerdict(
  hook: HookName,
  before: HookInfo,
  after: HookInfo,
): { readonly verdict: InfoVerdict; readonly unreadable?: HandlerEnd } {
  try {
    return { verdict: judgeInfo(hook, before, after) };
  } catch (error) {
    const complaints = ["info cannot be read any more: nothing of what was written to it is kept."];
    return {
      verdict: { info: before, changes: [], complaints, aborted: false },
      unreadable: { kind: "threw", error },
    };
  }
}

/** Whether the handlers after this one are not called any more. */
export const stopsCall = (hook: HookName, report: HandlerReport): boolean =>
  report.outcome === "aborted" || (report.outcome !== "ok" && hookTable[hook].onError === "closed");

/** Lists are copied, so that a handler that sorts shotNames in place is found out. */
function liveCopy(info: HookInfo): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...info };
  for (const [key, value] of Object.entries(copy)) {
    if (typeof value === "object" && value !== null) copy[key] = structuredClone(value);
  }
  return copy;
}

/** What a handler is called with, in order. */
export function argumentNames(hook: HookName): readonly string[] {
  const { kind } = hookTable[hook];
  if (kind === "info") return ["info", "userData", "cresset"];
  if (kind === "value") return hook === "exportOverwriteFile" ? ["path", "cresset"] : ["cresset"];
  return [kind === "profiles" ? "profiles" : "info", "cresset"];
}

function handlerArguments(hook: HookName, info: HookInfo, userData: unknown, api: HookApi): readonly unknown[] {
  const { kind } = hookTable[hook];
  if (kind === "info") return [info, userData, api];
  if (kind === "value") return hook === "exportOverwriteFile" ? [info["path"], api] : [api];
  return [info, api];
}

type EndReport = Pick<HandlerReport, "outcome" | "detail" | "message" | "answer">;

function judgeEnd(hook: HookName, file: string, end: HandlerEnd, verdict: InfoVerdict, timeLimitMs: number): EndReport {
  if (end.kind === "threw") {
    return { outcome: "error", message: errorMessage(end.error), detail: errorDetail(end.error) };
  }
  if (end.kind === "timeout") return timeoutReport(hook, file, timeLimitMs);
  if (verdict.aborted) {
    const { abortMessage } = verdict.info;
    const message = typeof abortMessage === "string" ? abortMessage : "";
    return { outcome: "aborted", message, detail: message };
  }
  const { answer, complaint } = judgeAnswer(hook, end.answer);
  if (complaint !== undefined) return { outcome: "error", message: complaint, detail: complaint };
  return { outcome: "ok", message: "", detail: "", ...(answer === undefined ? {} : { answer }) };
}

export function timeoutReport(hook: HookName, file: string, timeLimitMs: number): EndReport {
  const message = `${hook} ran longer than its time limit of ${durationText(timeLimitMs)}`;
  return { outcome: "timeout", message, detail: `${message} in ${file}.` };
}

/** The JSON part of userData after a handler, where it changed; new parts that JSON cannot hold become complaints. */
function keepUserData(
  { userData, reported }: Surroundings,
  complaints: readonly string[],
): Pick<HandlerReport, "complaints" | "userDataJson"> {
  const part = jsonPart(userData.live);
  const lost = part.lost.filter((place) => !reported.has(place));
  for (const place of lost) reported.add(place);
  const all = [
    ...complaints,
    ...lost.map((place) => `Of userData, ${place}: hooks share it, but it is not kept with the run.`),
  ];
  if (part.json === userData.json) return { complaints: all };
  userData.json = part.json;
  return { complaints: all, userDataJson: part.json };
}
