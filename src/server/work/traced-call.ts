import type { HookOutcome } from "../../hooks/hook-runner.ts";
import type { TracedCall } from "../shapes/export-shapes.ts";

/** A call of a hook as the trace shows it; `startMs` from the start of its run. */
export function tracedCall(
  { hook, scope, aborted, abortMessage, failed, calls }: HookOutcome,
  { index, startMs }: { readonly index: number; readonly startMs: number | null },
): TracedCall {
  return {
    index,
    hook,
    sequence: scope.sequence ?? null,
    asset: scope.asset ?? null,
    startMs,
    milliseconds: calls.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    aborted,
    abortMessage,
    failed,
    handlers: calls.map(({ file, milliseconds, outcome, detail, changes, log, complaints, answer }) => ({
      file,
      milliseconds,
      outcome,
      detail,
      changes: changes.map(({ key, before, after }) => ({ key, before: before ?? null, after: after ?? null })),
      log: [...log],
      complaints: [...complaints],
      answer: answer ?? null,
    })),
  };
}
