import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccessTokenShape, AccountShape, ActorShape } from "../../../../src/server/shapes/access-shapes.ts";
import { api } from "../../api/client.ts";
import { CheckField, SelectField, TextField } from "../../fields/fields.tsx";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { Form } from "./form.tsx";
import { type Scope, scopeWords } from "./scope-words.ts";
import classes from "./settings.module.css";
import { lifetimes } from "./token-times.ts";
import { useSending } from "./use-sending.ts";

export interface NewTokenProps {
  readonly me: ActorShape;
  /** Whose it may be; empty for whoever is no admin. */
  readonly accounts: readonly AccountShape[];
  readonly onAdded: (token: AccessTokenShape & { readonly token: string }) => void;
  readonly onCancel: () => void;
}

const day = 86_400_000;

/** Makes an access token. */
export function NewToken({ me, accounts, onAdded, onCancel }: NewTokenProps) {
  const queries = useQueryClient();
  const { busy, failure, send } = useSending();
  const [name, setName] = useState("");
  const [accountId, setAccountId] = useState(me.accountId ?? accounts[0]?.id ?? "");
  const [scopes, setScopes] = useState<readonly Scope[]>(["read"]);
  const [days, setDays] = useState("90");
  const add = () =>
    send(async () => {
      const expiresAt = days === "" ? undefined : new Date(Date.now() + Number(days) * day).toISOString();
      const made = await api.post<AccessTokenShape & { readonly token: string }>("/access-tokens", {
        name,
        scopes,
        expiresAt,
        ...(accountId === me.accountId ? {} : { accountId }),
      });
      await queries.invalidateQueries({ queryKey: ["access", "tokens"] });
      onAdded(made);
    });
  return (
    <ScrollRegion className={classes.detail} label="New access token">
      <Form
        title="New access token"
        verb="Make"
        busy={busy}
        failure={failure}
        onSend={() => void add()}
        onCancel={onCancel}
        takesFocus
      >
        <TextField label="What it is for" required value={name} onChange={setName} />
        {accounts.length === 0 ? null : (
          <SelectField
            label="Whose it is"
            hint="It never may more than this account does."
            value={accountId}
            onChange={setAccountId}
          >
            {accounts.map((account) => (
              <option key={account.id} value={account.id}>
                {account.name}, {account.role}
              </option>
            ))}
          </SelectField>
        )}
        <fieldset className={classes.choices}>
          <legend>It may</legend>
          {scopeWords.map(({ scope, text }) => (
            <CheckField
              key={scope}
              label={`${scope}: ${text}`}
              checked={scopes.includes(scope)}
              onChange={(checked) =>
                setScopes((now) => (checked ? [...now, scope] : now.filter((other) => other !== scope)))
              }
            />
          ))}
        </fieldset>
        <SelectField label="Good for" value={days} onChange={setDays}>
          {lifetimes.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
      </Form>
    </ScrollRegion>
  );
}
