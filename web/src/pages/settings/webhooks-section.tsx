import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useKeys } from "../../keys/use-keys.ts";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { NewWebhook } from "./new-webhook.tsx";
import { RowList } from "./row-list.tsx";
import { webhooksQuery } from "./settings-queries.ts";
import classes from "./settings.module.css";
import { useChosen } from "./use-chosen.ts";
import { removeWebhook, sendTest, turn } from "./webhook-actions.ts";
import { WebhookDetail } from "./webhook-detail.tsx";

/** The addresses that are told of what happens. */
export function WebhooksSection() {
  const { data, error, refetch } = useQuery(webhooksQuery);
  const webhooks = data?.items ?? [];
  const { list, chosen, making, choose, startMaking, back } = useChosen(webhooks);
  /** Known until it is said to be kept, or the section is left. */
  const [secret, setSecret] = useState<{ readonly id: string; readonly text: string }>();
  const inList = () => document.activeElement === list.current;
  const isChosen = () => !making && chosen !== undefined;
  const withChosen = (work: (webhook: NonNullable<typeof chosen>) => unknown) => () =>
    void (chosen === undefined ? undefined : work(chosen));
  useKeys("Webhooks", [
    { keys: "n", label: "New webhook", run: startMaking },
    { keys: "t", label: "Send a test", run: withChosen(sendTest), when: isChosen },
    { keys: "o", label: "Turn on or off", run: withChosen(turn), when: isChosen },
    {
      keys: "Delete",
      label: "Remove the webhook",
      run: withChosen(removeWebhook),
      when: () => inList() && isChosen(),
    },
    { keys: "Escape", label: "To the list", run: back, whileTyping: true, when: () => !inList() },
  ]);
  if (data === undefined) return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className={classes.columns}>
      <div className={classes.side}>
        <div className={classes.head}>
          <Button title="N" onClick={startMaking}>
            New webhook…
          </Button>
        </div>
        <RowList
          label="Webhooks"
          list={list}
          items={webhooks}
          chosen={making ? undefined : chosen?.id}
          onChoose={choose}
          takesFocus
          row={({ url, types, enabled }) => (
            <>
              <span className={classes.rowTop}>
                <span className={classes.name}>{url}</span>
                <span className={enabled ? classes.good : classes.warning}>{enabled ? "on" : "off"}</span>
              </span>
              <span className={`${classes.quiet} ${classes.name}`}>{types.join(", ")}</span>
            </>
          )}
        />
      </div>
      {making ? (
        <NewWebhook
          onAdded={(added) => {
            setSecret({ id: added.id, text: added.secret });
            choose(added.id);
          }}
          onCancel={back}
        />
      ) : chosen === undefined ? (
        <Empty title="Nobody is told of anything">
          <p>
            A webhook is an address that is told of events with a signed POST (Standard Webhooks): an export has ended,
            something waits for an answer.
          </p>
          <p>
            <kbd>N</kbd> makes one.
          </p>
        </Empty>
      ) : (
        <WebhookDetail
          key={chosen.id}
          webhook={chosen}
          secret={secret?.id === chosen.id ? secret.text : undefined}
          onKept={() => {
            setSecret(undefined);
            back();
          }}
        />
      )}
    </div>
  );
}
