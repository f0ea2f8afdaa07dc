import { CressetError } from "../../errors.ts";
import { newRunId } from "../history/run-id.ts";
import { thisProcess } from "../history/run-owner.ts";
import type {
  EndedPlace,
  NewQueueItem,
  QueueItem,
  QueueItemChanges,
  QueueItemState,
  QueueStore,
} from "../queue-store.ts";
import { encodeJson } from "../store/json-codec.ts";
import type { Store, StoreTransaction } from "../store/store.ts";
import { announce, isAnnounced } from "./announced-servers.ts";
import { activeStates, columnsOf, isRunBySomebody, itemOf, noOwner } from "./queue-row.ts";

/** After so many deaths of the process that ran it an item is held: it may be what kills. */
const mostInterruptions = 3;

/** The queue in the house's store. */
export class StoredQueue implements QueueStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  add({ kind, title, request, who, held = false, runId }: NewQueueItem): Promise<QueueItem> {
    return this.#store.write("now", async (transaction) => {
      const last = await transaction
        .selectFrom("queue_items")
        .select(({ fn }) => fn.max("position").as("position"))
        .executeTakeFirst();
      for (;;) {
        const now = new Date();
        const added = await transaction
          .insertInto("queue_items")
          .values({
            id: newRunId(now),
            kind,
            title,
            request: encodeJson(request, "request"),
            who,
            state: held ? "held" : "waiting",
            position: (last?.position ?? 0) + 1,
            added_at: now.toISOString(),
            run_id: runId ?? null,
            message: "",
            result: null,
            interruptions: 0,
            started_at: null,
            ended_at: null,
            ...noOwner,
          })
          .onConflict((conflict) => conflict.column("id").doNothing())
          .returningAll()
          .executeTakeFirst();
        // Another item of this second has the same four letters, once in 900,000: take others.
        if (added !== undefined) return itemOf(added);
      }
    });
  }

  async active(): Promise<readonly QueueItem[]> {
    const rows = await this.#store.db
      .selectFrom("queue_items")
      .selectAll()
      .where("state", "in", activeStates)
      .orderBy("position")
      .execute();
    return rows.map(itemOf).toSorted((a, b) => Number(b.state === "running") - Number(a.state === "running"));
  }

  async ended({ limit, before }: { readonly limit: number; readonly before?: EndedPlace | undefined }) {
    const all = this.#store.db
      .selectFrom("queue_items")
      .selectAll()
      .where("ended_at", "is not", null)
      .where("state", "not in", activeStates)
      .orderBy("ended_at", "desc")
      .orderBy("id", "desc")
      .limit(limit);
    const at = before?.endedAt.toISOString();
    const page =
      before === undefined || at === undefined
        ? all
        : all.where((where) =>
            where.or([
              where("ended_at", "<", at),
              where.and([where("ended_at", "=", at), where("id", "<", before.id)]),
            ]),
          );
    return (await page.execute()).map(itemOf);
  }

  async item(id: string): Promise<QueueItem> {
    const row = await this.#store.db.selectFrom("queue_items").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw unknownItem(id);
    return itemOf(row);
  }

  async itemOfRun(runId: string): Promise<QueueItem | undefined> {
    const row = await this.#store.db
      .selectFrom("queue_items")
      .selectAll()
      .where("run_id", "=", runId)
      .orderBy("added_at", "desc")
      .executeTakeFirst();
    return row === undefined ? undefined : itemOf(row);
  }

  claim(kinds: readonly string[]): Promise<QueueItem | undefined> {
    return this.#store.write("now", async (transaction) => {
      if (kinds.length === 0 || (await pausedIn(transaction))) return undefined;
      const first = await transaction
        .selectFrom("queue_items")
        .select("id")
        .where("state", "=", "waiting")
        .where("kind", "in", kinds)
        .orderBy("position")
        .limit(1)
        .executeTakeFirst();
      if (first === undefined) return undefined;
      const now = new Date().toISOString();
      const taken = await transaction
        .updateTable("queue_items")
        .set({
          state: "running",
          message: "",
          result: null,
          started_at: now,
          ended_at: null,
          owner: encodeJson(thisProcess(), "owner"),
          heartbeat_at: now,
        })
        .where("id", "=", first.id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return itemOf(taken);
    });
  }

  change(id: string, verb: string, from: readonly QueueItemState[], changes: QueueItemChanges): Promise<QueueItem> {
    return this.#store.write("now", async (transaction) => {
      const row = await transaction.selectFrom("queue_items").selectAll().where("id", "=", id).executeTakeFirst();
      if (row === undefined) throw unknownItem(id);
      const { state } = itemOf(row);
      if (!from.includes(state))
        throw new CressetError(
          "conflict",
          `"${row.title}" is ${state}: only what is ${from.join(" or ")} can be ${verb}.`,
        );
      if (changes.state !== undefined)
        await transaction.deleteFrom("queue_settings").where("name", "=", stopOf(id)).execute();
      const changed = await transaction
        .updateTable("queue_items")
        .set(columnsOf(changes))
        .where("id", "=", id)
        .returningAll()
        .executeTakeFirstOrThrow();
      return itemOf(changed);
    });
  }

  askToStop(id: string): Promise<QueueItem> {
    return this.#store.write("now", async (transaction) => {
      const row = await transaction.selectFrom("queue_items").selectAll().where("id", "=", id).executeTakeFirst();
      if (row === undefined) throw unknownItem(id);
      if (row.state !== "running")
        throw new CressetError("conflict", `"${row.title}" is ${row.state}: it does not run any more.`);
      await transaction
        .insertInto("queue_settings")
        .values({ name: stopOf(id), value: new Date().toISOString() })
        .onConflict((conflict) => conflict.column("name").doNothing())
        .execute();
      return itemOf(row);
    });
  }

  async stopsAsked(ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const rows = await this.#store.db
      .selectFrom("queue_settings")
      .select("name")
      .where("name", "in", ids.map(stopOf))
      .execute();
    return ids.filter((id) => rows.some(({ name }) => name === stopOf(id)));
  }

  announce(): Promise<void> {
    return announce(this.#store);
  }

  isAnnounced(process: Parameters<QueueStore["isAnnounced"]>[0]): Promise<boolean> {
    return isAnnounced(this.#store, process);
  }

  order(ids: readonly string[]): Promise<void> {
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined)
      return Promise.reject(new CressetError("usage", `The item ${twice} is named twice. Nothing was moved.`));
    return this.#store.write("now", async (transaction) => {
      const rows = await transaction
        .selectFrom("queue_items")
        .select(["id", "position"])
        .where("state", "in", ["waiting", "held"])
        .orderBy("position")
        .execute();
      // What has begun or ended meanwhile has no place any more, and is no mistake of whoever orders.
      const known = await transaction.selectFrom("queue_items").select("id").where("id", "in", ids).execute();
      const unknown = ids.find((id) => !known.some((row) => row.id === id));
      if (unknown !== undefined) throw unknownItem(unknown);
      const named = ids.filter((id) => rows.some((row) => row.id === id));
      const wanted = [...named, ...rows.map(({ id }) => id).filter((id) => !named.includes(id))];
      for (const [index, { position }] of rows.entries())
        await transaction
          .updateTable("queue_items")
          .set({ position })
          .where("id", "=", wanted[index] ?? "")
          .execute();
    });
  }

  isPaused(): Promise<boolean> {
    return pausedIn(this.#store.db);
  }

  async setPaused(paused: boolean): Promise<void> {
    const value = String(paused);
    await this.#store.write("now", (transaction) =>
      transaction
        .insertInto("queue_settings")
        .values({ name: "paused", value })
        .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
        .execute(),
    );
  }

  async heartbeat(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#store.write("soon", (transaction) =>
      transaction
        .updateTable("queue_items")
        .set({ heartbeat_at: new Date().toISOString() })
        .where("id", "in", ids)
        .execute(),
    );
  }

  takeBack(): Promise<readonly QueueItem[]> {
    return this.#store.write("now", async (transaction) => {
      const running = await transaction.selectFrom("queue_items").selectAll().where("state", "=", "running").execute();
      const back: QueueItem[] = [];
      for (const { id, interruptions } of running.filter((row) => !isRunBySomebody(row))) {
        const count = interruptions + 1;
        const state =
          count < mostInterruptions
            ? { state: "waiting", message: "" }
            : {
                state: "held",
                message: `The process that ran it ended ${count} times meanwhile. Release it to try again.`,
              };
        const row = await transaction
          .updateTable("queue_items")
          .set({ ...state, interruptions: state.state === "held" ? 0 : count, ...noOwner })
          .where("id", "=", id)
          .returningAll()
          .executeTakeFirstOrThrow();
        back.push(itemOf(row));
      }
      return back;
    });
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

/** That an item is to be stopped stands among the settings until it has changed its state. */
const stopOf = (id: string) => `stop ${id}`;

const unknownItem = (id: string) => new CressetError("not-found", `There is no item ${id} in the queue.`);

async function pausedIn(db: Store["db"] | StoreTransaction): Promise<boolean> {
  const row = await db.selectFrom("queue_settings").select("value").where("name", "=", "paused").executeTakeFirst();
  return row?.value === "true";
}
