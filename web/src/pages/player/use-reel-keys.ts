import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { reelQuery } from "./reel-strip.tsx";

/** Keys that go from clip to clip, also while one is being opened: as many presses, so many clips. */
export function useReelKeys(
  reelId: string | null | undefined,
  shown: string | undefined,
  onOpen: (clip: EntryShape) => void,
): void {
  const { data } = useQuery(reelQuery(reelId));
  /** Where the last press led, until the page has come there. */
  const ahead = useRef<string>(undefined);
  if (ahead.current === shown) ahead.current = undefined;
  const go = (by: number) => {
    const clips = data?.clips ?? [];
    const at = ahead.current ?? shown;
    const next = clips[clips.findIndex(({ id }) => id === at) + by];
    if (next === undefined || next.id === at) return;
    ahead.current = next.id;
    onOpen(next);
  };
  useKeys("Reel", [
    { keys: "ArrowUp", label: "The clip before on the reel", run: () => go(-1) },
    { keys: "ArrowDown", label: "The next clip on the reel", run: () => go(1) },
  ]);
}
