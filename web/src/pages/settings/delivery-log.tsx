import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WebhookDeliveryShape } from "../../../../src/server/shapes/webhook-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { formatMoment } from "../../format/amounts.ts";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { deliveriesQuery } from "./settings-queries.ts";
import classes from "./settings.module.css";
import { redeliver } from "./webhook-actions.ts";

/** What was sent to an address, the latest first, with what was answered. */
export function DeliveryLog({ webhookId }: { webhookId: string }) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(deliveriesQuery(webhookId));
  const [open, setOpen] = useState("");
  const deliveries = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section>
      <h2>Sent</h2>
      {error === null ? null : (
        <p role="alert" className={classes.bad}>
          {sentenceOf(error)}
        </p>
      )}
      {data !== undefined && deliveries.length === 0 ? <p className={classes.quiet}>Nothing yet.</p> : null}
      <ul className={classes.log} aria-label="Sent">
        {deliveries.map((delivery) => (
          <li key={delivery.id}>
            <button
              type="button"
              className={classes.delivery}
              aria-expanded={open === delivery.id}
              onClick={() => setOpen((now) => (now === delivery.id ? "" : delivery.id))}
            >
              <span className="figures">{formatMoment(delivery.createdAt)}</span>
              <span>{delivery.type}</span>
              <span data-status={delivery.status}>{statusText(delivery)}</span>
              <span className={classes.quiet}>{timesText(delivery)}</span>
            </button>
            {open === delivery.id ? <Delivery delivery={delivery} webhookId={webhookId} /> : null}
          </li>
        ))}
      </ul>
      {hasNextPage ? (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Older
        </Button>
      ) : null}
    </section>
  );
}

function Delivery({ delivery, webhookId }: { delivery: WebhookDeliveryShape; webhookId: string }) {
  const { id, error, answer, body } = delivery;
  return (
    <div className={classes.sent}>
      {error === "" ? null : <p className={classes.bad}>{error}</p>}
      <h3>Sent, as {id}</h3>
      <Text label="Sent">{body}</Text>
      <h3>Answered</h3>
      {answer === "" ? (
        <p className={classes.quiet}>Nothing beside the status.</p>
      ) : (
        <Text label="Answered">{answer}</Text>
      )}
      <div className={classes.line}>
        <Button onClick={() => void redeliver(webhookId, id)}>Send again</Button>
      </div>
    </div>
  );
}

function Text({ label, children }: { label: string; children: string }) {
  return (
    <ScrollRegion className={classes.text} label={label}>
      <pre>{children}</pre>
    </ScrollRegion>
  );
}

function statusText({ status, responseStatus }: WebhookDeliveryShape): string {
  const answered = responseStatus === null ? "no answer" : String(responseStatus);
  if (status === "delivered") return `taken, ${answered}`;
  if (status === "failed") return `not taken, ${answered}`;
  return responseStatus === null ? "waiting" : `waiting, ${answered}`;
}

function timesText({ attempts, nextAt }: WebhookDeliveryShape): string {
  const times = attempts === 1 ? "once" : `${attempts} times`;
  return nextAt === null ? times : `${times}, again ${formatMoment(nextAt)}`;
}
