import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccountShape } from "../../../../src/server/shapes/access-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { ask } from "../../shell/ask.ts";
import { notify } from "../../shell/notices.ts";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { Form } from "./form.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { RoleField } from "./role-field.tsx";
import { accountsQuery } from "./settings-queries.ts";
import classes from "./settings.module.css";
import { useSending } from "./use-sending.ts";

const addressOf = ({ id }: Pick<AccountShape, "id">) => `/accounts/${encodeURIComponent(id)}`;

/** One account: its role, its password, and the end of it. */
export function AccountDetail({ account, isMe }: { account: AccountShape; isMe: boolean }) {
  const queries = useQueryClient();
  const role = useSending();
  const secret = useSending();
  const [password, setPassword] = useState("");
  const [wanted, setWanted] = useState(account.role);
  const change = async (changes: { readonly role?: string; readonly password?: string }) => {
    await api.patch(addressOf(account), changes);
    await queries.invalidateQueries({ queryKey: accountsQuery.queryKey });
  };
  const changeRole = async () => {
    if (!(await role.send(() => change({ role: wanted })))) return;
    notify({ kind: "good", title: `${account.name} has the role ${wanted}` });
  };
  const changePassword = async () => {
    if (!(await secret.send(() => change({ password })))) return;
    setPassword("");
    notify({ kind: "good", title: `${account.name} has a new password`, message: "Every session of it has ended." });
  };
  return (
    <ScrollRegion className={classes.detail} label={`Account ${account.name}`}>
      <h2>{account.name}</h2>
      <Form title="Role" verb="Set" busy={role.busy} failure={role.failure} onSend={() => void changeRole()}>
        <RoleField value={wanted} onChange={setWanted} />
      </Form>
      {isMe ? (
        <p className={classes.quiet}>This is you: your password is under You, and you cannot remove yourself here.</p>
      ) : (
        <>
          <Form
            title="Another password"
            verb="Set"
            busy={secret.busy}
            failure={secret.failure}
            onSend={() => void changePassword()}
          >
            <NewPasswordField
              label="New password"
              hint="It ends every session of this account; access tokens stay."
              value={password}
              onChange={setPassword}
            />
          </Form>
          <div className={classes.form}>
            <h2>Remove</h2>
            <p className={classes.quiet}>
              Sessions and access tokens of it end at once. What was done stays in the audit log.
            </p>
            <div className={classes.line}>
              <Button title="Del" onClick={() => void removeAccount(account)}>
                Remove…
              </Button>
            </div>
          </div>
        </>
      )}
    </ScrollRegion>
  );
}

/** Asks, and removes; the list hears of it from the server. */
export async function removeAccount(account: AccountShape): Promise<void> {
  const answer = await ask({
    title: `Remove ${account.name}?`,
    message: "Its sessions and access tokens end at once. Programs that use them are refused.",
    kind: "warning",
    buttons: [
      { value: "keep", label: "Keep" },
      { value: "remove", label: "Remove", primary: true, danger: true },
    ],
    escape: "keep",
  });
  if (answer?.value !== "remove") return;
  try {
    await api.delete(addressOf(account));
  } catch (error) {
    notify({ kind: "bad", title: `${account.name} was not removed`, message: sentenceOf(error) });
  }
}
