import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./api-problem.ts";
import type { EventType } from "../../../src/server/shapes/event-shapes.ts";
import { onRefused, onServerEvent } from "./events.ts";

/** What is read again when the server tells of a change: the first word of the keys of queries. */
const readAgain: readonly (readonly [EventType, readonly string[]])[] = [
  ["projects.changed", ["catalogue"]],
  ["catalogue.changed", ["catalogue"]],
  ["queue.changed", ["queue", "runs"]],
  ["run.finished", ["queue", "runs", "reports"]],
  ["question.asked", ["questions", "queue"]],
  ["question.answered", ["questions", "queue"]],
  ["run.started", ["queue", "runs"]],
  ["archive.segment", ["archives"]],
  ["archives.changed", ["archives", "reports"]],
  ["presets.changed", ["presets"]],
  ["hooks.changed", ["hooks"]],
  ["access.changed", ["access", "me"]],
  ["webhooks.changed", ["webhooks"]],
];

/** An import of a thousand clips is a thousand changes: lists are read again this often, in milliseconds. */
const pause = 250;

/** The answers of the server that are shown now; whatever the server tells of is read again. */
export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // A "no" stays one; a server that is away comes back.
        retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status !== 0),
      },
    },
  });
  for (const [type, keys] of readAgain) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    onServerEvent(type, () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
      }, pause);
    });
  }
  // After a break that was too long for the server to tell what was missed, everything is read again.
  onServerEvent("stream.opened", ({ missed }) => {
    if (missed) void client.invalidateQueries();
  });
  // Whoever was let in and is not any more, in this tab or in another, is at the door again.
  onRefused(() => {
    if (client.getQueryData(["me"]) !== undefined) void client.invalidateQueries({ queryKey: ["me"] });
  });
  return client;
}
