import type { RefObject } from "react";
import { useKeys } from "../../keys/use-keys.ts";
import { canDo, type QueueActions } from "./queue-actions.ts";
import type { Work } from "./shown-work.ts";

/** What keys and buttons of the page do. */
export interface QueueDoing {
  readonly actions: QueueActions;
  readonly works: readonly Work[];
  /** Of the chosen line. */
  readonly index: number;
  readonly paused: boolean;
  /** Whether whoever looks may change anything. */
  readonly mayWork: boolean;
  readonly show: (index: number) => void;
  readonly trace: (work: Work) => void;
  readonly history: (on: boolean) => void;
}

export function useQueueKeys(doing: QueueDoing, list: RefObject<HTMLElement | null>): void {
  const { actions, works, index } = doing;
  const work = works[index];
  const can = canDo(work);
  const on = (key: keyof typeof can, run: (work: Work) => unknown) => ({
    run: () => {
      if (work !== undefined) run(work);
    },
    when: () => can[key],
  });
  const inList = () => document.activeElement === list.current;
  const go = (keys: string, label: string, to: number) => ({ keys, label, run: () => doing.show(to), when: inList });
  const changing = [
    { keys: "alt+ArrowUp", label: "Earlier in the queue", ...on("move", (one) => actions.move(works, one, -1)) },
    { keys: "alt+ArrowDown", label: "Later in the queue", ...on("move", (one) => actions.move(works, one, 1)) },
    { keys: "alt+Home", label: "Next to run", ...on("move", (one) => actions.move(works, one, -works.length)) },
    { keys: "h", label: "Hold, or let it go", ...on("hold", actions.holdOrRelease) },
    { keys: "x, Delete", label: "Cancel", ...on("cancel", actions.cancel) },
    { keys: "r", label: "Try again", ...on("retry", actions.retry) },
    { keys: "u", label: "Resume", ...on("resume", actions.resume) },
    { keys: "p", label: "Pause after the current one, or go on", run: () => void actions.pause(!doing.paused) },
  ];
  useKeys("Queue", [
    go("ArrowDown, j", "Next", index + 1),
    go("ArrowUp, k", "Previous", index - 1),
    go("PageDown", "Ten further", index + 10),
    go("PageUp", "Ten back", index - 10),
    go("Home", "First", 0),
    go("End", "Last", works.length - 1),
    ...(doing.mayWork ? changing : []),
    { keys: "t", label: "Its hook trace", ...on("trace", doing.trace) },
    { keys: "1", label: "Queue", run: () => doing.history(false) },
    { keys: "2", label: "History", run: () => doing.history(true) },
    { keys: "Escape", label: "To the list", run: () => list.current?.focus(), when: () => !inList() },
  ]);
}
