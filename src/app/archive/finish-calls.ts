import path from "node:path";
import { type Archive, sessionFolder } from "../../archive/archive.ts";
import type { RunStore } from "../../catalogue/run-store.ts";
import { recordingEnd, withArchiveHooks } from "./archive-hooks.ts";
import type { ArchiveParts } from "./archive-parts.ts";
import { archiveRequestSchema } from "./archive-request.ts";
import type { AddOutcome, ArchiveEvent, ArchiveHandlers } from "./archive-wish.ts";
import { segmentInfo, segmentState } from "./segment-info.ts";

/**
 * Calls the hooks that a run still owed when it was killed after its session was complete. Nothing where there is no such
 * run in this history.
 */
export async function finishCalls(
  archive: Archive,
  store: RunStore,
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (event: ArchiveEvent) => void },
  { answers }: ArchiveHandlers,
  parts: ArchiveParts,
): Promise<AddOutcome | undefined> {
  const session = archive.sessions.at(-1);
  if (session === undefined) return undefined;
  const runs = await store.runs({ limit: 1000 });
  const run = runs.find(({ kind, request }) => {
    const asked = kind === "archive" ? archiveRequestSchema.safeParse(request).data : undefined;
    return asked?.task === "add" && asked.archive.id === archive.facts.id && asked.session === session.session;
  });
  if (run === undefined || !["interrupted", "failed", "cancelled"].includes(run.status)) return undefined;
  const { hookFolders } = archiveRequestSchema.parse(run.request);
  const journal = await store.resume(run.id);
  tell({ type: "started", runId: journal.id, resumed: true, session: session.session });
  const { facts, place } = archive;
  return recordingEnd(journal, signal, () =>
    withArchiveHooks(parts, { hookFolders, journal, signal, tell }, answers, async (hooks) => {
      for (const [index, { number, file }] of session.segments.entries()) {
        const isLast = index === session.segments.length - 1;
        const where = path.join(place.root, sessionFolder(session.session), file);
        const event = { number, path: where, fault: "", isWrittenAgain: false, isLast };
        await hooks.call("archiveSegmentCompleted", segmentInfo(event, archive), segmentState(event, session.session));
      }
      await hooks.call("archiveCompleted", { archiveName: facts.name }, `session ${session.session}`);
      await hooks.end();
      const { errors: hookErrors } = hooks;
      const outcome = { runId: journal.id, archive: facts.name, place: place.root, session, problems: [], hookErrors };
      return {
        outcome,
        end: hookErrors.length > 0 ? "finished-with-hook-errors" : "finished",
        summary: { session: session.session, hookErrors },
      };
    }),
  );
}
