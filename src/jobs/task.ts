import type { QueueItem } from "../catalogue/queue-store.ts";

/** How a task came to its end. One that throws has failed, or was cancelled where its signal says so. */
export interface TaskEnd {
  readonly state: "done" | "failed" | "cancelled";
  /** A sentence; empty where there is nothing to say. */
  readonly message: string;
  /** Plain data for whoever looks at the item later. */
  readonly result?: unknown;
}

/** What a task is given to do an item of the queue. */
export interface TaskRun {
  readonly item: QueueItem;
  /** The run to go on with: the item was begun before. */
  readonly resume: string | undefined;
  /** Aborts when the item is cancelled, and when the process shall end. */
  readonly signal: AbortSignal;
  /** Notes the run that the item began, so that it can be resumed. */
  readonly began: (runId: string) => Promise<void>;
}

/** Does items of one kind. The queue does not know what that is. */
export interface Task {
  /** Items of one lane count together against how many may run at the same time. */
  readonly lane: string;
  run(work: TaskRun): Promise<TaskEnd>;
  /** Clears away what an item that was begun before, and is cancelled now, has left unfinished. */
  cancelled?(runId: string): Promise<void>;
}
