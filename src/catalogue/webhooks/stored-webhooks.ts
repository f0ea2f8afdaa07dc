import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";
import { CressetError } from "../../errors.ts";
import type { Store } from "../store/store.ts";
import type { WebhookDeliveryRow, WebhookRow } from "../store/webhook-tables.ts";
import type { DeliveryAttempt, Webhook, WebhookDelivery, WebhookStore } from "../webhook-store.ts";

/** Of each address so many deliveries are kept. */
const mostKept = 1000;

/** The webhooks in a store; see `WebhookStore` for what each call does. */
export class StoredWebhooks implements WebhookStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async webhooks(): Promise<readonly Webhook[]> {
    const rows = await this.#store.db.selectFrom("webhooks").selectAll().orderBy("created_at").orderBy("id").execute();
    return rows.map(webhookOf);
  }

  async webhook(id: string): Promise<Webhook> {
    const row = await this.#store.db.selectFrom("webhooks").selectAll().where("id", "=", id).executeTakeFirst();
    if (row === undefined) throw missing(id);
    return webhookOf(row);
  }

  add({ url, secret, types }: Pick<Webhook, "url" | "secret" | "types">): Promise<Webhook> {
    return this.#store.write("now", async (transaction) => {
      const row = await transaction
        .insertInto("webhooks")
        .values({
          id: randomUUID(),
          url,
          secret,
          types: types.join(" "),
          enabled: 1,
          created_at: new Date().toISOString(),
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return webhookOf(row);
    });
  }

  async change(
    id: string,
    { url, types, enabled }: Partial<Pick<Webhook, "url" | "types" | "enabled">>,
  ): Promise<Webhook> {
    const columns = {
      ...(url === undefined ? {} : { url }),
      ...(types === undefined ? {} : { types: types.join(" ") }),
      ...(enabled === undefined ? {} : { enabled: enabled ? 1 : 0 }),
    };
    if (Object.keys(columns).length > 0)
      await this.#store.write("now", (transaction) =>
        transaction.updateTable("webhooks").set(columns).where("id", "=", id).execute(),
      );
    return this.webhook(id);
  }

  async remove(id: string): Promise<void> {
    const { numDeletedRows } = await this.#store.write("now", (transaction) =>
      transaction.deleteFrom("webhooks").where("id", "=", id).executeTakeFirst(),
    );
    if (numDeletedRows === 0n) throw missing(id);
  }

  addDelivery(webhookId: string, type: string, body: string, dueAt = new Date()): Promise<WebhookDelivery> {
    return this.#store.write("soon", async (transaction) => {
      const row = await transaction
        .insertInto("webhook_deliveries")
        .values(newDelivery(`msg_${randomUUID()}`, webhookId, type, body, dueAt))
        .returningAll()
        .executeTakeFirstOrThrow();
      const old = await transaction
        .selectFrom("webhook_deliveries")
        .select("created_at")
        .where("webhook_id", "=", webhookId)
        .orderBy("created_at", "desc")
        .offset(mostKept)
        .limit(1)
        .executeTakeFirst();
      if (old !== undefined)
        await transaction
          .deleteFrom("webhook_deliveries")
          .where("webhook_id", "=", webhookId)
          .where("status", "!=", "waiting")
          .where("created_at", "<=", old.created_at)
          .execute();
      return deliveryOf(row);
    });
  }

  async addDeliveryOnce(webhookId: string, type: string, body: string, key: string): Promise<void> {
    const id = `msg_${createHash("sha256").update(`${webhookId} ${key}`).digest("hex").slice(0, 32)}`;
    await this.#store.write("soon", (transaction) =>
      transaction
        .insertInto("webhook_deliveries")
        .values(newDelivery(id, webhookId, type, body, new Date()))
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute(),
    );
  }

  async deliveries(
    webhookId: string,
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): Promise<readonly WebhookDelivery[]> {
    const rows = await this.#store.db
      .selectFrom("webhook_deliveries")
      .selectAll()
      .where("webhook_id", "=", webhookId)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .offset(offset)
      .limit(limit)
      .execute();
    return rows.map(deliveryOf);
  }

  async delivery(webhookId: string, id: string): Promise<WebhookDelivery> {
    const row = await this.#store.db
      .selectFrom("webhook_deliveries")
      .selectAll()
      .where("webhook_id", "=", webhookId)
      .where("id", "=", id)
      .executeTakeFirst();
    if (row === undefined) throw new CressetError("not-found", `There is no delivery ${id}.`);
    return deliveryOf(row);
  }

  async waiting(): Promise<number> {
    const { count } = await this.#store.db
      .selectFrom("webhook_deliveries")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .where("status", "=", "waiting")
      .executeTakeFirstOrThrow();
    return count;
  }

  async takeDue(until: Date, most: number): Promise<readonly WebhookDelivery[]> {
    const now = new Date().toISOString();
    const due = () =>
      this.#store.db.selectFrom("webhook_deliveries").where("status", "=", "waiting").where("next_at", "<=", now);
    // Mostly there is nothing, and looking takes no lock.
    if ((await due().select("id").limit(1).executeTakeFirst()) === undefined) return [];
    return this.#store.write("soon", async (transaction) => {
      const ids = transaction
        .selectFrom("webhook_deliveries")
        .select("id")
        .where("status", "=", "waiting")
        .where("next_at", "<=", now)
        .orderBy("next_at")
        .limit(most);
      const rows = await transaction
        .updateTable("webhook_deliveries")
        .set({ next_at: until.toISOString() })
        .where("id", "in", ids)
        .returningAll()
        .execute();
      return rows.map(deliveryOf);
    });
  }

  noteAttempt(
    id: string,
    { status, responseStatus, error, answer, nextAt }: DeliveryAttempt,
  ): Promise<WebhookDelivery> {
    return this.#store.write("soon", async (transaction) => {
      const row = await transaction
        .updateTable("webhook_deliveries")
        .set(({ eb }) => ({
          status,
          error,
          answer,
          response_status: responseStatus ?? null,
          next_at: nextAt?.toISOString() ?? null,
          last_attempt_at: new Date().toISOString(),
          attempts: eb("attempts", "+", 1),
        }))
        .where("id", "=", id)
        .returningAll()
        .executeTakeFirst();
      // Its address was removed while it was sent.
      if (row === undefined) throw new CressetError("not-found", `There is no delivery ${id}.`);
      return deliveryOf(row);
    });
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

const missing = (id: string) => new CressetError("not-found", `There is no webhook ${id}.`);

const webhookOf = ({ id, url, secret, types, enabled, created_at }: WebhookRow): Webhook => ({
  id,
  url,
  secret,
  types: types.split(" "),
  enabled: enabled !== 0,
  createdAt: new Date(created_at),
});

const statuses = z.enum(["waiting", "delivered", "failed"]);
const moment = (text: string | null) => (text === null ? undefined : new Date(text));

const deliveryOf = (row: WebhookDeliveryRow): WebhookDelivery => ({
  id: row.id,
  webhookId: row.webhook_id,
  type: row.type,
  body: row.body,
  status: statuses.parse(row.status),
  attempts: row.attempts,
  createdAt: new Date(row.created_at),
  nextAt: moment(row.next_at),
  lastAttemptAt: moment(row.last_attempt_at),
  responseStatus: row.response_status ?? undefined,
  error: row.error,
  answer: row.answer,
});

const newDelivery = (id: string, webhookId: string, type: string, body: string, dueAt: Date): WebhookDeliveryRow => ({
  id,
  webhook_id: webhookId,
  type,
  body,
  status: "waiting",
  attempts: 0,
  created_at: new Date().toISOString(),
  next_at: dueAt.toISOString(),
  last_attempt_at: null,
  response_status: null,
  error: "",
  answer: "",
});
