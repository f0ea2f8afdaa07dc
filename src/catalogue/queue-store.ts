/** `held`: it does not start before somebody lets it go. */
export type QueueItemState = "waiting" | "held" | "running" | "done" | "failed" | "cancelled";

/** A piece of work in the queue. */
export interface QueueItem {
  readonly id: string;
  /** Which task does it: `export`, `archive.add` … */
  readonly kind: string;
  /** What a person reads. */
  readonly title: string;
  /** Plain data that its task understands. */
  readonly request: unknown;
  /** Who wants it. */
  readonly who: string;
  readonly state: QueueItemState;
  /** The lower goes first. */
  readonly position: number;
  /** The run of the history that it began; one that starts again goes on with it. */
  readonly runId: string | undefined;
  /** How it ended, a sentence; empty where there is nothing to say. */
  readonly message: string;
  /** What its task gave, as plain data. */
  readonly result: unknown;
  /** How often the process that ran it died meanwhile. */
  readonly interruptions: number;
  readonly addedAt: Date;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
}

export type NewQueueItem = Pick<QueueItem, "kind" | "title" | "request" | "who"> & {
  /** A run to go on with. */
  readonly runId?: string;
  /** Waits for `release`. */
  readonly held?: boolean;
};

export type QueueItemChanges = Partial<Pick<QueueItem, "state" | "runId" | "message" | "result">>;

/** The queue in the house's store. Several processes may share it: each item is taken by one. */
export interface QueueStore {
  add(item: NewQueueItem): Promise<QueueItem>;
  /** What runs, waits and is held, in its order. */
  active(): Promise<readonly QueueItem[]>;
  /** What has ended, the latest first. `before` is the last of the page before. */
  ended(query: { readonly limit: number; readonly before?: EndedPlace | undefined }): Promise<readonly QueueItem[]>;
  /** @throws CressetError `not-found`. */
  item(id: string): Promise<QueueItem>;
  itemOfRun(runId: string): Promise<QueueItem | undefined>;
  /** Takes the first that waits and is of one of these kinds, unless the queue is paused. Other processes do not get it. */
  claim(kinds: readonly string[]): Promise<QueueItem | undefined>;
  /**
   * Changes an item that is in one of these states.
   * @throws CressetError `usage` when it is in another: `verb` says what was wanted of it; `not-found`.
   */
  change(id: string, verb: string, from: readonly QueueItemState[], changes: QueueItemChanges): Promise<QueueItem>;
  /** These go first, in this order, then the rest as it was. Those that have ended or run are passed over. */
  order(ids: readonly string[]): Promise<void>;
  isPaused(): Promise<boolean>;
  setPaused(paused: boolean): Promise<void>;
  /** Says that this process still runs these. */
  heartbeat(ids: readonly string[]): Promise<void>;
  /** Asks the process that runs an item to stop it. @throws CressetError `usage` when none does; `not-found`. */
  askToStop(id: string): Promise<QueueItem>;
  /** Those of these items that somebody wants stopped. */
  stopsAsked(ids: readonly string[]): Promise<readonly string[]>;
  /** Says that this process takes work from the queue, and tells of its runs itself. */
  announce(): Promise<void>;
  /** Whether a process of that host has announced itself. */
  isAnnounced(process: { readonly host: string; readonly pid: number | undefined }): Promise<boolean>;
  /**
   * Puts back what runs in a process that is gone: it waits again at its place, with its run. What was there for the third
   * time is held.
   */
  takeBack(): Promise<readonly QueueItem[]>;
  close(): Promise<void>;
}

export interface EndedPlace {
  readonly endedAt: Date;
  readonly id: string;
}
