import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccountShape } from "../../../../src/server/shapes/access-shapes.ts";
import { api } from "../../api/client.ts";
import { TextField } from "../../fields/fields.tsx";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { Form } from "./form.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { RoleField } from "./role-field.tsx";
import type { Role } from "./role-words.ts";
import { accountsQuery } from "./settings-queries.ts";
import classes from "./settings.module.css";
import { useSending } from "./use-sending.ts";

export interface NewAccountProps {
  /** The first has to be an admin, or nobody could make a second. */
  readonly isFirst: boolean;
  readonly onAdded: (account: AccountShape) => void;
  readonly onCancel: () => void;
}

/** Makes an account. */
export function NewAccount({ isFirst, onAdded, onCancel }: NewAccountProps) {
  const queries = useQueryClient();
  const { busy, failure, send } = useSending();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [role, setRole] = useState<Role>(isFirst ? "admin" : "artist");
  const add = () =>
    send(async () => {
      const account = await api.post<AccountShape>("/accounts", { name, role, password });
      await queries.invalidateQueries({ queryKey: accountsQuery.queryKey });
      onAdded(account);
    });
  return (
    <ScrollRegion className={classes.detail} label="New account">
      <Form
        title="New account"
        verb="Add"
        busy={busy}
        failure={failure}
        onSend={() => void add()}
        onCancel={onCancel}
        takesFocus
      >
        <TextField label="Name" required value={name} onChange={setName} />
        <RoleField value={role} onChange={setRole} disabled={isFirst} />
        {isFirst ? (
          <p className={classes.quiet}>The first account is an admin: who else would make the others?</p>
        ) : null}
        <NewPasswordField
          label="Password"
          hint="Everybody can change their own here, under You."
          value={password}
          onChange={setPassword}
        />
      </Form>
    </ScrollRegion>
  );
}
