import type * as z from "zod";
import { claimKey, pathsKey } from "../../catalogue/journal.ts";
import type { RunStore } from "../../catalogue/run-store.ts";
import { hookOutcomeSchema } from "../../export/sandwich-hooks.ts";
import { offsetCursor } from "../http/page.ts";
import type { traceShape } from "../shapes/run-shapes.ts";
import { tracedCall } from "./traced-call.ts";

const mostSpans = 2000;
/** What the journal notes for itself. */
const ownNotes = [claimKey, pathsKey];

/**
 * Some of the calls of hooks of a run, and what happened between all of them. A trace is long: of what hooks gave only
 * what belongs to the page is read.
 * @throws CressetError `not-found`.
 */
export async function runTrace(
  named: string,
  { from, limit }: { readonly from: number; readonly limit: number },
  history: RunStore,
): Promise<z.infer<typeof traceShape>> {
  const { id, startedAt, endedAt } = await history.run(named);
  const outlines = await history.stepOutlines(id);
  const since = (moment: Date) => moment.getTime() - startedAt.getTime();
  const asked = outlines.filter(({ kind, status }) => kind === "hook" && status === "done");
  const spans = outlines.flatMap(({ key, kind, status, startedAt: at, endedAt: end }) =>
    kind === "hook" || ownNotes.includes(key)
      ? []
      : [{ key, kind, status, startMs: since(at), milliseconds: end === undefined ? null : since(end) - since(at) }],
  );
  const items: z.infer<typeof traceShape>["items"] = [];
  let next = from;
  // No file defines most hooks: such a step holds no call, and the page goes on behind it.
  while (items.length < limit && next < asked.length) {
    const wanted = asked.slice(next, next + limit - items.length);
    const steps = await history.steps(
      id,
      wanted.map(({ key }) => key),
    );
    for (const [place, { result, startedAt: at }] of steps.entries()) {
      const parsed = hookOutcomeSchema.safeParse(result);
      if (parsed.success && parsed.data.calls.length > 0)
        items.push(tracedCall(parsed.data, { index: next + place, startMs: since(at) }));
    }
    next += wanted.length;
  }
  return {
    runId: id,
    milliseconds: since(endedAt ?? new Date()),
    spans: spans.slice(0, mostSpans),
    items,
    nextCursor: next < asked.length ? offsetCursor.write(next) : null,
  };
}
