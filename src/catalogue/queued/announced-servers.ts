import { isThere, thisProcess } from "../history/run-owner.ts";
import type { Store } from "../store/store.ts";

/** Which processes take work stands among the settings of the queue. */
const serverOf = (host: string, pid: number | "") => `server ${host} ${pid}`;

/** See `QueueStore`. Those of this machine that are gone are forgotten. */
export function announce(store: Store): Promise<void> {
  const { host, pid } = thisProcess();
  return store.write("now", async (transaction) => {
    const rows = await transaction
      .selectFrom("queue_settings")
      .select("name")
      .where("name", "like", `${serverOf(host, "")}%`)
      .execute();
    const gone = rows.map(({ name }) => name).filter((name) => !isThere(Number(name.split(" ").at(-1))));
    if (gone.length > 0) await transaction.deleteFrom("queue_settings").where("name", "in", gone).execute();
    await transaction
      .insertInto("queue_settings")
      .values({ name: serverOf(host, pid), value: new Date().toISOString() })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
  });
}

/** See `QueueStore`. */
export async function isAnnounced(
  store: Store,
  { host, pid }: { readonly host: string; readonly pid: number | undefined },
): Promise<boolean> {
  const row = await store.db
    .selectFrom("queue_settings")
    .select("name")
    .where("name", "=", serverOf(host, pid ?? ""))
    .executeTakeFirst();
  return row !== undefined;
}
