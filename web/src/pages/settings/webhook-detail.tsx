import { Button } from "@mantine/core";
import { useState } from "react";
import type { WebhookShape } from "../../../../src/server/shapes/webhook-shapes.ts";
import { api } from "../../api/client.ts";
import { TextField } from "../../fields/fields.tsx";
import { notify } from "../../shell/notices.ts";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { DeliveryLog } from "./delivery-log.tsx";
import { EventChoice } from "./event-choice.tsx";
import { Form } from "./form.tsx";
import { SecretOnce } from "./secret-once.tsx";
import classes from "./settings.module.css";
import { useSending } from "./use-sending.ts";
import { removeWebhook, sendTest, turn } from "./webhook-actions.ts";

export interface WebhookDetailProps {
  readonly webhook: WebhookShape;
  /** What messages are signed with, right after the webhook was made. */
  readonly secret: string | undefined;
  readonly onKept: () => void;
}

/** One address: what it is told of, whether it is, and what was sent to it. */
export function WebhookDetail({ webhook, secret, onKept }: WebhookDetailProps) {
  const [changing, setChanging] = useState(false);
  return (
    <ScrollRegion className={classes.detail} label={`Webhook ${webhook.url}`}>
      <h2 className={classes.long}>{webhook.url}</h2>
      {secret === undefined ? null : (
        <SecretOnce
          label="What is sent is signed with this secret; the other side checks it."
          secret={secret}
          kept="The server keeps it, to sign with; it is not shown again."
          onDone={onKept}
        />
      )}
      <div className={classes.line}>
        <Button title="T" onClick={() => void sendTest(webhook)}>
          Send test
        </Button>
        <Button title="O" onClick={() => void turn(webhook)}>
          {webhook.enabled ? "Turn off" : "Turn on"}
        </Button>
        <Button aria-expanded={changing} onClick={() => setChanging((now) => !now)}>
          Change…
        </Button>
        <Button title="Del" onClick={() => void removeWebhook(webhook)}>
          Remove…
        </Button>
      </div>
      {webhook.enabled ? null : (
        <p className={classes.warning}>
          It is off: nothing is sent but tests. An answer of 410 turns a webhook off, too.
        </p>
      )}
      {changing ? <Change webhook={webhook} onDone={() => setChanging(false)} /> : null}
      {changing ? null : <p className={classes.quiet}>Told of {webhook.types.join(", ")}</p>}
      <DeliveryLog webhookId={webhook.id} />
    </ScrollRegion>
  );
}

function Change({ webhook, onDone }: { webhook: WebhookShape; onDone: () => void }) {
  const { busy, failure, send } = useSending();
  const [url, setUrl] = useState(webhook.url);
  const [types, setTypes] = useState<readonly string[]>(webhook.types);
  const change = async () => {
    if (!(await send(() => api.patch(`/webhooks/${encodeURIComponent(webhook.id)}`, { url, types })))) return;
    notify({ kind: "good", title: "The webhook was changed" });
    onDone();
  };
  return (
    <Form
      title="Change"
      verb="Save"
      busy={busy}
      failure={failure}
      onSend={() => void change()}
      onCancel={onDone}
      takesFocus
    >
      <TextField label="Address" inputMode="url" required value={url} onChange={setUrl} />
      <EventChoice value={types} onChange={setTypes} />
    </Form>
  );
}
