import * as z from "zod";
import type { HandlerReport, HostCall } from "../hook-host.ts";
import type { HookInfo } from "../hook-runner.ts";
import { type HookName, hookTable, type InfoType } from "../hook-table.ts";
import { judgeAnswer } from "../judge-answer.ts";
import { judgeInfo } from "../judge-info.ts";
import { ownValue } from "../user-data.ts";
import { timeoutReport } from "../run-handlers.ts";
import { PythonError } from "../python-backend.ts";
import type { Interpreter, UnitEnd } from "./interpreter.ts";

/** What Python tells of one handler; see `cresset_calls.py`. */
const callResult = z.object({
  outcome: z.enum(["returned", "raised", "timeout", "missing"]),
  message: z.string().default(""),
  detail: z.string().default(""),
  answer: z.unknown().optional(),
  written: z.record(z.string(), z.unknown()).default({}),
  deleted: z.array(z.string()).default([]),
  userData: z.string().optional(),
  lost: z.array(z.string()).default([]),
  idle: z.boolean().default(false),
  milliseconds: z.number().default(0),
});
type CallResult = z.infer<typeof callResult>;

export interface CallPlace {
  readonly interpreter: Interpreter;
  /** Which userData the handlers get; 0 is that of the run. */
  readonly space: number;
  readonly waiting: number | undefined;
  readonly timeLimitMs: number;
}

export interface HandlerCall {
  readonly hook: HookName;
  readonly file: string;
  readonly scope: HostCall["scope"];
  readonly info: HookInfo;
  /** The info that Python already has from the handler before is the same. */
  readonly sameInfo: boolean;
  /** Another Python handler had its turn in this call before: this one gets the same dict, with the keys it added. */
  readonly continues: boolean;
  readonly userDataJson: string | undefined;
}

export interface CalledHandler {
  readonly report: HandlerReport;
  /** info after it. */
  readonly info: HookInfo;
  /** Whether the dict that this one had needs no putting right for the next handler. */
  readonly clean: boolean;
  readonly end: UnitEnd["end"];
  /** Something was scheduled for the time between hooks. */
  readonly idle: boolean;
}

/** Calls one handler in Python and lets the contract have its say on what it did. */
export async function callHandler(call: HandlerCall, place: CallPlace): Promise<CalledHandler> {
  const { hook, file, scope, info, sameInfo, continues, userDataJson } = call;
  const { interpreter, space, waiting, timeLimitMs } = place;
  const params = {
    space,
    hook,
    file,
    ...(sameInfo ? {} : { info: inPython(hook, info), continues }),
    ...(userDataJson === undefined ? {} : { userData: userDataJson }),
  };
  const caller = { hook, file, scope };
  const unit = await interpreter.unit("hook.call", params, { limitMs: timeLimitMs, caller, waiting }).catch(refused);
  const own = { file, log: unit.log } as const;
  if (unit.end !== undefined) {
    const { kind, reason } = unit.end;
    const died = { outcome: "error", message: reason, detail: reason } as const;
    const timedOut = kind === "timeout" && unit.interrupted !== "cancelled";
    const told = timedOut ? timeoutReport(hook, file, timeLimitMs) : died;
    const report = { ...own, milliseconds: unit.milliseconds, changes: [], complaints: [restarted], ...told };
    return { report, info, clean: false, end: unit.end, idle: false };
  }
  const result = callResult.parse(unit.result);
  const verdict = judgeInfo(hook, info, leftInfo(hook, info, result));
  const lost = result.lost.map((place) => `Of userData, ${place}: hooks share it, but it is not kept with the run.`);
  const report: HandlerReport = {
    ...own,
    milliseconds: result.milliseconds,
    changes: verdict.changes,
    complaints: [...verdict.complaints, ...lost],
    ...outcomeOf(call, asInterrupted(result, unit.interrupted), verdict, timeLimitMs),
    ...(result.userData === undefined ? {} : { userDataJson: result.userData }),
  };
  const clean = verdict.complaints.length === 0 && result.outcome !== "missing";
  return { report, info: verdict.info, clean, end: undefined, idle: result.idle };
}

/** Python knows that a signal came; who sent it is known here. */
function asInterrupted(result: CallResult, interrupted: UnitEnd["interrupted"]): CallResult {
  if (result.outcome !== "timeout" || interrupted === "timeout") return result;
  // The hook caught it by itself.
  if (result.message === "" && interrupted === undefined) return { ...result, outcome: "returned" };
  const message =
    interrupted === "cancelled"
      ? "The run was stopped while it was at work"
      : "KeyboardInterrupt: a signal (SIGINT) came that Cresset did not send";
  return { ...result, outcome: "raised", message, detail: [`${message}.`, result.detail].join("\n").trim() };
}

/** info without what only TypeScript is told. */
function inPython(hook: HookName, info: HookInfo): HookInfo {
  const declared: Readonly<Record<string, { readonly type: InfoType; readonly only?: "typescript" }>> =
    hookTable[hook].info;
  return Object.fromEntries(Object.entries(info).filter(([key]) => ownValue(declared, key)?.only === undefined));
}

/** Cresset's own Python code raised: the handler counts as failed, and the run goes on. */
function refused(error: unknown): UnitEnd {
  if (!(error instanceof PythonError)) throw error;
  const result = { outcome: "raised", message: error.message, detail: error.detail };
  return { result, end: undefined, interrupted: undefined, log: [], milliseconds: 0 };
}

export const restarted =
  "The Python interpreter was started again: userData was restored from its JSON part; live objects in it and the variables of hook files are lost.";

/** info as the handler left it. */
function leftInfo(hook: HookName, before: HookInfo, { outcome, written, deleted }: CallResult): HookInfo {
  if (outcome === "missing") return before;
  if (hookTable[hook].kind === "profiles") return written;
  const left: Record<string, unknown> = { ...before, ...written };
  for (const key of deleted) delete left[key];
  return left;
}

function outcomeOf(
  { hook, file }: HandlerCall,
  { outcome, message, detail, answer: given }: CallResult,
  verdict: ReturnType<typeof judgeInfo>,
  timeLimitMs: number,
): Pick<HandlerReport, "outcome" | "detail" | "message" | "answer"> {
  if (outcome === "missing") {
    const text = `${file} defined ${hook} at first, but not any more when it was loaded again.`;
    return { outcome: "error", message: text, detail: text };
  }
  if (outcome === "timeout") {
    const told = timeoutReport(hook, file, timeLimitMs);
    return { ...told, detail: [told.detail, detail].filter((text) => text !== "").join("\n") };
  }
  if (outcome === "raised") return { outcome: "error", message, detail };
  if (verdict.aborted) {
    const { abortMessage } = verdict.info;
    const text = typeof abortMessage === "string" ? abortMessage : "";
    return { outcome: "aborted", message: text, detail: text };
  }
  const { answer, complaint } = judgeAnswer(hook, given);
  if (complaint !== undefined) return { outcome: "error", message: complaint, detail: complaint };
  return { outcome: "ok", message: "", detail: "", ...(answer === undefined ? {} : { answer }) };
}
