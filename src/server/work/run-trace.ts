import type * as z from "zod";
import type { RunStore } from "../../catalogue/run-store.ts";
import { hookOutcomeSchema } from "../../export/sandwich-hooks.ts";
import { offsetCursor } from "../http/page.ts";
import type { traceShape } from "../shapes/run-shapes.ts";
import { tracedCall } from "./traced-call.ts";

const mostSpans = 2000;

/** The calls of hooks of a run, and what happened between them. @throws CressetError `not-found`. */
export async function runTrace(
  named: string,
  { from, limit }: { readonly from: number; readonly limit: number },
  history: RunStore,
): Promise<z.infer<typeof traceShape>> {
  const { id, startedAt, endedAt } = await history.run(named);
  const steps = await history.steps(id);
  const since = (moment: Date) => moment.getTime() - startedAt.getTime();
  const calls = steps.flatMap(({ kind, status, startedAt: at, result }) => {
    if (kind !== "hook" || status !== "done") return [];
    const parsed = hookOutcomeSchema.safeParse(result);
    return parsed.success && parsed.data.calls.length > 0 ? [{ outcome: parsed.data, startMs: since(at) }] : [];
  });
  const spans = steps.flatMap(({ key, kind, status, startedAt: at, endedAt: end }) =>
    kind === "hook" || key === "claim"
      ? []
      : [{ key, kind, status, startMs: since(at), milliseconds: end === undefined ? null : since(end) - since(at) }],
  );
  return {
    runId: id,
    milliseconds: since(endedAt ?? new Date()),
    spans: spans.slice(0, mostSpans),
    items: calls
      .slice(from, from + limit)
      .map(({ outcome, startMs }, index) => tracedCall(outcome, { index: from + index, startMs })),
    nextCursor: from + limit < calls.length ? offsetCursor.write(from + limit) : null,
  };
}
