import type { RunTrace, TracedCall } from "./trace-queries.ts";

type Handler = TracedCall["handlers"][number];

/** A line of the waterfall: what one file did for one call of a hook, or what happened between hooks. */
export interface TraceRow {
  readonly id: string;
  readonly kind: "hook" | "render" | "write" | "decision";
  /** The hook, or what happened. */
  readonly name: string;
  /** Name of the hook's file; empty between hooks. */
  readonly file: string;
  /** What it was about: an asset, a sequence, the export. */
  readonly about: string;
  /** From the start of the run; null where it was not timed. */
  readonly startMs: number | null;
  readonly milliseconds: number;
  readonly state: "ok" | "aborted" | "error" | "skipped" | "running";
  readonly changes: number;
  readonly printed: number;
  readonly call: TracedCall | undefined;
  readonly handler: Handler | undefined;
}

export interface TraceFilter {
  readonly text: string;
  readonly only: "everything" | "hooks" | "changes" | "troubles" | "printed";
  readonly file: string;
}

/** Every line in the order of time. `names`: of assets, by their ids. */
export function traceRows(
  { calls, spans }: Pick<RunTrace, "calls" | "spans">,
  names: ReadonlyMap<string, string> = new Map(),
): readonly TraceRow[] {
  const nameOf = (id: string) => names.get(id) ?? id;
  const rows = calls.flatMap((call) => {
    let before = 0;
    return call.handlers.map((handler, index): TraceRow => {
      const startMs = call.startMs === null ? null : call.startMs + before;
      before += handler.milliseconds;
      return {
        id: `${call.index}.${index}`,
        kind: "hook",
        name: call.hook,
        file: baseOf(handler.file),
        about: call.asset === null ? (call.sequence ?? "") : nameOf(call.asset),
        startMs,
        milliseconds: handler.milliseconds,
        state: stateOf(handler.outcome),
        changes: handler.changes.length,
        printed: handler.log.length + handler.complaints.length,
        call,
        handler,
      };
    });
  });
  const between = spans.map((span, index): TraceRow => ({
    id: `span ${index}`,
    kind: span.kind,
    name: spanName(span.kind, span.key),
    file: "",
    about: nameOf(aboutOf(span.key)),
    startMs: span.startMs,
    milliseconds: span.milliseconds ?? 0,
    state: span.status === "failed" ? "error" : span.status === "started" ? "running" : "ok",
    changes: 0,
    printed: 0,
    call: undefined,
    handler: undefined,
  }));
  // Calls of one moment stay as they were made.
  return [...rows, ...between].toSorted((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0));
}

/** The lines that are asked for. */
export function filterRows(rows: readonly TraceRow[], { text, only, file }: TraceFilter): readonly TraceRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (file !== "" && row.handler?.file !== file) return false;
    if (only === "hooks" && row.kind !== "hook") return false;
    if (only === "changes" && row.changes === 0) return false;
    if (only === "printed" && row.printed === 0) return false;
    if (only === "troubles" && (row.state === "ok" || row.state === "running")) return false;
    const said = `${row.name} ${row.file} ${row.about} ${row.handler?.detail ?? ""}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
}

/** Every file that was called, with how long it took in all; the slowest first. */
export function filesOf(
  calls: readonly TracedCall[],
): readonly { readonly file: string; readonly milliseconds: number }[] {
  const sums = new Map<string, number>();
  for (const { handlers } of calls)
    for (const { file, milliseconds } of handlers) sums.set(file, (sums.get(file) ?? 0) + milliseconds);
  return [...sums]
    .map(([file, milliseconds]) => ({ file, milliseconds }))
    .toSorted((a, b) => b.milliseconds - a.milliseconds);
}

export const baseOf = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== "") ?? path;

function stateOf(outcome: Handler["outcome"]): TraceRow["state"] {
  if (outcome === "timeout" || outcome === "error") return "error";
  return outcome;
}

/** Keys of steps are a word and what it was about: `render/<asset>`. */
const aboutOf = (key: string): string => key.slice(key.indexOf("/") + 1);

function spanName(kind: string, key: string): string {
  if (kind === "render") return "Render";
  if (kind === "write") return "Write";
  const [word = key] = key.split("/");
  return decisions[word] ?? word;
}

const decisions: Readonly<Record<string, string>> = {
  overwrite: "What of the file that exists",
  version: "Next version",
};
