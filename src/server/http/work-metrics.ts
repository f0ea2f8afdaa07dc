import { Counter, Gauge, type Registry } from "prom-client";
import type { RunEnd } from "../../catalogue/journal.ts";
import type { ServerParts } from "../server-parts.ts";

const states = ["waiting", "held", "running"] as const;
const kinds = ["export", "archive.add", "archive.verify", "archive.restore"] as const;
const runKinds = ["export", "archive"] as const;
const outcomes = [
  "finished",
  "finished-with-hook-errors",
  "aborted",
  "failed",
  "cancelled",
] as const satisfies readonly RunEnd[];

/** Tells of the work: what waits and runs, how runs end, and what was not delivered yet. */
export function measureWork(
  registry: Registry,
  { work, webhooks, hub }: Pick<ServerParts, "work" | "webhooks" | "hub">,
): void {
  const registers = [registry];
  const items: Gauge<"kind" | "state"> = new Gauge({
    name: "cresset_queue_items",
    help: "What is in the queue and has not ended, by kind and state.",
    labelNames: ["kind", "state"],
    registers,
    collect: async () => {
      const active = await work.queue.active();
      items.reset();
      // Alerts need the series before anything is in it.
      for (const kind of kinds) for (const state of states) items.set({ kind, state }, 0);
      for (const { kind, state } of active) items.inc({ kind, state });
    },
  });
  const paused: Gauge = new Gauge({
    name: "cresset_queue_paused",
    help: "1 while the queue starts nothing more, because somebody paused it.",
    registers,
    collect: async () => paused.set((await work.queue.isPaused()) ? 1 : 0),
  });
  const questions: Gauge = new Gauge({
    name: "cresset_questions_waiting",
    help: "Questions that an export or archive of this server waits for an answer to.",
    registers,
    collect: () => questions.set(work.questions.open.length),
  });
  const waiting: Gauge = new Gauge({
    name: "cresset_webhook_deliveries_waiting",
    help: "Webhook deliveries that nobody took yet and that are sent again.",
    registers,
    collect: async () => waiting.set(await webhooks.waiting()),
  });
  const ended = new Counter({
    name: "cresset_runs_total",
    help: "Runs that ended while this server ran, its own and those of the command line, by kind and outcome.",
    labelNames: ["kind", "outcome"],
    registers,
  });
  for (const kind of runKinds) for (const outcome of outcomes) ended.inc({ kind, outcome }, 0);
  hub.listen(({ event, seen }) => {
    // What another server runs, that one counts.
    if (event.type !== "run.finished" || seen?.key === "" || event.data.runId === null) return;
    // Its item of the queue ends in other words.
    work.history.run(event.data.runId).then(
      ({ kind, status }) => ended.inc({ kind, outcome: status }),
      // The server ends, or somebody took the history away.
      () => undefined,
    );
  });
}
