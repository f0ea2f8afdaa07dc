import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { QueueItemShape } from "../../../../src/server/shapes/queue-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { ask } from "../../shell/ask.ts";
import { notify } from "../../shell/notices.ts";
import type { Work } from "./shown-work.ts";
import { isWaiting } from "./shown-work.ts";

type Verb = "hold" | "release" | "cancel" | "retry" | "resume";

/** What one does to the queue; each says by itself what went wrong. */
export function useQueueActions() {
  const queries = useQueryClient();
  return useMemo(() => {
    const attempt = async <T>(failed: string, work: () => Promise<T>): Promise<T | undefined> => {
      try {
        return await work();
      } catch (error) {
        notify({ kind: "bad", title: failed, message: sentenceOf(error) });
        return undefined;
      } finally {
        void queries.invalidateQueries({ queryKey: ["queue"] });
        void queries.invalidateQueries({ queryKey: ["runs"] });
      }
    };
    const post = (work: Work, verb: Verb) =>
      attempt(`“${work.title}” was left as it was`, () =>
        api.post<QueueItemShape>(`/queue/${work.itemId ?? ""}/${verb}`),
      );
    return {
      pause: (paused: boolean) =>
        attempt(paused ? "The queue was not paused" : "The queue does not go on", () =>
          api.post(`/queue/${paused ? "pause" : "continue"}`),
        ),
      holdOrRelease: (work: Work) => post(work, work.state === "held" ? "release" : "hold"),
      retry: (work: Work) => post(work, "retry"),
      resume: async (work: Work) => {
        if (work.itemId !== null) return post(work, "resume");
        // A run of the command line was never in the queue.
        const queued = await attempt(`“${work.title}” was left as it was`, () =>
          api.post(`/runs/${encodeURIComponent(work.runId ?? "")}/resume`),
        );
        if (queued !== undefined) notify({ kind: "good", title: `“${work.title}” goes on in the queue` });
        return queued;
      },
      cancel: async (work: Work) => {
        if (work.section === "Running") {
          const answer = await ask({
            title: `Cancel “${work.title}”?`,
            message: "What is finished stays. It can be resumed later.",
            escape: "keep",
            buttons: [
              { value: "keep", label: "Let it run" },
              { value: "cancel", label: "Cancel it", primary: true, danger: true },
            ],
          });
          if (answer?.value !== "cancel") return;
        }
        await post(work, "cancel");
      },
      /** Moves one of what waits by so many places. */
      move: (works: readonly Work[], work: Work, by: number) => {
        const ids = works.filter(({ state }) => isWaiting(state)).flatMap(({ itemId }) => itemId ?? []);
        const from = ids.indexOf(work.itemId ?? "");
        const to = Math.max(0, Math.min(ids.length - 1, from + by));
        if (from < 0 || to === from) return Promise.resolve(undefined);
        const [moved = ""] = ids.splice(from, 1);
        ids.splice(to, 0, moved);
        return attempt("The order was left as it was", () => api.post("/queue/order", { ids }));
      },
    };
  }, [queries]);
}

export type QueueActions = ReturnType<typeof useQueueActions>;

/** What can be done to a line now. */
export function canDo(work: Work | undefined) {
  const item = work?.itemId !== null && work !== undefined;
  const ended =
    work !== undefined && work.section !== "Running" && work.section !== "Waiting" && work.state !== "running";
  return {
    hold: item && isWaiting(work.state),
    move: item && isWaiting(work.state),
    cancel: item && (work.section === "Running" || isWaiting(work.state)),
    retry: item && ended,
    resume: ended && work.canResume && (item || work.runId !== null),
    trace: work !== undefined && work.runId !== null && (work.kind === "export" || work.kind === "archive"),
  };
}
