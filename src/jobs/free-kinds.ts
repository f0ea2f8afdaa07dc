import type { Task } from "./task.ts";

/** Kinds of items of which one more may run. @param running lanes of the items that run. @param atOnce by lane; else 1. */
export const freeKinds = (
  tasks: ReadonlyMap<string, Task>,
  running: readonly string[],
  atOnce: Readonly<Record<string, number>> = {},
): readonly string[] =>
  [...tasks].flatMap(([kind, { lane }]) =>
    running.filter((each) => each === lane).length < (atOnce[lane] ?? 1) ? [kind] : [],
  );
