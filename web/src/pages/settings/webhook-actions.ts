import type { WebhookDeliveryShape, WebhookShape } from "../../../../src/server/shapes/webhook-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { ask } from "../../shell/ask.ts";
import { notify } from "../../shell/notices.ts";

const addressOf = (id: string) => `/webhooks/${encodeURIComponent(id)}`;

/** Does something, and tells in the corner when it was refused. The pages hear from the server what has changed. */
async function trying(failed: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    notify({ kind: "bad", title: failed, message: sentenceOf(error) });
  }
}

function tell({ status, error, responseStatus, nextAt }: WebhookDeliveryShape): void {
  if (status === "delivered")
    notify({ kind: "good", title: "It was taken", message: `Answered with ${responseStatus}.` });
  else
    notify({
      kind: "warning",
      title: "Nobody took it",
      message: `${error}${nextAt === null ? "" : " It is sent again later."}`,
    });
}

/** Sends one that tells of nothing, once. */
export const sendTest = ({ id }: WebhookShape): Promise<void> =>
  trying("The test was not sent", async () => tell(await api.post<WebhookDeliveryShape>(`${addressOf(id)}/test`)));

/** Sends one of the log once more. */
export const redeliver = (webhookId: string, deliveryId: string): Promise<void> =>
  trying("It was not sent again", async () =>
    tell(
      await api.post<WebhookDeliveryShape>(
        `${addressOf(webhookId)}/deliveries/${encodeURIComponent(deliveryId)}/redeliver`,
      ),
    ),
  );

/** On or off. */
export const turn = ({ id, enabled }: WebhookShape): Promise<void> =>
  trying("The webhook is as it was", async () => {
    await api.patch(addressOf(id), { enabled: !enabled });
  });

/** Asks, and removes it with its log. */
export async function removeWebhook({ id, url }: WebhookShape): Promise<void> {
  const answer = await ask({
    title: "Remove this webhook?",
    message: `${url} is not told of anything any more, and its log goes.`,
    kind: "warning",
    buttons: [
      { value: "keep", label: "Keep" },
      { value: "remove", label: "Remove", primary: true, danger: true },
    ],
    escape: "keep",
  });
  if (answer?.value === "remove")
    await trying("The webhook was not removed", async () => {
      await api.delete(addressOf(id));
    });
}
