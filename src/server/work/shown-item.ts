import * as z from "zod";
import type { QueueItem } from "../../catalogue/queue-store.ts";
import { pageWords } from "../shapes/page-words.ts";
import type { QueueItemShape } from "../shapes/queue-shapes.ts";
import type { Work } from "./work.ts";

const described = z.object({
  destinationPath: z.string().optional(),
  presets: z.array(z.string()).optional(),
  archive: z.string().optional(),
  to: z.string().optional(),
  sources: z.array(z.string()).optional(),
});

/** An item of the queue as pages show it. */
export function shownItem(
  item: QueueItem,
  position: number | null,
  { questions, liveRuns }: Pick<Work, "questions" | "liveRuns">,
): QueueItemShape {
  const { id, kind, title, who, state, runId, message } = item;
  const { data: request = {} } = described.safeParse(item.request);
  return {
    id,
    kind,
    title,
    who,
    state,
    position,
    message: pageWords(message),
    runId: runId ?? null,
    canResume: runId !== undefined && (state === "failed" || state === "cancelled"),
    questions: questions.open.filter(({ itemId }) => itemId === id).map((question) => question.id),
    progress: state === "running" ? (liveRuns.ofItem(id)?.progress ?? null) : null,
    result: item.result ?? null,
    destination: request.destinationPath ?? request.to ?? request.archive ?? "",
    presets: request.presets ?? [],
    entryId: request.sources?.find((source) => source.startsWith("cresset:"))?.slice("cresset:".length) ?? null,
    addedAt: item.addedAt.toISOString(),
    startedAt: item.startedAt?.toISOString() ?? null,
    endedAt: item.endedAt?.toISOString() ?? null,
  };
}
