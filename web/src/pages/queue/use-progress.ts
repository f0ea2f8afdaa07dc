import { useState } from "react";
import type { Progress } from "../../../../src/server/shapes/queue-shapes.ts";
import { useServerEvent } from "../../api/events.ts";
import { laterProgress } from "./later-progress.ts";

/** How far what runs is, by item, as the server told since the page was opened. */
export function useProgress(): ReadonlyMap<string, Progress> {
  const [latest, setLatest] = useState<ReadonlyMap<string, Progress>>(new Map());
  useServerEvent("run.progress", ({ itemId, progress }) => {
    if (itemId !== null) setLatest((known) => new Map(known).set(itemId, laterProgress(known.get(itemId), progress)));
  });
  useServerEvent("run.finished", ({ itemId }) => {
    setLatest((known) => new Map([...known].filter(([id]) => id !== itemId)));
  });
  return latest;
}
