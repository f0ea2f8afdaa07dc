import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { WebhookShape } from "../../../../src/server/shapes/webhook-shapes.ts";
import { api } from "../../api/client.ts";
import { TextField } from "../../fields/fields.tsx";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { EventChoice } from "./event-choice.tsx";
import { Form } from "./form.tsx";
import { webhooksQuery } from "./settings-queries.ts";
import classes from "./settings.module.css";
import { useSending } from "./use-sending.ts";

export interface NewWebhookProps {
  readonly onAdded: (webhook: WebhookShape & { readonly secret: string }) => void;
  readonly onCancel: () => void;
}

/** Adds an address that is told of events. */
export function NewWebhook({ onAdded, onCancel }: NewWebhookProps) {
  const queries = useQueryClient();
  const { busy, failure, send } = useSending();
  const [url, setUrl] = useState("");
  const [types, setTypes] = useState<readonly string[]>(["run.finished"]);
  const add = () =>
    send(async () => {
      const added = await api.post<WebhookShape & { readonly secret: string }>("/webhooks", { url, types });
      await queries.invalidateQueries({ queryKey: webhooksQuery.queryKey });
      onAdded(added);
    });
  return (
    <ScrollRegion className={classes.detail} label="New webhook">
      <Form
        title="New webhook"
        verb="Add"
        busy={busy}
        failure={failure}
        onSend={() => void add()}
        onCancel={onCancel}
        takesFocus
      >
        <TextField
          label="Address"
          inputMode="url"
          required
          placeholder="https://dailies.house/cresset"
          value={url}
          onChange={setUrl}
        />
        <EventChoice value={types} onChange={setTypes} />
      </Form>
    </ScrollRegion>
  );
}
