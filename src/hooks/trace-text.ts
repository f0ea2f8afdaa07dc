import { basename } from "node:path";
import type { HookCallTrace, HookOutcome } from "./hook-runner.ts";

/** What the trace of one hook call needs; `HookOutcome` has it. */
/** Changes of one call that the tree shows; the JSON has them all. */
const shownChanges = 6;

export type TracedCall = Pick<HookOutcome, "hook" | "scope" | "calls">;

/**
 * A readable tree of hook calls: hook and scope, below it each file with its time, what it changed before → after, what
 * it printed, complaints, and why it was skipped.
 */
export function traceText(traced: readonly TracedCall[]): string {
  return traced.flatMap((call) => callLines(call)).join("\n");
}

function callLines({ hook, scope, calls }: TracedCall): readonly string[] {
  const place = [scope.sequence, scope.asset].filter((part) => part !== undefined).join(" › ");
  const title = place === "" ? hook : `${hook}  ${place}`;
  if (calls.length === 0) return [`${title}  (no handler)`];
  const lines = [title];
  for (const [index, call] of calls.entries()) {
    const last = index === calls.length - 1;
    lines.push(`${last ? "└─" : "├─"} ${headline(call)}`);
    lines.push(...notes(call).map((note) => `${last ? "  " : "│ "}   ${note}`));
  }
  return lines;
}

/** `folders.ts  0.4 ms  ok`. */
export function headline(call: HookCallTrace): string {
  const name = call.file === "" ? "(hook thread)" : basename(call.file);
  if (call.outcome === "skipped") return `${name}  skipped: ${call.detail}`;
  if (call.outcome === "ok" && call.detail !== "") return `${name}  ${call.detail}`;
  const outcome =
    call.outcome === "aborted" ? `aborted: ${call.detail === "" ? "(no message)" : call.detail}` : call.outcome;
  const answer = call.answer === undefined ? "" : `  answered ${show(call.answer)}`;
  return `${name}  ${call.milliseconds.toFixed(1)} ms  ${outcome}${answer}`;
}

/** What is told below the headline: changes, output, complaints, the error. */
export function notes(call: HookCallTrace): readonly string[] {
  const detail = call.outcome === "error" || call.outcome === "timeout" ? call.detail.split("\n") : [];
  return [
    ...call.changes.slice(0, shownChanges).map(({ key, before, after }) => `${key}: ${show(before)} → ${show(after)}`),
    ...(call.changes.length > shownChanges ? [`… and ${call.changes.length - shownChanges} more changes`] : []),
    ...call.log.map((line) => `| ${line}`),
    ...call.complaints.map((complaint) => `! ${complaint}`),
    ...detail.map((line) => `  ${line}`),
  ];
}

function show(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
