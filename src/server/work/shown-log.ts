import * as z from "zod";
import type { LogLine } from "../shapes/run-shapes.ts";
import { hookOutcomeSchema } from "../../export/sandwich-hooks.ts";
import type { Work } from "./work.ts";

const failure = z.object({ message: z.string().catch(""), detail: z.string().catch("") }).catch({
  message: "It failed.",
  detail: "",
});

/** What was said while a run ran; of one that another process ran, what its steps tell. */
export async function runLog(
  runId: string,
  { logs, history }: Pick<Work, "logs" | "history">,
): Promise<readonly LogLine[]> {
  const kept = await logs.read(runId);
  if (kept !== undefined) return kept;
  const steps = await history.steps(runId);
  return steps.flatMap(({ key, kind, status, startedAt, endedAt, result, error }): readonly LogLine[] => {
    const at = (endedAt ?? startedAt).toISOString();
    if (status === "failed") {
      const { message, detail } = failure.parse(error);
      return [{ at, level: "error", text: `${key}: ${message}`, ...(detail === "" ? {} : { detail }) }];
    }
    if (kind === "render" || kind === "write")
      return [{ at, level: "info", text: status === "done" ? `${key} is done.` : `${key} was begun.` }];
    if (kind !== "hook") return [];
    const { data } = hookOutcomeSchema.safeParse(result);
    return (data?.calls ?? []).flatMap(({ file, log, complaints, outcome, detail }) => [
      ...[...log, ...complaints].map((text) => ({
        at,
        level: "info" as const,
        text: `${data?.hook} (${file}): ${text}`,
      })),
      ...(outcome === "error" || outcome === "timeout"
        ? [{ at, level: "error" as const, text: `${data?.hook} (${file}) failed.`, detail }]
        : []),
      ...(outcome === "aborted"
        ? [{ at, level: "warning" as const, text: `${data?.hook} (${file}) said no: ${detail}` }]
        : []),
    ]);
  });
}
