import type { EndedPlace, NewQueueItem, QueueItem, QueueStore } from "../catalogue/queue-store.ts";
import { CressetError, GoesOnLater } from "../errors.ts";
import { freeKinds } from "./free-kinds.ts";
import type { QueueOptions } from "./queue-options.ts";
import type { Task, TaskEnd } from "./task.ts";
import { cancelledByPerson, endOfError, stoppedByClosing } from "./work-end.ts";

/** Work that waits for its turn. Everything that was asked of it is on the disk when it answers. */
export interface Queue {
  /** Goes on with what the queue holds: what ran when the process before died comes first. Nothing runs before. */
  start(): Promise<void>;
  add(item: NewQueueItem): Promise<QueueItem>;
  active(): Promise<readonly QueueItem[]>;
  ended(query: { readonly limit: number; readonly before?: EndedPlace | undefined }): Promise<readonly QueueItem[]>;
  item(id: string): Promise<QueueItem>;
  itemOfRun(runId: string): Promise<QueueItem | undefined>;
  /** Whether a process of that host takes work from this queue, or did. */
  readonly isAnnounced: QueueStore["isAnnounced"];
  isPaused(): Promise<boolean>;
  /** Nothing more is started; what runs comes to its end. */
  pause(): Promise<void>;
  /** The opposite of `pause`. */
  goOn(): Promise<void>;
  order(ids: readonly string[]): Promise<void>;
  hold(id: string): Promise<QueueItem>;
  release(id: string): Promise<QueueItem>;
  /** One that runs is told to stop, whichever process runs it; it is cancelled when it has. */
  cancel(id: string): Promise<QueueItem>;
  /** Asks for the same anew, at the end of the queue. */
  retry(id: string, who: string): Promise<QueueItem>;
  /** Goes on with the run that an item began, at the end of the queue. @throws CressetError `usage` where it began none. */
  resume(id: string): Promise<QueueItem>;
  /** Resolves when nothing runs any more and nothing is about to. */
  idle(): Promise<void>;
  /**
   * Starts nothing more and gives what runs so many milliseconds to end; what has not by then is stopped, and goes on when
   * the queue is opened again.
   */
  close(graceMs?: number): Promise<void>;
}

/** How often the queue says that it lives, and looks for what other processes have added, in milliseconds. */
const heartbeatMs = 5000;
/** How often it is looked whether another process wants something stopped, in milliseconds. */
const lookMs = 500;

interface RunningItem {
  readonly lane: string;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** The queue of a store. It takes work at once and runs it when it is started. */
export const createQueue = (options: QueueOptions): Queue => new StoredWork(options);

class StoredWork implements Queue {
  readonly #options: QueueOptions;
  readonly #store: QueueStore;
  readonly #running = new Map<string, RunningItem>();
  #timer: NodeJS.Timeout | undefined;
  #looker: NodeJS.Timeout | undefined;
  #filling: Promise<void> | undefined;
  #again = false;
  #isStarted = false;
  #isClosing = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#store = options.store;
  }

  async start(): Promise<void> {
    await this.#store.announce();
    await this.#store.takeBack();
    this.#isStarted = true;
    this.#timer = setInterval(() => void this.#beat(), heartbeatMs).unref();
    this.#looker = setInterval(() => void this.#stopWhatIsAsked(), lookMs).unref();
    void this.#fill();
  }

  async add(item: NewQueueItem): Promise<QueueItem> {
    if (!this.#options.tasks.has(item.kind))
      throw new CressetError("usage", `The queue knows no work of the kind "${item.kind}".`);
    return this.#moved(await this.#store.add(item));
  }

  active() {
    return this.#store.active();
  }

  ended(query: Parameters<Queue["ended"]>[0]) {
    return this.#store.ended(query);
  }

  item(id: string) {
    return this.#store.item(id);
  }

  itemOfRun(runId: string) {
    return this.#store.itemOfRun(runId);
  }

  readonly isAnnounced: Queue["isAnnounced"] = (process) => this.#store.isAnnounced(process);

  isPaused() {
    return this.#store.isPaused();
  }

  async pause(): Promise<void> {
    await this.#store.setPaused(true);
    this.#options.changed?.();
  }

  async goOn(): Promise<void> {
    await this.#store.setPaused(false);
    this.#moved();
  }

  async order(ids: readonly string[]): Promise<void> {
    await this.#store.order(ids);
    this.#moved();
  }

  async hold(id: string): Promise<QueueItem> {
    return this.#moved(await this.#store.change(id, "held", ["waiting"], { state: "held" }));
  }

  async release(id: string): Promise<QueueItem> {
    return this.#moved(await this.#store.change(id, "released", ["held"], { state: "waiting", message: "" }));
  }

  async cancel(id: string): Promise<QueueItem> {
    const running = this.#running.get(id);
    const { state, runId } = await this.#store.item(id);
    if (running === undefined && state === "running") return this.#store.askToStop(id);
    if (running === undefined) {
      const item = await this.#store.change(id, "cancelled here", ["waiting", "held"], {
        state: "cancelled",
        message: `It was cancelled before it ${runId === undefined ? "started" : "went on"}.`,
      });
      this.#moved(item);
      await this.#clear(item);
      return item;
    }
    running.stop.abort(cancelledByPerson());
    return this.#store.item(id);
  }

  async retry(id: string, who: string): Promise<QueueItem> {
    const { kind, title, request, state } = await this.#store.item(id);
    if (state === "running" || state === "waiting" || state === "held")
      throw new CressetError("conflict", `"${title}" is ${state}: only what has ended can be tried again.`);
    return this.add({ kind, title, request, who });
  }

  async resume(id: string): Promise<QueueItem> {
    const { runId, title } = await this.#store.item(id);
    if (runId === undefined)
      throw new CressetError("conflict", `"${title}" began no run that could be resumed. Try it again instead.`);
    const from = ["failed", "cancelled"] as const;
    return this.#moved(await this.#store.change(id, "resumed", from, { state: "waiting", message: "" }));
  }

  async idle(): Promise<void> {
    while (this.#filling !== undefined || this.#running.size > 0) {
      await this.#filling;
      await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    }
  }

  async close(graceMs = 0): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#timer);
    clearInterval(this.#looker);
    await this.#filling;
    if (this.#running.size > 0) {
      const stopping = setTimeout(() => {
        for (const { stop } of this.#running.values()) stop.abort(stoppedByClosing());
      }, graceMs);
      await Promise.all([...this.#running.values()].map(({ ended }) => ended));
      clearTimeout(stopping);
    }
    await this.#store.close();
  }

  async #beat(): Promise<void> {
    try {
      await this.#store.heartbeat([...this.#running.keys()]);
      const back = await this.#store.takeBack();
      if (back.length > 0) this.#options.changed?.();
    } catch (error) {
      this.#options.complain?.(error);
    }
    void this.#fill();
  }

  async #stopWhatIsAsked(): Promise<void> {
    if (this.#running.size === 0) return;
    try {
      for (const id of await this.#store.stopsAsked([...this.#running.keys()]))
        this.#running.get(id)?.stop.abort(cancelledByPerson());
    } catch (error) {
      this.#options.complain?.(error);
    }
  }

  /** Tells of a change, which may let something start. */
  #moved(): void;
  #moved(item: QueueItem): QueueItem;
  #moved(item?: QueueItem): QueueItem | undefined {
    this.#options.changed?.(item);
    void this.#fill();
    return item;
  }

  /** Starts what may start; a call while one is under way makes that one look again. */
  #fill(): Promise<void> {
    this.#again = true;
    this.#filling ??= this.#startAll()
      .catch((error: unknown) => this.#options.complain?.(error))
      .finally(() => {
        this.#filling = undefined;
        // Somebody asked between the last look and this moment.
        if (this.#again) void this.#fill();
      });
    return this.#filling;
  }

  async #startAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      for (;;) {
        const { tasks, atOnce } = this.#options;
        const lanes = [...this.#running.values()].map(({ lane }) => lane);
        const free = freeKinds(tasks, lanes, atOnce);
        const item = this.#isClosing || !this.#isStarted ? undefined : await this.#store.claim(free);
        if (item === undefined) break;
        this.#begin(item);
      }
    }
  }

  #begin(item: QueueItem): void {
    const task = this.#options.tasks.get(item.kind);
    if (task === undefined) return;
    const stop = new AbortController();
    const running: RunningItem = {
      lane: task.lane,
      stop,
      ended: this.#run(item, task, stop.signal).finally(() => {
        // It may run again already: somebody was quick to resume it.
        if (this.#running.get(item.id) === running) this.#running.delete(item.id);
        void this.#fill();
      }),
    };
    this.#running.set(item.id, running);
    this.#options.changed?.(item);
  }

  async #run(item: QueueItem, task: Task, signal: AbortSignal): Promise<void> {
    let end: TaskEnd;
    try {
      end = await task.run({
        item,
        resume: item.runId,
        signal,
        began: async (runId) => {
          if (runId !== item.runId) this.#tell(await this.#store.change(item.id, "begun", ["running"], { runId }));
        },
      });
    } catch (error) {
      end = endOfError(error, signal);
    }
    // What the end of the process stopped has not ended: it waits for the next one.
    const isStopped = end.state !== "done" && signal.reason instanceof GoesOnLater;
    if (end.state === "cancelled" && !isStopped) await this.#clear(item);
    try {
      const changes = isStopped ? { state: "waiting" as const } : end;
      this.#tell(await this.#store.change(item.id, "ended", ["running"], changes));
    } catch (error) {
      this.#options.complain?.(error);
    }
  }

  /** An item that a process before has begun. */
  async #clear({ kind, runId }: QueueItem): Promise<void> {
    if (runId === undefined) return;
    await this.#options.tasks
      .get(kind)
      ?.cancelled?.(runId)
      .catch((error: unknown) => this.#options.complain?.(error));
  }

  #tell(item: QueueItem): void {
    this.#options.changed?.(item);
  }
}
