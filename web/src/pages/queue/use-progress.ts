import { useState } from "react";
import type { Progress } from "../../../../src/server/shapes/queue-shapes.ts";
import { useServerEvent } from "../../api/events.ts";

/** How far what runs is, by item: what the queue said, and what the server told since. */
export function useProgress(): ReadonlyMap<string, Progress> {
  const [latest, setLatest] = useState<ReadonlyMap<string, Progress>>(new Map());
  useServerEvent("run.progress", ({ itemId, progress }) => {
    if (itemId !== null) setLatest((known) => new Map(known).set(itemId, progress));
  });
  useServerEvent("run.finished", ({ itemId }) => {
    setLatest((known) => new Map([...known].filter(([id]) => id !== itemId)));
  });
  return latest;
}
