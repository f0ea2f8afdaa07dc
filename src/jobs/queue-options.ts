import type { QueueItem, QueueStore } from "../catalogue/queue-store.ts";
import type { Task } from "./task.ts";

/** What a queue is made of. */
export interface QueueOptions {
  readonly store: QueueStore;
  /** By kind of item. */
  readonly tasks: ReadonlyMap<string, Task>;
  /** How many items of a lane run at the same time; 1 where nothing is said. */
  readonly atOnce?: Readonly<Record<string, number>>;
  /** Called after each change, with what changed, where it was one item. */
  readonly changed?: (item?: QueueItem) => void;
  /** What went wrong with the queue itself. */
  readonly complain?: (error: unknown) => void;
}
