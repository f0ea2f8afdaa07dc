import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ActorShape } from "../../../../src/server/shapes/access-shapes.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { NewToken } from "./new-token.tsx";
import { RowList } from "./row-list.tsx";
import { SectionNote } from "./section-note.tsx";
import { accountsQuery, tokensQuery } from "./settings-queries.ts";
import classes from "./settings.module.css";
import { revokeToken, TokenDetail } from "./token-detail.tsx";
import { expiryText, isExpired, lastUseText } from "./token-times.ts";
import { useChosen } from "./use-chosen.ts";

/** What programs sign in with: one's own, and for admins everybody's. */
export function TokensSection({ me }: { me: ActorShape }) {
  const isAdmin = me.role === "admin";
  const { data, error, refetch } = useQuery(tokensQuery(isAdmin ? "everybody" : "me"));
  const { data: accounts } = useQuery({ ...accountsQuery, enabled: isAdmin });
  const tokens = data?.items ?? [];
  const { list, chosen, making, choose, startMaking, back } = useChosen(tokens);
  /** Known until it is said to be kept, or the section is left. */
  const [secret, setSecret] = useState<{ readonly id: string; readonly text: string }>();
  // A token belongs to somebody.
  const canMake = me.accountId !== null || (accounts?.items.length ?? 0) > 0;
  const start = () => (canMake ? startMaking() : undefined);
  const inList = () => document.activeElement === list.current;
  useKeys("Access tokens", [
    { keys: "n", label: "New access token", run: start },
    {
      keys: "Delete",
      label: "Take the token back",
      run: () => void (chosen === undefined ? undefined : revokeToken(chosen)),
      when: () => inList() && chosen !== undefined,
    },
    { keys: "Escape", label: "To the list", run: back, whileTyping: true, when: () => !inList() },
  ]);
  if (data === undefined || (isAdmin && accounts === undefined))
    return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className={classes.columns}>
      <div className={classes.side}>
        <div className={classes.head}>
          <Button title="N" disabled={!canMake} onClick={start}>
            New access token…
          </Button>
        </div>
        {isAdmin ? null : <SectionNote>These are yours. Those of others are for admins.</SectionNote>}
        <RowList
          label="Access tokens"
          list={list}
          items={tokens}
          chosen={making ? undefined : chosen?.id}
          onChoose={choose}
          takesFocus
          row={(token) => (
            <>
              <span className={classes.rowTop}>
                <span className={classes.name}>{token.name}</span>
                <span className={isExpired(token) ? classes.bad : classes.quiet}>{expiryText(token)}</span>
              </span>
              <span className={classes.rowTop}>
                <span className={classes.quiet}>{isAdmin ? token.accountName : token.scopes.join(", ")}</span>
                <span className={classes.quiet}>{lastUseText(token)}</span>
              </span>
            </>
          )}
        />
      </div>
      {making ? (
        <NewToken
          me={me}
          accounts={accounts?.items ?? []}
          onAdded={({ id, token }) => {
            setSecret({ id, text: token });
            choose(id);
          }}
          onCancel={back}
        />
      ) : chosen === undefined ? (
        <NoTokens canMake={canMake} />
      ) : (
        <TokenDetail
          key={chosen.id}
          token={chosen}
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

function NoTokens({ canMake }: { canMake: boolean }) {
  return (
    <Empty title="There are no access tokens">
      <p>
        A program that works with this server over HTTP sends one in place of a name and a password. It may what its
        account and its scopes both allow.
      </p>
      <p>
        {canMake
          ? "N makes one."
          : "It belongs to an account, and this house has none yet: make one under People first. Programs on this machine need none while nobody has to sign in."}
      </p>
    </Empty>
  );
}
