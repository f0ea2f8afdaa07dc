import { Webhook as Signer } from "standardwebhooks";
import { version } from "../../app/version.ts";
import type { Webhook, WebhookDelivery, WebhookStore } from "../../catalogue/webhook-store.ts";
import type { EventHub } from "../events/hub.ts";
import { postFault } from "./post-fault.ts";

/** Milliseconds after which an attempt is made again, each with a quarter more or less by chance. */
const pauses = [5000, 30_000, 120_000, 600_000, 3_600_000, 6 * 3_600_000, 24 * 3_600_000];
/** How long an answer may take, in milliseconds. */
const patience = 15_000;
const lookEvery = 1000;
const atOnce = 10;
/** Bytes of an answer that are read; more than its beginning helps nobody. */
const mostAnswer = 2000;

/** Tells other programs of events, as Standard Webhooks has it: signed, and again when nobody took it. */
export interface WebhookSender {
  /** Sends one that tells of nothing, once. @returns what became of it. */
  test(webhook: Webhook): Promise<WebhookDelivery>;
  /** Sends one of the log once more, with the id that it had. @returns what became of it. */
  redeliver(delivery: WebhookDelivery): Promise<WebhookDelivery>;
  close(): Promise<void>;
}

export function sendWebhooks(
  store: WebhookStore,
  hub: EventHub,
  retryAfter: readonly number[] = pauses,
): WebhookSender {
  const ending = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const keep = (work: Promise<unknown>) => {
    // The store is busy or the address was removed: what is noted is looked at again.
    const settled = work.catch(() => {});
    underWay.add(settled);
    void settled.then(() => underWay.delete(settled));
  };
  const changed = (webhookId: string) => hub.publish({ type: "webhooks.changed", data: { webhookId } });
  const attempt = async (delivery: WebhookDelivery, again: boolean) => {
    const webhook = await store.webhook(delivery.webhookId);
    const { responseStatus, error, answer } = await post(webhook, delivery, ending.signal);
    // The server ends: the attempt does not count.
    if (ending.signal.aborted && error !== "") return delivery;
    const pause = error === "" || !again || responseStatus === 410 ? undefined : retryAfter[delivery.attempts];
    // Nobody wants it any more, says the other side.
    if (responseStatus === 410) await store.change(webhook.id, { enabled: false });
    const noted = await store.noteAttempt(delivery.id, {
      responseStatus,
      error,
      answer,
      status: error === "" ? "delivered" : pause === undefined ? "failed" : "waiting",
      nextAt: pause === undefined ? undefined : new Date(Date.now() + pause * (0.75 + Math.random() / 2)),
    });
    changed(webhook.id);
    return noted;
  };
  const sendDue = async () => {
    if (underWay.size >= atOnce) return;
    const due = await store.takeDue(beyondAnswer(), atOnce);
    for (const delivery of due) keep(attempt(delivery, true));
  };
  const stopListening = hub.listen(({ event, at, seen }) => {
    // Whoever did it tells of it.
    if (seen?.key === "") return;
    const note = async () => {
      const wanting = (await store.webhooks()).filter(({ enabled, types }) => enabled && types.includes(event.type));
      if (wanting.length === 0) return;
      const body = JSON.stringify({ type: event.type, timestamp: at.toISOString(), data: event.data });
      for (const { id } of wanting)
        await (seen === undefined
          ? store.addDelivery(id, event.type, body)
          : store.addDeliveryOnce(id, event.type, body, seen.key));
      await sendDue();
    };
    if (event.type !== "run.progress" && event.type !== "webhooks.changed") keep(note());
  });
  const timer = setInterval(() => keep(sendDue()), lookEvery);
  return {
    async test(webhook) {
      const timestamp = new Date().toISOString();
      const data = { text: "This is a test of Cresset." };
      const body = JSON.stringify({ type: "test", timestamp, data });
      return attempt(await store.addDelivery(webhook.id, "test", body, beyondAnswer()), false);
    },
    // One that waits for its next time goes on waiting when this fails, too.
    redeliver: (delivery) => attempt(delivery, delivery.status === "waiting"),
    async close() {
      stopListening();
      clearInterval(timer);
      ending.abort();
      await Promise.all(underWay);
    },
  };
}

/** By then whoever sends one knows what became of it; until then nobody else sends it. */
const beyondAnswer = () => new Date(Date.now() + 2 * patience);

async function post(
  { url, secret }: Webhook,
  { id, body }: WebhookDelivery,
  ending: AbortSignal,
): Promise<Pick<WebhookDelivery, "responseStatus" | "error" | "answer">> {
  const now = new Date();
  try {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "user-agent": `Cresset/${version}`,
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
        "webhook-signature": new Signer(secret).sign(id, now, body),
      },
      redirect: "manual",
      signal: AbortSignal.any([ending, AbortSignal.timeout(patience)]),
    });
    const error = response.ok ? "" : `It answered with ${response.status}.`;
    return { responseStatus: response.status, error, answer: await beginningOf(response) };
  } catch (error) {
    return { responseStatus: undefined, error: postFault(error, url, patience), answer: "" };
  }
}

/** What was answered, as text; what cannot be read of it counts for nothing, for the status has come. */
async function beginningOf({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    // Leaving the loop lets go of the rest.
    for await (const part of body ?? []) {
      parts.push(part);
      bytes += part.length;
      if (bytes >= mostAnswer) break;
    }
  } catch {
    // The connection broke, or the answer did not end in time.
  }
  return Buffer.concat(parts).subarray(0, mostAnswer).toString("utf8");
}
